package store

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

const (
	fetcher     = 12345
	viewerGroup = 54321
)

// shareWithGroup is the path of a store in a directory of the fetcher that viewerGroup may read, without a file yet.
func shareWithGroup(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("other users and groups need root")
	}
	above := t.TempDir()
	directory := filepath.Join(above, "peerdash")
	err := errors.Join(
		os.Chmod(above, 0o755), os.Chmod(filepath.Dir(above), 0o755),
		os.Mkdir(directory, 0o700), os.Chown(directory, fetcher, viewerGroup), os.Chmod(directory, 0o750|os.ModeSetgid))
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(directory, "peerdash.db")
}

// testBinaryAs is the test binary, copied to where every user can run it, as a process of a user in viewerGroup.
func testBinaryAs(t *testing.T, user uint32, variables ...string) *exec.Cmd {
	t.Helper()
	directory := t.TempDir()
	program := filepath.Join(directory, "store.test")
	copyFile(t, os.Args[0], program)
	if err := errors.Join(os.Chmod(program, 0o755), os.Chmod(directory, 0o755), os.Chmod(filepath.Dir(directory), 0o755)); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program)
	command.Dir = "/"
	command.Env = append(os.Environ(), variables...)
	command.Stderr = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user, Groups: []uint32{viewerGroup}}}
	return command
}

func writeAsFetcher(t *testing.T, path, from, count string) {
	t.Helper()
	if err := testBinaryAs(t, fetcher, writeTo+"="+path, writeFrom+"="+from, writeCount+"="+count).Run(); err != nil {
		t.Fatal(err)
	}
}

// checkShared checks the mode and the group of the store's files.
func checkShared(t *testing.T, path string) {
	t.Helper()
	for _, suffix := range fileSuffixes {
		info, err := os.Stat(path + suffix)
		if errors.Is(err, os.ErrNotExist) && suffix != "" {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if gid := info.Sys().(*syscall.Stat_t).Gid; gid != viewerGroup {
			t.Errorf("group of %s is %d, want %d", filepath.Base(path+suffix), gid, viewerGroup)
		}
		checkMode(t, path+suffix, 0o640)
	}
	info, err := os.Stat(filepath.Dir(path))
	if err != nil || info.Mode()&os.ModeSetgid == 0 {
		t.Errorf("mode of the directory is %v, %v, want that of an administrator", info.Mode(), err)
	}
	checkMode(t, filepath.Dir(path), 0o750)
}

func TestGroupReadsWhatTheOwnerStores(t *testing.T) {
	path := shareWithGroup(t)
	writeAsFetcher(t, path, "0", "5")
	checkShared(t, path)
	viewer := testBinaryAs(t, otherUser, readFrom+"="+path)
	printed, err := viewer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := viewer.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(printed).ReadString('\n'); err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	writeAsFetcher(t, path, "5", "45")
	checkShared(t, path)
	writeAsFetcher(t, path, "50", "50")
	if err := viewer.Wait(); err != nil {
		t.Errorf("the viewer: %v", err)
	}
	checkShared(t, path)
}

func TestStrangerReadsNoSharedStore(t *testing.T) {
	path := shareWithGroup(t)
	writeAsFetcher(t, path, "0", "5")
	stranger := testBinaryAs(t, otherUser, readFrom+"="+path)
	stranger.SysProcAttr.Credential.Groups = nil
	stranger.Stderr = nil
	if err := stranger.Run(); err == nil {
		t.Error("a user outside the group could read the store")
	}
}

func TestGroupAccessSurvivesChangesOfTheFile(t *testing.T) {
	tests := []struct {
		name   string
		change func(t *testing.T, path string)
	}{
		{"migration", func(t *testing.T, path string) {
			copyFile(t, filepath.Join("testdata", "version1.db"), path)
			openStore(t, path).Close()
		}},
		{"vacuum", func(t *testing.T, path string) {
			s := openStore(t, path)
			if err := s.Vacuum(t.Context()); err != nil {
				t.Fatal(err)
			}
			s.Close()
		}},
		{"replacement", func(t *testing.T, path string) {
			if err := os.WriteFile(path, []byte("this is no store"), 0o640); err != nil {
				t.Fatal(err)
			}
			s := openStore(t, path)
			if len(s.TakeNotes()) != 1 {
				t.Error("the damaged file was not replaced")
			}
			merge(t, s, contoso, "22@1 10 7")
			s.Close()
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if os.Geteuid() != 0 {
				t.Skip("other groups need root")
			}
			path := filledStore(t)
			if err := errors.Join(os.Chown(path, -1, viewerGroup), os.Chmod(path, 0o640)); err != nil {
				t.Fatal(err)
			}
			test.change(t, path)
			checkMode(t, path, 0o640)
			info, err := os.Stat(path)
			if err != nil || info.Sys().(*syscall.Stat_t).Gid != viewerGroup {
				t.Errorf("the group of the store was not preserved, %v", err)
			}
			checkMode(t, path+lockSuffix, 0o600)
		})
	}
}
