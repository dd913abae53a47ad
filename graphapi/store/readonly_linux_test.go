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
)

const nobody = 65534

// asNobody runs a test as a user other than root, on a thread of its own.
func asNobody(t *testing.T, test func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked, so that the thread ends with these rights
		if os.Geteuid() == 0 {
			unchanged := ^uintptr(0)
			if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, unchanged, nobody, unchanged); errno != 0 {
				t.Error(errno)
				return
			}
		}
		test()
	}()
	<-done
}

// closedDirectory is the path of a filled store in a directory that may not be written to.
func closedDirectory(t *testing.T) string {
	t.Helper()
	path := filled(t)
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
		"someone else's": func(path string) error { return os.Chmod(path, 0o444) },
		"one's own": func(path string) error {
			if os.Geteuid() != 0 {
				return nil
			}
			return errors.Join(os.Chown(path, nobody, -1), os.Chown(path+lockSuffix, nobody, -1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := closedDirectory(t)
			if err := prepare(path); err != nil {
				t.Fatal(err)
			}
			asNobody(t, func() {
				s, err := Open(t.Context(), path, atNoon)
				if err != nil {
					t.Errorf("cannot be opened: %v", err)
					return
				}
				defer s.Close()
				if kept, _, err := s.Series(t.Context(), contoso); err != nil || len(kept.Report.Days()) != 1000 {
					t.Errorf("%d days, %v, want all", len(kept.Report.Days()), err)
				}
				_, err = s.Merge(t.Context(), contoso, reportOf(t, "22@1 10 7"))
				var told *problem.Error
				if !errors.As(err, &told) || !strings.Contains(told.Why, "It is read-only.") {
					t.Errorf("writing: %v, want an error that says that it is read-only", err)
				}
			})
		})
	}
}

func TestReadOnlyDirectoryWithoutStore(t *testing.T) {
	path := closedDirectory(t) + ".other"
	asNobody(t, func() {
		_, err := Open(t.Context(), path, atNoon)
		var told *problem.Error
		if !errors.As(err, &told) || !strings.Contains(told.Why, "permission denied") {
			t.Errorf("opening: %v, want an error that says why", err)
		}
	})
}
