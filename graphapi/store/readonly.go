package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// openReadOnly opens a file for reading only, after opening it for writing failed for a cause other than its content or the end
// of the context. Changes then fail with that cause.
func (s *Store) openReadOnly(ctx context.Context, cause error) (*file, error) {
	info, err := os.Lstat(s.path)
	if err != nil {
		return nil, err
	}
	if info.Size() == 0 && errors.Is(cause, fs.ErrPermission) {
		return nil, fmt.Errorf("%w: it is empty", errDamaged)
	}
	if info.Size() == 0 || isDamage(cause) || errors.Is(cause, errNewer) || ctx.Err() != nil {
		return nil, cause
	}
	opened := &file{info: info, refusal: refusalOf(s.diagnose(cause))}
	if opened.db, err = s.openShared(ctx, info); err == nil {
		return opened, nil
	}
	if opened.snapshot, err = takeSnapshot(s.path); err != nil {
		return nil, err
	}
	if opened.db, err = opened.snapshot.open(ctx); err != nil {
		return nil, err
	}
	if err := checkReady(ctx, opened.db, info.Size()); err != nil {
		opened.db.Close()
		return nil, err
	}
	if opened.snapshot.unfinished {
		s.note(truncatedNote)
	}
	return opened, nil
}

// openShared opens a file for reading while other processes have it open. Reading the write-ahead log needs their shared memory.
// Without such a process the memory may be missing, and only a snapshot is complete.
func (s *Store) openShared(ctx context.Context, info fs.FileInfo) (*sql.DB, error) {
	if _, err := os.Lstat(s.path + sharedMemorySuffix); err != nil {
		return nil, err
	}
	db, err := openDatabase(s.path, "mode=ro", busyPragma(200*time.Millisecond))
	if err != nil {
		return nil, err
	}
	err = checkReady(ctx, db, info.Size())
	if now, statError := os.Lstat(s.path); err == nil && (statError != nil || !os.SameFile(now, info)) {
		err = errMoved
	}
	if err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// refusalOf is the error of changes after a failure to open the file for writing.
func refusalOf(cause error) error {
	switch {
	case errors.Is(cause, errSound), isQuota(cause):
		return cause
	case isFull(cause):
		return errFull
	case isBusy(cause):
		return errLocked
	case isUnlockable(cause):
		return errUnlockable
	default:
		return errReadOnly
	}
}

// isFull reports whether an error comes from a full disk or an exhausted quota.
func isFull(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return errors.Is(err, errFull) || errors.Is(err, syscall.ENOSPC) || isQuota(err)
	}
	return failure.Code() == sqlite3.SQLITE_FULL || failure.Code() == sqlite3.SQLITE_IOERR_SHMSIZE
}

// isBusy reports whether an error comes from another program that holds the file.
func isBusy(err error) bool {
	var failure *sqlite.Error
	return errors.Is(err, errLocked) || errors.As(err, &failure) && failure.Code()&0xff == sqlite3.SQLITE_BUSY
}

// isUnsharable reports whether an error may come from a file system on which processes cannot share the memory that a
// write-ahead log needs, or on which the file can only be read.
func isUnsharable(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return false
	}
	switch failure.Code() {
	case sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMLOCK,
		sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_LOCK:
		return true
	}
	switch failure.Code() & 0xff {
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_READONLY:
		return true
	}
	return false
}
