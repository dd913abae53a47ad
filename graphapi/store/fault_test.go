package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// filledStore is the path of a closed store with an answer and enough days to take many pages.
func filledStore(t testing.TB) string {
	t.Helper()
	s := openStore(t, filepath.Join(t.TempDir(), "peerdash.db"))
	days := make([]model.Day, 1000)
	for i := range days {
		days[i] = dayOf(t, "1@1 10 7")
		days[i].Date += model.Date(i)
		days[i].RefreshDate += model.Date(i)
	}
	report, err := model.NewReport(model.Default(), model.D7, days)
	if err != nil {
		t.Fatal(err)
	}
	answer := Answer{CSV: bytes.Repeat([]byte("Report Refresh Date\n"), 2000), ETag: "one", FetchedAt: noon}
	if _, err := s.Save(t.Context(), contoso, model.Default().Function, model.D7, answer, []model.Report{report}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	return s.Path()
}

func TestDamagedFileIsRenamed(t *testing.T) {
	overwrite := func(from, to float64) func([]byte) []byte {
		return func(content []byte) []byte {
			n := float64(len(content))
			for i := int(from * n); i < int(to*n); i++ {
				content[i] = byte(i*i + 1)
			}
			return content
		}
	}
	tests := []struct {
		name   string
		damage func([]byte) []byte
	}{
		{"no database", func([]byte) []byte { return []byte("this is a text of another program") }},
		{"the head", func(content []byte) []byte { copy(content, "SQLite"+strings.Repeat("?", 100)); return content }},
		{"a page early", overwrite(0.2, 0.25)},
		{"a page in the middle", overwrite(0.5, 0.55)},
		{"the end", overwrite(0.9, 1)},
		{"zeros", func(content []byte) []byte { clear(content[len(content)/2:]); return content }},
		{"half a file", func(content []byte) []byte { return content[:len(content)/2] }},
		{"an odd length", func(content []byte) []byte { return content[:len(content)-1000] }},
		{"nothing", func([]byte) []byte { return nil }},
		{"a byte of an answer", func(content []byte) []byte {
			content[bytes.LastIndex(content, []byte("Refresh"))] = 'r'
			return content
		}},
		{"an unknown format", func(content []byte) []byte { content[18] = 99; return content }},
		{"no version", func(content []byte) []byte { clear(content[60:64]); return content }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filledStore(t)
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			damaged := test.damage(content)
			if err := os.WriteFile(path, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			s := openStore(t, path)
			merge(t, s, contoso, "22@1 10 7")
			checkSeries(t, s, contoso, "22@1 10 7")
			checkRenamed(t, s, damaged)
		})
	}
}

// checkRenamed checks that the file was renamed once, unchanged, and that a note names it.
func checkRenamed(t *testing.T, s *Store, content []byte) {
	t.Helper()
	aside := s.Path() + ".damaged-20261124T120000"
	renamed, err := os.ReadFile(aside)
	if err != nil || !bytes.Equal(renamed, content) {
		t.Errorf("the renamed file has %d bytes, %v, want %d unchanged", len(renamed), err, len(content))
	}
	checkMode(t, aside, 0o600)
	notes := s.TakeNotes()
	if len(notes) != 1 || !strings.Contains(notes[0], aside) {
		t.Errorf("notes are %q, want one that names %s", notes, aside)
	}
	if again := s.TakeNotes(); len(again) > 0 {
		t.Errorf("notes are reported twice: %q", again)
	}
}

func TestDamageFoundLater(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows neither removes nor renames a file that is open")
	}
	path := filledStore(t)
	damager := openStore(t, path)
	s := openStore(t, path)
	if _, err := damager.file.db.ExecContext(t.Context(), "PRAGMA ignore_check_constraints = ON"); err != nil {
		t.Fatal(err)
	}
	if _, err := damager.file.db.ExecContext(t.Context(), "UPDATE day SET refresh_date = 'never' WHERE date = '2021-06-03'"); err != nil {
		t.Fatal(err)
	}
	checkSeries(t, s, contoso)
	if notes := s.TakeNotes(); len(notes) != 1 {
		t.Errorf("notes are %q, want one", notes)
	}
	merge(t, damager, contoso, "22@1 10 7")
	checkSeries(t, s, contoso, "22@1 10 7")
	if notes := damager.TakeNotes(); len(notes) != 0 {
		t.Errorf("another user of the file notes %q, though it was renamed already", notes)
	}
}

