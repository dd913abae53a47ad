// Package safefile opens, locks and checks files in directories where other users may have put symbolic links, FIFOs or devices.
package safefile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/gofrs/flock"
)

// ErrNotRegular is in the chain of the error if the path is not that of a regular file.
var ErrNotRegular = errors.New("not a regular file")

// Open is os.OpenFile for a regular file. It does not follow a symbolic link at the end of the path, and does not wait for the
// other end of a FIFO.
func Open(path string, flag int, mode fs.FileMode) (*os.File, error) {
	file, err := os.OpenFile(path, flag|NoWait|NoFollow, mode)
	if err != nil {
		return nil, err
	}
	if err := check(path, file.Stat); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// Mode is how a file is locked.
type Mode bool

const (
	Exclusive Mode = false
	Shared    Mode = true
)

// Lock locks the file at a path, which it creates with the permissions if it is missing. While another process holds the lock it
// tries again at the interval until ctx ends. Closing the lock releases it.
func Lock(ctx context.Context, path string, permissions fs.FileMode, mode Mode, interval time.Duration) (*flock.Flock, error) {
	lock := flock.New(path, flock.SetPermissions(permissions), flock.SetFlag(os.O_CREATE|os.O_RDONLY|NoWait|NoFollow))
	try := lock.TryLockContext
	if mode == Shared {
		try = lock.TryRLockContext
	}
	_, err := try(ctx, interval)
	if err == nil {
		err = check(path, lock.Stat)
	}
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}

func check(path string, stat func() (fs.FileInfo, error)) error {
	info, err := stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is %w", path, ErrNotRegular)
	}
	return err
}
