//go:build !windows

package store

import (
	"errors"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"peerdash/graphapi/safefile"
)

// tryRecordLock reports why the file system cannot lock parts of files as SQLite does. SQLite itself would take the failure for
// another program's lock.
func tryRecordLock(path string) error {
	file, err := safefile.Open(path, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	lock := unix.Flock_t{Type: unix.F_RDLCK, Whence: io.SeekStart, Len: 1}
	err = unix.FcntlFlock(file.Fd(), unix.F_GETLK, &lock)
	if isUnlockable(err) {
		return &os.PathError{Op: "lock", Path: path, Err: err}
	}
	return nil
}

// isUnlockable reports whether an error comes from a file system that cannot lock files.
func isUnlockable(err error) bool {
	return errors.Is(err, errUnlockable) || errors.Is(err, syscall.ENOLCK) || errors.Is(err, syscall.ENOSYS) ||
		errors.Is(err, syscall.EOPNOTSUPP)
}

func isQuota(err error) bool { return errors.Is(err, syscall.EDQUOT) }
