package outfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"peerdash/ui/outfile"
)

// names lists what is in the directory.
func names(t *testing.T, directory string) string {
	t.Helper()
	entries, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return strings.Join(all, " ")
}

func wantContent(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q, error %v, want %q", path, got, err, want)
	}
}

func TestReplaceKeepsPermissionsAndLeavesNothingElse(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
	directory := t.TempDir()
	path := filepath.Join(directory, "report.csv")
	var w outfile.Writer
	if err := w.Replace(path, []byte("one")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := w.Replace(path, []byte("two")); err != nil {
		t.Fatal(err)
	}
	wantContent(t, path, "two")
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o640 {
		t.Errorf("mode %v, error %v, want 0640", info.Mode(), err)
	}
	if got := names(t, directory); got != "report.csv" {
		t.Errorf("the directory holds %s", got)
	}
}

func TestReplaceFollowsOwnLinks(t *testing.T) {
	directory := t.TempDir()
	if err := os.MkdirAll(filepath.Join(directory, "a", "b"), 0o700); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(directory, "a", "link.csv")
	if err := os.Symlink("b/target.csv", link); err != nil {
		t.Skip(err)
	}
	var w outfile.Writer
	for _, content := range []string{"new", "replaced"} {
		if err := w.Replace(link, []byte(content)); err != nil {
			t.Fatal(err)
		}
		wantContent(t, filepath.Join(directory, "a", "b", "target.csv"), content)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link became %v, error %v", info.Mode(), err)
	}
	loop := filepath.Join(directory, "loop")
	if err := os.Symlink("loop", loop); err != nil {
		t.Fatal(err)
	}
	if err := w.Replace(loop, nil); err == nil {
		t.Error("a link to itself was written")
	}
	if err := w.Replace(directory, nil); err == nil {
		t.Error("a directory was written")
	}
}

func TestCreateNeverReplaces(t *testing.T) {
	directory := t.TempDir()
	base := filepath.Join(directory, "report")
	if err := os.Symlink(filepath.Join(directory, "elsewhere"), base+"-2.csv"); err != nil {
		t.Skip(err)
	}
	var w outfile.Writer
	var group sync.WaitGroup
	for range 9 {
		group.Go(func() {
			path, err := w.Create(base, ".csv", []byte("content"))
			if err != nil {
				t.Error(err)
				return
			}
			wantContent(t, path, "content")
		})
	}
	group.Wait()
	const want = "report-10.csv report-2.csv report-3.csv report-4.csv report-5.csv report-6.csv report-7.csv report-8.csv report-9.csv report.csv"
	if got := names(t, directory); got != want {
		t.Errorf("the directory holds %s, want %s", got, want)
	}
}

func TestFailureLeavesTheOldFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
	if os.Geteuid() == 0 {
		t.Skip("root may write everywhere")
	}
	directory := t.TempDir()
	path := filepath.Join(directory, "report.csv")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(directory, 0o500); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.Chmod(directory, 0o700) }()
	var w outfile.Writer
	if err := w.Replace(path, []byte("new")); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v, want a refused permission", err)
	}
	if _, err := w.Create(path, ".csv", nil); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v, want a refused permission", err)
	}
	wantContent(t, path, "old")
}

func TestNothingIsWrittenAfterTheEnd(t *testing.T) {
	directory := t.TempDir()
	var w outfile.Writer
	w.RemoveTemporary()
	if err := w.Replace(filepath.Join(directory, "late.csv"), []byte("x")); err == nil {
		t.Error("a file was written after the end")
	}
	if got := names(t, directory); got != "" {
		t.Errorf("the directory holds %s", got)
	}
}
