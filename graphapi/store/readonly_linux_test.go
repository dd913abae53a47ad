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
