package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"peerdash/graphapi/problem"
)

// TestPlaceOfAnotherUser puts files of another user where the store and its files should be.
func TestPlaceOfAnotherUser(t *testing.T) {
	link := func(target, suffix string) func(t *testing.T, path string) error {
		return func(t *testing.T, path string) error {
			_ = os.Remove(path + suffix)
			return os.Symlink(filepath.Join(filepath.Dir(path), target), path+suffix)
		}
	}
	tests := []struct {
		name    string
		prepare func(t *testing.T, path string) error
		want    string
	}{
		{"a directory of another user", func(_ *testing.T, path string) error {
			return os.Chown(filepath.Dir(path), otherUser, otherUser)
		}, "belongs to another user"},
		{"a directory open to all", func(_ *testing.T, path string) error {
			return os.Chmod(filepath.Dir(path), 0o777)
		}, "is writable by every user"},
		{"a store of another user", func(_ *testing.T, path string) error { return os.Chown(path, otherUser, otherUser) }, "belongs to another user"},
		{"a store open to all", func(_ *testing.T, path string) error { return os.Chmod(path, 0o666) }, "is writable by every user"},
		{"a link to a directory", link("private", ""), "is a symbolic link"},
		{"a link to a file", link("file", ""), "is a symbolic link"},
		{"a link that leads nowhere", link("nowhere", ""), "is a symbolic link"},
		{"a lock file that is a link", link("file", lockSuffix), "is a symbolic link"},
		{"a journal that is a link", link("file", walSuffix), "is a symbolic link"},
		{"a lock file that is a FIFO", func(_ *testing.T, path string) error {
			return errors.Join(os.Remove(path+lockSuffix), syscall.Mkfifo(path+lockSuffix, 0o600))
		}, "is not a regular file"},
		{"a store that is a FIFO", func(_ *testing.T, path string) error {
			return errors.Join(os.Remove(path), syscall.Mkfifo(path, 0o600))
		}, "is not a regular file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if os.Geteuid() != 0 && strings.Contains(test.want, "another user") {
				t.Skip("changing the owner needs privileges")
			}
			path := filledStore(t)
			directory := filepath.Dir(path)
			private, file := filepath.Join(directory, "private"), filepath.Join(directory, "file")
			if err := errors.Join(os.Mkdir(private, 0o755), os.WriteFile(file, []byte("a file"), 0o644), test.prepare(t, path)); err != nil {
				t.Fatal(err)
			}
			_, err := Open(t.Context(), path, atNoon)
			var failure *problem.Error
			if !errors.As(err, &failure) || !strings.Contains(failure.Why, test.want) {
				t.Errorf("error is %v, want one that says that it %s", err, test.want)
			}
			checkMode(t, private, 0o755)
			checkMode(t, file, 0o644)
		})
	}
}

// TestStoreOfAnotherUserIsReadWhereItIsNamed reads the store of a user who fetches reports as a viewer without permission to write.
func TestStoreOfAnotherUserIsReadWhereItIsNamed(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("changing the owner needs privileges")
	}
	const fetcher = 12345
	path := withJournal(t, 30)
	directory := filepath.Dir(path)
	for _, name := range []string{path, path + walSuffix, path + lockSuffix, directory} {
		if err := os.Chown(name, fetcher, otherUser); err != nil {
			t.Fatal(err)
		}
	}
	err := errors.Join(os.Chmod(path, 0o644), os.Chmod(path+walSuffix, 0o644), os.Chmod(directory, 0o755), os.Chmod(filepath.Dir(directory), 0o755))
	if err != nil {
		t.Fatal(err)
	}
	asOtherUser(t, func() {
		if _, err := Open(t.Context(), path, atNoon); err == nil {
			t.Error("the store of another user was opened though it was not named")
		}
		s, err := OpenNamed(t.Context(), path, atNoon)
		checkReadOnly(t, s, err)
	})
	if err := os.Chown(path, 54321, otherUser); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenNamed(t.Context(), path, atNoon); err == nil {
		t.Error("a store was opened that belongs to another user than its directory")
	}
}

func TestGroupPermissionsStay(t *testing.T) {
	path := filledStore(t)
	if err := errors.Join(os.Chmod(path, 0o660), os.Chmod(filepath.Dir(path), 0o2770)); err != nil {
		t.Fatal(err)
	}
	merge(t, openStore(t, path), contoso, "22@1 10 7")
	checkMode(t, path, 0o660)
	checkMode(t, filepath.Dir(path), 0o770)
}

func TestRootMakesNoDirectoryInTheHomeOfAnother(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("this takes root")
	}
	home := t.TempDir()
	if err := os.Chown(home, otherUser, otherUser); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), filepath.Join(home, ".local", "state", "peerdash", "peerdash.db"), atNoon)
	if err == nil || !strings.Contains(err.Error(), "belongs to another user") {
		t.Errorf("error is %v, want one that names the owner", err)
	}
	if entries, err := os.ReadDir(home); err != nil || len(entries) > 0 {
		t.Errorf("the home holds %v, %v, want nothing", entries, err)
	}
}

func TestFailingLocksAreNamed(t *testing.T) {
	for _, cause := range []error{syscall.ENOLCK, syscall.EOPNOTSUPP} {
		err := newStoreAt("peerdash.db").explain("opened", &os.PathError{Op: "lock", Path: "peerdash.db.lock", Err: cause})
		var failure *problem.Error
		if !errors.As(err, &failure) || !strings.Contains(failure.Why, cause.Error()[1:]) || !strings.Contains(failure.Do, "lock service") {
			t.Errorf("error is %#v, want one about locks", failure)
		}
		if refusal := refusalOf(cause); !errors.Is(refusal, errUnlockable) {
			t.Errorf("changes are refused with %v, want %v", refusal, errUnlockable)
		}
	}
}

func TestQuotaIsAFullDisk(t *testing.T) {
	err := newStoreAt("peerdash.db").explain("written", &os.PathError{Op: "write", Path: "peerdash.db", Err: syscall.EDQUOT})
	var failure *problem.Error
	if !errors.As(err, &failure) || !strings.Contains(failure.Why, "quota") || !strings.Contains(failure.Do, "space") {
		t.Errorf("error is %#v, want one about the quota", failure)
	}
}
