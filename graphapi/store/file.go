package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	directoryMode = 0o700
	fileMode      = 0o600
)

// file is the file that is open, and which one it was of those that may have lain at the path.
type file struct {
	db   *sql.DB
	info fs.FileInfo
	// refusal is why the file is only read; nil where it is written to as well.
	refusal error
}

// moved reports whether the path leads elsewhere now.
func (f *file) moved(path string) bool {
	info, err := os.Stat(path)
	return err != nil && errors.Is(err, fs.ErrNotExist) || err == nil && !os.SameFile(info, f.info)
}

// busyTimeout is how many milliseconds SQLite waits for another connection's transaction.
const busyTimeout = "10000"

// openDatabase opens a connection to the file; nothing is read yet. The pragmas are for a file that someone else may
// have written. One connection is enough for operations of milliseconds, and makes them wait for each other in order.
func openDatabase(path string, options ...string) (*sql.DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	options = append([]string{"_txlock=immediate", "_foreign_keys=1", "_busy_timeout=" + busyTimeout,
		"_pragma=cell_size_check(1)", "_pragma=trusted_schema(0)"}, options...)
	db, err := sql.Open("sqlite", "file://"+(&url.URL{Path: path}).EscapedPath()+"?"+strings.Join(options, "&"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// maxAttempts bounds how often what lies at the path may turn out to be in need of something else.
const maxAttempts = 4

// connect opens what lies at the path, and first makes, migrates or replaces it where that is needed.
func (s *Store) connect(ctx context.Context) (*file, error) {
	err := s.makeDirectory()
	for attempt := 0; err == nil && attempt < maxAttempts; attempt++ {
		opened, cause := s.open(ctx)
		switch {
		case cause == nil:
			return opened, nil
		case isDamage(cause):
			err = s.setAside(ctx, opened.info)
		case errors.Is(cause, errNotReady), isUnsharable(cause):
			err = s.prepare(ctx)
		default:
			err = cause
		}
	}
	if err == nil {
		err = errNotReady
	}
	if opened, readErr := s.openReadOnly(ctx, err); readErr == nil {
		return opened, nil
	}
	return nil, err
}

func (s *Store) makeDirectory() error {
	directory := filepath.Dir(s.path)
	info, err := os.Stat(directory)
	if errors.Is(err, fs.ErrNotExist) {
		return os.MkdirAll(directory, directoryMode)
	}
	if err == nil && info.Mode().Perm()&^directoryMode != 0 {
		_ = os.Chmod(directory, directoryMode) // someone else's directory is theirs to close
	}
	return err
}

// open opens a file that is ready for use. With an error that shows damage it gives the damaged file, closed.
func (s *Store) open(ctx context.Context) (*file, error) {
	unlock, err := s.lock(ctx, shared)
	if err != nil {
		return nil, err
	}
	defer unlock()
	info, err := os.Stat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNotReady
	}
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&^fileMode != 0 {
		_ = os.Chmod(s.path, fileMode) // where it is someone else's, what it allows is theirs to say
	}
	db, err := openDatabase(s.path)
	if err != nil {
		return nil, err
	}
	opened := &file{db: db, info: info}
	if err := checkReady(ctx, db, info.Size()); err != nil {
		db.Close()
		return opened, err
	}
	return opened, nil
}

// checkedAtOnce is the size in bytes up to which a file is checked whole when it is opened: a few milliseconds' work.
// A larger one is checked by Check.
const checkedAtOnce = 512 << 10

func checkReady(ctx context.Context, db *sql.DB, size int64) error {
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case version > len(migrations):
		return fmt.Errorf("%w (its schema is version %d)", errNewer, version)
	case version < 1:
		return fmt.Errorf("%w: its schema has no version", errDamaged)
	case version < len(migrations):
		return errNotReady
	case size > checkedAtOnce:
		return nil
	default:
		return checkContent(ctx, db)
	}
}

// Check looks for damage in the whole file, once for an open store; a damaged file is set aside. Its work grows with
// the file: have it done while there is something else to wait for.
func (s *Store) Check(ctx context.Context) error {
	var err error
	s.check.Do(func() {
		err = s.run(ctx, func(f *file) error {
			if f.refusal != nil || f.info.Size() <= checkedAtOnce {
				return nil
			}
			db, err := openDatabase(s.path)
			if err != nil {
				return err
			}
			defer db.Close()
			return checkContent(ctx, db)
		})
	})
	return s.explain("checked", err)
}

// checkContent looks at all pages and, since a damaged text is a text to SQLite, at the digests of the answers.
func checkContent(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, verdict)
	}
	rows, err := db.QueryContext(ctx, "SELECT csv, csv_sha256 FROM answer")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var csv sql.RawBytes
		var sum string
		if err := rows.Scan(&csv, &sum); err != nil {
			return err
		}
		if digest(csv) != sum {
			return fmt.Errorf("%w: an answer is not the one that was kept", errDamaged)
		}
	}
	return rows.Err()
}

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// openReadOnly opens a file that may be read but not written, after opening it failed for a cause that is neither its
// content nor the end of the context. Such a file is kept as it is, so it is read as if nobody else could write it.
func (s *Store) openReadOnly(ctx context.Context, cause error) (*file, error) {
	info, err := os.Stat(s.path)
	if err != nil || info.Size() == 0 || isDamage(cause) || errors.Is(cause, errNewer) || ctx.Err() != nil {
		return nil, errNotReady
	}
	db, err := openDatabase(s.path, "mode=ro", "immutable=1")
	if err != nil {
		return nil, err
	}
	opened := &file{db: db, info: info, refusal: errReadOnly}
	switch {
	case isFull(cause):
		opened.refusal = errFull
	case isBusy(cause):
		opened.refusal = errLocked
	}
	if err := checkReady(ctx, db, info.Size()); err != nil {
		db.Close()
		return nil, err
	}
	return opened, nil
}

// isFull reports whether an error comes of a full disk.
func isFull(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return errors.Is(err, syscall.ENOSPC)
	}
	return failure.Code() == sqlite3.SQLITE_FULL || failure.Code() == sqlite3.SQLITE_IOERR_SHMSIZE
}

// isBusy reports whether an error comes of another program that holds the file.
func isBusy(err error) bool {
	var failure *sqlite.Error
	return errors.Is(err, errLocked) || errors.As(err, &failure) && failure.Code()&0xff == sqlite3.SQLITE_BUSY
}

// isUnsharable reports whether an error may come of a file system on which processes cannot share the memory that a
// write-ahead log needs; where that may be read alone, writing is refused.
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
