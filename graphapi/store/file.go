package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	directoryMode = 0o700
	fileMode      = 0o600
)

// file is an open file of a store. Its info distinguishes it from other files at the same path.
type file struct {
	db   *sql.DB
	info fs.FileInfo
	// refusal is why the file cannot be written; nil if it can.
	refusal error
	// snapshot is what is read instead of the file; nil if the file itself is.
	snapshot *snapshot
}

// moved reports whether the path leads elsewhere now, or whether the file has changed since it was read into memory.
func (f *file) moved(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	return !os.SameFile(info, f.info) || f.snapshot != nil && stateOf(path) != f.snapshot.state
}

// busyTimeout is how long SQLite waits for another connection's transaction.
const busyTimeout = 3 * time.Second

// busyPragma is an option of openDatabase that replaces busyTimeout.
func busyPragma(wait time.Duration) string {
	return fmt.Sprintf("_pragma=busy_timeout(%d)", wait.Milliseconds())
}

// openDatabase opens a connection to the file; nothing is read yet. The pragmas protect from a file that another program may
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
	options = append([]string{"_txlock=immediate", "_foreign_keys=1", fmt.Sprintf("_busy_timeout=%d", busyTimeout.Milliseconds()),
		"_pragma=cell_size_check(1)", "_pragma=trusted_schema(0)"}, options...)
	db, err := sql.Open("sqlite", "file://"+(&url.URL{Path: path}).EscapedPath()+"?"+strings.Join(options, "&"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// maxAttempts bounds how often opening is retried because another process has changed the file.
const maxAttempts = 4

// connect opens the file at the path, and first creates, migrates or replaces it if necessary. A file that cannot
// be written is opened for reading.
func (s *Store) connect(ctx context.Context) (*file, error) {
	switch _, err := os.Lstat(s.path); {
	case s.mustExist && errors.Is(err, fs.ErrNotExist):
		return nil, ErrAbsent
	case errors.Is(err, fs.ErrPermission):
		return nil, unenterable(s.path)
	}
	if err := makeDirectory(filepath.Dir(s.path)); err != nil {
		return nil, err
	}
	if err := checkLocation(s.path, s.isNamed); err != nil {
		return nil, err
	}
	began, err := time.Now(), errNotReady
	for attempt := 0; attempt < maxAttempts; attempt++ {
		opened, cause := s.open(ctx)
		switch {
		case cause == nil:
			return opened, nil
		case isDamage(cause):
			if err = s.renameDamaged(ctx, opened.info, cause); errors.Is(err, errSound) {
				cause, err = err, nil
			}
		case errors.Is(cause, errNotReady), isUnsharable(cause):
			if err = s.prepareOrRename(ctx); errors.Is(err, errSound) {
				cause, err = err, nil
			}
		case errors.Is(cause, errOnNetwork):
			err = s.stopSharing(ctx)
		default:
			err = cause
		}
		if err != nil {
			break
		}
		err = cause
	}
	if err != nil { // a file that can be opened may be locked for changes nonetheless
		s.patience.record(began, time.Now(), lockedCause(ctx, err))
	}
	opened, readError := s.openReadOnly(ctx, err)
	switch {
	case readError == nil:
		return opened, nil
	case isDamage(readError), isLocation(readError), errors.Is(readError, errUnfinished), errors.Is(readError, errNewer):
		return nil, readError
	default:
		return nil, err
	}
}

// open opens a file that is ready for use. With an error that shows damage it returns the damaged file, closed.
func (s *Store) open(ctx context.Context) (*file, error) {
	opened, isWhole, err := s.openReady(ctx)
	if err != nil || isWhole {
		return opened, err
	}
	if err := s.noteLostChanges(ctx, opened); err != nil {
		opened.db.Close()
		return opened, err
	}
	return opened, nil
}

// openReady opens a file, and reports whether it has all changes that were recorded.
func (s *Store) openReady(ctx context.Context) (opened *file, isWhole bool, err error) {
	unlock, err := s.lock(ctx, shared)
	if err != nil {
		return nil, false, err
	}
	defer unlock()
	info, err := os.Lstat(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, errNotReady
	}
	if err != nil {
		return nil, false, err
	}
	closeToOthers(s.path, info)
	if s.isNetwork(s.path) && formatOf(s.path) == formatWAL {
		return nil, false, errOnNetwork
	}
	recorded := recordedVersion(s.path)
	wait := s.patience.left(busyTimeout, time.Now())
	db, err := openDatabase(s.path, busyPragma(wait))
	if err != nil {
		return nil, false, err
	}
	opened = &file{db: db, info: info}
	var version fileVersion
	if err = checkReady(ctx, db, info.Size()); err == nil {
		version, err = readVersion(ctx, db)
	}
	if err == nil && wait != busyTimeout {
		err = setBusyTimeout(ctx, db, busyTimeout)
	}
	if err == nil {
		var stale []view
		if stale, err = staleViews(ctx, db); len(stale) > 0 {
			err = errNotReady
		}
	}
	if err != nil {
		db.Close()
		return opened, false, err
	}
	return opened, version.has(recorded), nil
}

// checkedAtOnce is the size in bytes up to which a whole file is checked when it is opened, which takes a few milliseconds. In a larger
// file, checksums verify what is read, and Check the rest.
const checkedAtOnce = 512 << 10

func checkReady(ctx context.Context, db *sql.DB, size int64) error {
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case version > schemaVersionNow:
		return fmt.Errorf("%w (its schema is version %d)", errNewer, version)
	case version < 1:
		return fmt.Errorf("%w: its schema has no version", errDamaged)
	case version < schemaVersionNow:
		return errNotReady
	}
	if err := checkSchema(ctx, db); err != nil || size > checkedAtOnce {
		return err
	}
	if err := checkPages(ctx, db); err != nil {
		return err
	}
	return verifyAnswers(ctx, db)
}

// Check looks for damage in the whole file, once for each Store; a damaged file is renamed. The time it takes grows with the
// file: call it while something else is awaited.
func (s *Store) Check(ctx context.Context) error {
	var err error
	s.check.Do(func() {
		err = s.run(ctx, reading, func(f *file) error {
			if f.snapshot != nil {
				return checkContent(ctx, f.db)
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

// checkContent checks the schema, all pages and all checksums.
func checkContent(ctx context.Context, db *sql.DB) error {
	if err := checkSchema(ctx, db); err != nil {
		return err
	}
	if err := checkPages(ctx, db); err != nil {
		return err
	}
	return readIn(ctx, db, func(tx *sql.Tx) error { return verifyAll(ctx, tx) })
}

// checkPages checks the structure of all pages.
func checkPages(ctx context.Context, db *sql.DB) error {
	var verdict string
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" {
		return fmt.Errorf("%w: %s", errDamaged, verdict)
	}
	return nil
}
