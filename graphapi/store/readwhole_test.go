package store

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// withJournal is the path of a store in a directory of its own, whose last days are only in its write-ahead log, as after a crash.
// Its days are firstNumbered and the count-1 days after it.
func withJournal(t testing.TB, count int) string {
	t.Helper()
	s := openStore(t, filepath.Join(t.TempDir(), "peerdash.db"))
	for n := range count {
		if err := storeNumber(s, n); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "peerdash.db")
	for _, suffix := range []string{"", walSuffix, lockSuffix} {
		copyFile(t, s.Path()+suffix, path+suffix)
	}
	if info, err := os.Stat(path + walSuffix); err != nil || info.Size() == 0 {
		t.Fatalf("the log is empty, %v", err)
	}
	return path
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// checkCount checks that this number of numbered days is read.
func checkCount(t *testing.T, s *Store, want int) {
	t.Helper()
	stored, _, err := s.Days(t.Context(), contoso, model.Default())
	if err != nil || len(stored.Report.Days()) != want {
		t.Errorf("%d days, %v, want %d", len(stored.Report.Days()), err, want)
	}
}

// checkRefusal checks that a change is refused for a reason.
func checkRefusal(t *testing.T, s *Store, want string) {
	t.Helper()
	_, err := s.Merge(t.Context(), contoso, reportOf(t, "22@1 10 7"))
	var failure *problem.Error
	if !errors.As(err, &failure) || !strings.Contains(failure.Why, want) {
		t.Errorf("writing: %v, want an error that says %q", err, want)
	}
	if failure, ok := s.ReadOnly().(*problem.Error); !ok || !strings.Contains(failure.Why, want) {
		t.Errorf("read-only because of %v, want %q", s.ReadOnly(), want)
	}
}

func TestLockedStoreIsReadWhole(t *testing.T) {
	t.Parallel()
	for name, make := range map[string]func(t *testing.T) string{
		"by a running program": func(t *testing.T) string {
			s := newStore(t)
			for n := range 30 {
				if err := storeNumber(s, n); err != nil {
					t.Fatal(err)
				}
			}
			return s.Path()
		},
		"with a journal left behind": func(t *testing.T) string { return withJournal(t, 30) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := make(t)
			unlock, err := newStoreAt(path).lock(t.Context(), exclusive)
			if err != nil {
				t.Fatal(err)
			}
			s := openStore(t, path)
			checkCount(t, s, 30)
			checkRefusal(t, s, "Another program has locked it.")
			unlock()
			if err := storeNumber(s, 30); err != nil {
				t.Errorf("writing to the unlocked store: %v", err)
			}
			checkCount(t, s, 31)
		})
	}
}

func TestSnapshotFollowsTheFile(t *testing.T) {
	t.Parallel()
	path := withJournal(t, 3)
	unlock, err := newStoreAt(path).lock(t.Context(), exclusive)
	if err != nil {
		t.Fatal(err)
	}
	reader := openStore(t, path)
	checkCount(t, reader, 3)
	unlock()
	if err := storeNumber(openStore(t, path), 3); err != nil {
		t.Fatal(err)
	}
	checkCount(t, reader, 4)
}

