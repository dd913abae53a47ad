package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

const otherUser = 65534

// asOtherUser runs a test on a thread of its own, as a user other than root.
func asOtherUser(t *testing.T, test func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked, so that the thread ends with these rights
		if os.Geteuid() == 0 {
			unchanged := ^uintptr(0)
			if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, unchanged, otherUser, unchanged); errno != 0 {
				t.Error(errno)
				return
			}
		}
		test()
	}()
	<-done
}

// checkReadOnly checks that a store of 30 days has been opened, is whole, and refuses a change; then it closes the store.
func checkReadOnly(t *testing.T, s *Store, err error) {
	t.Helper()
	if err != nil {
		t.Error(err)
		return
	}
	defer s.Close()
	checkCount(t, s, 30)
	checkRefusal(t, s, "It is read-only.")
}

// closedDirectory is the path of a filled store in a directory that may not be written to.
func closedDirectory(t *testing.T) string {
	t.Helper()
	path := filledStore(t)
	directory := filepath.Dir(path)
	for _, above := range []string{directory, filepath.Dir(directory)} {
		if err := os.Chmod(above, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(directory, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(directory, 0o755) })
	return path
}

func TestReadOnlyStoreIsRead(t *testing.T) {
	for name, prepare := range map[string]func(path string) error{
		"of another user": func(path string) error { return os.Chmod(path, 0o444) },
		"our own": func(path string) error {
			if os.Geteuid() != 0 {
				return nil
			}
			return errors.Join(os.Chown(path, otherUser, -1), os.Chown(path+lockSuffix, otherUser, -1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := closedDirectory(t)
			if err := prepare(path); err != nil {
				t.Fatal(err)
			}
			asOtherUser(t, func() {
				s, err := Open(t.Context(), path, atNoon)
				if err != nil {
					t.Errorf("cannot be opened: %v", err)
					return
				}
				defer s.Close()
				if stored, _, err := s.Days(t.Context(), contoso, model.Default()); err != nil || len(stored.Report.Days()) != 1000 {
					t.Errorf("%d days, %v, want all", len(stored.Report.Days()), err)
				}
				_, err = s.Merge(t.Context(), contoso, reportOf(t, "22@1 10 7"))
				var failure *problem.Error
				if !errors.As(err, &failure) || !strings.Contains(failure.Why, "It is read-only.") || !strings.Contains(failure.Do, "writable") {
					t.Errorf("writing: %v, want an error that says that it is read-only and what to make writable", err)
				}
			})
		})
	}
}

func TestReadOnlyDirectoryWithoutStore(t *testing.T) {
	path := closedDirectory(t) + ".other"
	asOtherUser(t, func() {
		_, err := Open(t.Context(), path, atNoon)
		var failure *problem.Error
		if !errors.As(err, &failure) || !strings.Contains(failure.Why, "permission denied") {
			t.Errorf("opening: %v, want an error that says why", err)
		}
	})
}

func TestReadOnlyDirectoryWithJournalIsReadWhole(t *testing.T) {
	path := withJournal(t, 30)
	directory := filepath.Dir(path)
	for _, name := range []string{path, path + walSuffix, path + lockSuffix} {
		if err := os.Chmod(name, 0o444); err != nil {
			t.Fatal(err)
		}
	}
	for _, above := range []string{directory, filepath.Dir(directory)} {
		if err := os.Chmod(above, 0o555); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(directory, 0o755) })
	asOtherUser(t, func() {
		s, err := Open(t.Context(), path, atNoon)
		checkReadOnly(t, s, err)
	})
}

func TestErrorOfAReaderNamesWhatTheOwnerCanDo(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("other users need root")
	}
	const write = "Run peerdash once as a user who may write to the store. It renames the damaged file and starts a new one."
	for name, test := range map[string]struct {
		prepare func(path string) error
		why, do string
	}{
		"file":      {func(path string) error { return os.Chmod(path, 0o600) }, "/peerdash.db cannot be read: permission denied.", "Its owner can permit that with `chmod g+r PATH`."},
		"log":       {func(path string) error { return os.Chmod(path+walSuffix, 0o600) }, "/peerdash.db-wal cannot be read: permission denied.", "Its owner can permit that with `chmod g+r PATH-wal`."},
		"directory": {func(path string) error { return os.Chmod(filepath.Dir(path), 0o600) }, "/peerdash cannot be entered: permission denied.", "Its owner can permit that with `chmod g+x DIRECTORY`."},
		"group":     {func(path string) error { return os.Chown(path, -1, viewerGroup) }, "/peerdash.db cannot be read: permission denied.", "Ask an administrator to add your account to the group of PATH."},
		"empty":     {func(path string) error { return errors.Join(os.Truncate(path, 0), os.Remove(path+walSuffix)) }, "it is empty.", write},
		"damaged":   {func(path string) error { return errors.Join(os.Truncate(path, 5000), os.Remove(path+walSuffix)) }, "The file is damaged", write},
		"no store":  {func(path string) error { return os.WriteFile(path, make([]byte, 5000), 0) }, "The file is damaged", write},
	} {
		t.Run(name, func(t *testing.T) {
			from := withJournal(t, 30)
			directory := filepath.Join(enterable(t), "peerdash")
			path := filepath.Join(directory, "peerdash.db")
			if err := os.Mkdir(directory, 0o750); err != nil {
				t.Fatal(err)
			}
			for _, suffix := range []string{"", walSuffix} {
				copyFile(t, from+suffix, path+suffix)
				if err := os.Chmod(path+suffix, 0o640); err != nil {
					t.Fatal(err)
				}
			}
			if err := test.prepare(path); err != nil {
				t.Fatal(err)
			}
			asOtherUser(t, func() {
				_, err := OpenExisting(t.Context(), path, atNoon, true)
				var failure *problem.Error
				do := strings.NewReplacer("PATH", path, "DIRECTORY", directory).Replace(test.do)
				if !errors.As(err, &failure) || !strings.Contains(failure.Why, test.why) || failure.Do != do {
					t.Errorf("opening: %v, do %q; want %q, do %q", err, problem.As(err).Do, test.why, do)
				}
			})
		})
	}
}

// enterable is a temporary directory that every user can enter.
func enterable(t *testing.T) string {
	t.Helper()
	directory := t.TempDir()
	for _, above := range []string{directory, filepath.Dir(directory)} {
		if err := os.Chmod(above, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}