func TestLargeFileIsCheckedByCheck(t *testing.T) {
	path := filledStore(t)
	s := openStore(t, path)
	filler := Answer{CSV: make([]byte, checkedAtOnce), ETag: "large", FetchedAt: noon}
	if _, err := s.Save(t.Context(), contoso, model.Default().Function, model.D30, filler, []model.Report{{Definition: model.Default()}}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	content[bytes.LastIndex(content, []byte("Refresh"))] = 'r'
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s = openStore(t, path)
	if notes := s.TakeNotes(); len(notes) != 0 {
		t.Fatalf("notes at the start are %q, want none", notes)
	}
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkRenamed(t, s, content)
}

func TestNewerSchemaIsLeftAlone(t *testing.T) {
	path := filledStore(t)
	s := openStore(t, path)
	if _, err := s.file.db.ExecContext(t.Context(), "PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), path, atNoon)
	var failure *problem.Error
	if !errors.As(err, &failure) || !strings.Contains(failure.Why, "newer version of peerdash") {
		t.Errorf("error is %v, want one about a newer version", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file has changed, %v", err)
	}
	if names, err := filepath.Glob(path + ".damaged*"); err != nil || len(names) > 0 {
		t.Errorf("renamed are %q, %v, want none", names, err)
	}
}

func TestRemovedFileIsCreatedAgain(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows neither removes nor renames a file that is open")
	}
	s := newStore(t)
	merge(t, s, contoso, "22@1 10 7")
	if err := os.Rename(s.Path(), s.Path()+".elsewhere"); err != nil {
		t.Fatal(err)
	}
	checkSeries(t, s, contoso)
	merge(t, s, contoso, "23@1 10 7")
	checkSeries(t, s, contoso, "23@1 10 7")
}

func TestDirectoryThatIsNone(t *testing.T) {
	place := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(place, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), filepath.Join(place, "peerdash.db"), atNoon)
	var failure *problem.Error
	if !errors.As(err, &failure) || !strings.Contains(failure.What, place) {
		t.Errorf("error is %v, want one that names the place", err)
	}
}

func TestWriteAheadLogThatCannotBeShared(t *testing.T) {
	tests := []struct {
		name string
		make func(t *testing.T) string
	}{
		{"a file that had one", func(t *testing.T) string {
			path := filledStore(t)
			blockSharedMemory(t, path)
			return path
		}},
		{"a new file", func(t *testing.T) string {
			path := filepath.Join(t.TempDir(), "peerdash.db")
			blockSharedMemory(t, path)
			if err := newStoreAt(path).migrate(t.Context(), path); err != nil {
				t.Fatal(err)
			}
			return path
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := test.make(t)
			first := openStore(t, path)
			merge(t, first, contoso, "22@1 10 7")
			merge(t, openStore(t, path), contoso, "23@1 10 7")
			stored, _, err := first.Days(t.Context(), contoso, model.Default())
			if err != nil || len(stored.Report.Days()) < 2 {
				t.Errorf("series is %v, %v, want both days", stored.Report.Days(), err)
			}
			if notes := first.TakeNotes(); len(notes) > 0 {
				t.Errorf("notes are %q, want none", notes)
			}
		})
	}
}

// blockSharedMemory puts a directory where SQLite wants its shared memory, so that it cannot be used, as on a network file system.
func blockSharedMemory(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path+"-shm", 0o700); err != nil {
		t.Fatal(err)
	}
}