// TestInterruptedRollbackIsNotReadInPart opens a store with a journal that only a writer can roll back.
func TestInterruptedRollbackIsNotReadInPart(t *testing.T) {
	path := withJournal(t, 3)
	if err := os.WriteFile(path+rollbackSuffix, make([]byte, 512), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := takeSnapshot(path); !errors.Is(err, errUnfinished) {
		t.Errorf("reading: %v, want %v", err, errUnfinished)
	}
}

func TestFullDiskIsReadWhole(t *testing.T) {
	path := withJournal(t, 30)
	directory := smallDisk(t, "1m")
	full := filepath.Join(directory, "peerdash.db")
	for _, suffix := range []string{"", walSuffix, lockSuffix} {
		copyFile(t, path+suffix, full+suffix)
	}
	filler, err := os.Create(filepath.Join(directory, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = filler.Write(make([]byte, 4096))
	}
	filler.Close()
	s := openStore(t, full)
	checkCount(t, s, 30)
	checkRefusal(t, s, "The disk is full.")
	if err := os.Remove(filler.Name()); err != nil {
		t.Fatal(err)
	}
	if err := storeNumber(s, 30); err != nil {
		t.Errorf("writing with space again: %v", err)
	}
}

// TestFullDiskWhileTheStoreIsMade gives the disk each size at which the store may not fit.
func TestFullDiskWhileTheStoreIsMade(t *testing.T) {
	failed := 0
	for _, size := range []string{"8k", "16k", "24k", "32k", "40k", "48k", "56k", "64k", "80k", "96k"} {
		path := filepath.Join(smallDisk(t, size), "peerdash.db")
		s, err := Open(t.Context(), path, atNoon)
		if err == nil {
			checkSeries(t, s, contoso)
			s.Close()
			continue
		}
		failed++
		if _, err := os.Lstat(path); err == nil {
			t.Errorf("on %s an unfinished store lies in place", size)
		}
		if !strings.Contains(err.Error(), "The disk is full.") {
			t.Errorf("on %s: %v, want that the disk is full", size, err)
		}
	}
	if failed == 0 {
		t.Error("each disk was large enough")
	}
}

// smallDisk is a directory on a file system of a size. It skips the test if that cannot be mounted.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	directory := t.TempDir()
	if err := exec.Command("mount", "-t", "tmpfs", "-o", "mode=700,size="+size, "tmpfs", directory).Run(); err != nil {
		t.Skip("mounting needs privileges: ", err)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", directory).Run() })
	return directory
}

func TestJournalThatWasLeftUnfinishedIsNotLost(t *testing.T) {
	path := withJournal(t, 12)
	content, err := os.ReadFile(path + walSuffix)
	if err != nil {
		t.Fatal(err)
	}
	// A process that is killed while it writes leaves a part of a transaction that was never committed.
	if err := os.WriteFile(path+walSuffix, append(content, content[32:5000]...), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openStore(t, path)
	checkCount(t, s, 12)
	if notes := s.TakeNotes(); len(notes) > 0 {
		t.Errorf("notes are %q, want none", notes)
	}
}

// TestCutJournalIsNamed cuts the journal after each of its changes, in the middle of each, and completely.
func TestCutJournalIsNamed(t *testing.T) {
	const count = 12
	for _, withLock := range []bool{true, false} {
		for part := range 8 {
			path := withJournal(t, count)
			content, err := os.ReadFile(path + walSuffix)
			if err != nil {
				t.Fatal(err)
			}
			cut := len(content)*part/8 + 7
			if err := os.WriteFile(path+walSuffix, content[:cut], 0o600); err != nil {
				t.Fatal(err)
			}
			if !withLock {
				if err := os.Remove(path + lockSuffix); err != nil {
					t.Fatal(err)
				}
			}
			s := openStore(t, path)
			stored, _, err := s.Days(t.Context(), contoso, model.Default())
			if err != nil || len(stored.Report.Days()) >= count {
				t.Fatalf("%d days, %v: nothing was cut", len(stored.Report.Days()), err)
			}
			if notes := s.TakeNotes(); len(notes) != 1 || !strings.Contains(notes[0], "truncated") {
				t.Errorf("cut at %d, lock file %v: notes are %q, want one", cut, withLock, notes)
			}
			s.Close()
			if again := openStore(t, path).TakeNotes(); len(again) > 0 {
				t.Errorf("cut at %d: notes when opened again are %q, want none", cut, again)
			}
		}
	}
}

func TestRemovedJournalIsNamed(t *testing.T) {
	path := withJournal(t, 12)
	if err := os.Remove(path + walSuffix); err != nil {
		t.Fatal(err)
	}
	if notes := openStore(t, path).TakeNotes(); len(notes) != 1 || !strings.Contains(notes[0], "missing") {
		t.Errorf("notes are %q, want one", notes)
	}
}

// TestStoppedWriterDelaysNoReader stops a process in the middle of a transaction.
func TestStoppedWriterDelaysNoReader(t *testing.T) {
	t.Parallel()
	path := filledStore(t)
	writer := openStore(t, path)
	tx, err := writer.file.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	start := time.Now()
	s := openStore(t, path)
	stored, _, err := s.Days(t.Context(), contoso, model.Default())
	if err != nil || len(stored.Report.Days()) != 1000 {
		t.Errorf("%d days, %v, want 1000", len(stored.Report.Days()), err)
	}
	if took := time.Since(start); took > 2*time.Second {
		t.Errorf("reading took %v", took)
	}
	start = time.Now()
	_, err = s.Merge(t.Context(), contoso, reportOf(t, "22@1 10 7"))
	if took := time.Since(start); err == nil || took > 8*time.Second {
		t.Errorf("writing took %v and gave %v, want an error after 3 s", took, err)
	}
}

func TestNetworkFileSystemGetsNoSharedMemory(t *testing.T) {
	modeOf := func(s *Store) (mode string) {
		if err := s.file.db.QueryRowContext(t.Context(), "PRAGMA journal_mode").Scan(&mode); err != nil {
			t.Fatal(err)
		}
		return mode
	}
	onNetwork := func(path string) *Store {
		s, err := open(t.Context(), &Store{path: path, now: atNoon, isNetwork: func(string) bool { return true }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	if mode := modeOf(onNetwork(filepath.Join(t.TempDir(), "peerdash.db"))); mode != "delete" {
		t.Errorf("a new store has the journal mode %s", mode)
	}
	path := withJournal(t, 12)
	s := onNetwork(path)
	checkCount(t, s, 12)
	if mode := modeOf(s); mode != "delete" {
		t.Errorf("a moved store has the journal mode %s", mode)
	}
	if mode := modeOf(newStore(t)); mode != "wal" {
		t.Errorf("a store on a local disk has the journal mode %s", mode)
	}
}
