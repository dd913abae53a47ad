package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/safefile"
)

// reasons describe the causes by SQLite's primary result code, more plainly than SQLite does.
var reasons = map[int]string{
	sqlite3.SQLITE_FULL:     errFull.Error(),
	sqlite3.SQLITE_READONLY: errReadOnly.Error(),
	sqlite3.SQLITE_PERM:     errReadOnly.Error(),
	sqlite3.SQLITE_CANTOPEN: "the file or its directory cannot be opened",
	sqlite3.SQLITE_BUSY:     errLocked.Error(),
	sqlite3.SQLITE_IOERR:    "the disk reports an error",
}

// explain makes an error a *problem.Error. It returns those of the context, and those that are one already, as they are.
func (s *Store) explain(verb string, err error) error {
	var known *problem.Error
	if err == nil || errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	err = s.diagnose(err)
	why := err.Error()
	var failure *sqlite.Error
	switch {
	case !errors.As(err, &failure):
	case isDamage(err) && !errors.Is(err, errDamaged):
		why = errDamaged.Error() + ": " + why
	case !isDamage(err) && reasons[failure.Code()&0xff] != "":
		why = reasons[failure.Code()&0xff]
	}
	if isFull(err) {
		why = errFull.Error()
		if isQuota(err) {
			why = "the disk quota is used up"
		}
	}
	why = problem.Sentence(why)
	if location := new(locationError); errors.As(err, &location) {
		why = location.Error() + "." // begins with a path, whose case matters
	}
	return problem.New(problem.Error{
		What: fmt.Sprintf("The store %s cannot be %s", s.path, verb), Why: why, Do: remedy(err), Err: err,
	})
}

// diagnose replaces SQLite's error of the disk by that of a full disk or quota if that is the cause, which SQLite does not tell.
func (s *Store) diagnose(err error) error {
	var failure *sqlite.Error
	if errors.As(err, &failure) && failure.Code()&0xff == sqlite3.SQLITE_IOERR && !isDamage(err) {
		if writeError := safefile.TryWriting(filepath.Dir(s.path), ".peerdash-", 4<<10); isFull(writeError) {
			return writeError
		}
	}
	return err
}

// remedy is what the reader can do about an error.
func remedy(err error) string {
	var location *locationError
	switch {
	case errors.As(err, &location):
		return location.do
	case errors.Is(err, errNewer):
		return "Use that version, or move the file away."
	case isFull(err):
		return "Free some space on the disk."
	case isUnlockable(err):
		return "Move the store to a local disk, or start the file system's lock service."
	case isBusy(err):
		return "End the other program, or try again later."
	case errors.Is(err, syscall.EIO), errors.Is(err, errSound):
		return "Check the disk and try again; the file was left as it is."
	case isDamage(err):
		return "Run peerdash once as a user who may write to the store. It renames the damaged file and starts a new one."
	case isReadOnly(err):
		return "Make the file and its directory writable, or use a store on a disk that is."
	case errors.Is(err, errUnfinished):
		return "Run peerdash once as a user who may write to the store."
	default:
		return "Check that the file and its directory are yours and that the disk has space."
	}
}

// isReadOnly reports whether an error comes from a file, directory or disk that cannot be written to.
func isReadOnly(err error) bool {
	var failure *sqlite.Error
	return errors.Is(err, errReadOnly) || errors.Is(err, syscall.EROFS) ||
		errors.As(err, &failure) && failure.Code()&0xff == sqlite3.SQLITE_READONLY
}
