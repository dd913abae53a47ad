package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
)

var (
	errDamaged  = errors.New("the file is damaged")
	errMoved    = errors.New("the file is no longer in its place")
	errLocked   = errors.New("another program holds it")
	errFull     = errors.New("the disk is full")
	errReadOnly = errors.New("it may only be read")
	errClosed   = errors.New("it is closed")
	errTenant   = errors.New("it is not known whose report it is")
	errNewer    = errors.New("a newer peerdash made it")
	errNotReady = errors.New("the file is not ready for use")
)

// isDamage reports whether an error shows that the file's content is not what this program wrote. A statement that
// does not fit the schema is such an error too, since the schema's version was right.
func isDamage(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return errors.Is(err, errDamaged)
	}
	switch failure.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR:
		return true
	default:
		return failure.Code() == sqlite3.SQLITE_IOERR_SHORT_READ
	}
}

// hasUnknownFormat reports whether the file's head says that it may be read but not written, since a format that SQLite
// does not know yet wrote it; this program never does. The file must not be open: closing it here would end its locks.
func hasUnknownFormat(path string) bool {
	const writeFormat, lastKnown = 18, 2
	opened, err := os.Open(path)
	if err != nil {
		return false
	}
	defer opened.Close()
	head := make([]byte, writeFormat+1)
	_, err = io.ReadFull(opened, head)
	return err == nil && head[writeFormat] > lastKnown
}

// setAside renames the damaged file that was opened, unless another process has done so, and what belongs to it.
func (s *Store) setAside(ctx context.Context, damaged fs.FileInfo) error {
	unlock, err := s.lock(ctx, exclusive)
	if err != nil {
		return err
	}
	defer unlock()
	if info, err := os.Stat(s.path); err != nil || !os.SameFile(info, damaged) {
		return nil
	}
	place, err := s.renameAside()
	if err != nil {
		return fmt.Errorf("%w and cannot be set aside: %w", errDamaged, err)
	}
	s.note(sanitize.Line(fmt.Sprintf("The store was damaged: it is set aside as %s and a new one begun.", place), noteLength))
	return nil
}

const noteLength = 400

// fileSuffixes are of the names of the files that make up a store; the first is the store itself.
var fileSuffixes = [...]string{"", "-wal", "-shm", "-journal"}

// renameAside gives the store's files a name that says when; the exclusive lock is held.
func (s *Store) renameAside() (string, error) {
	place := s.path + ".damaged-" + s.now().Format("20060102T150405")
	for free, n := place, 2; ; free, n = fmt.Sprintf("%s-%d", place, n), n+1 {
		if _, err := os.Lstat(free); errors.Is(err, fs.ErrNotExist) {
			place = free
			break
		}
	}
	for _, suffix := range fileSuffixes {
		if err := os.Rename(s.path+suffix, place+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return place, nil
}

// reasons are the causes, by SQLite's primary result code, for which there are plainer words than SQLite's.
var reasons = map[int]string{
	sqlite3.SQLITE_FULL:     errFull.Error(),
	sqlite3.SQLITE_READONLY: errReadOnly.Error(),
	sqlite3.SQLITE_PERM:     errReadOnly.Error(),
	sqlite3.SQLITE_CANTOPEN: "the file or its directory cannot be opened",
	sqlite3.SQLITE_BUSY:     errLocked.Error(),
}

// explain makes an error one to tell. What ended with its context stays as it is, and what is told already.
func (s *Store) explain(verb string, err error) error {
	var told *problem.Error
	if err == nil || errors.As(err, &told) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	why := err.Error()
	var failure *sqlite.Error
	if errors.As(err, &failure) {
		if reason, ok := reasons[failure.Code()&0xff]; ok {
			why = reason
		}
	}
	why = strings.ToUpper(why[:1]) + why[1:] + "."
	do := "See that the file and its directory are yours and that the disk has room."
	if errors.Is(err, errNewer) {
		do = "Use that newer peerdash, or move the file away."
	}
	return problem.New(problem.Error{
		What: fmt.Sprintf("The store %s cannot be %s", s.path, verb), Why: why, Do: do, Err: err,
	})
}
