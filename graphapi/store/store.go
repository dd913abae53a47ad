package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// Store is one open store. It is safe for use by several goroutines at once, and its file by several processes.
type Store struct {
	path      string
	now       func() time.Time
	isNetwork func(path string) bool
	// isNamed reports that the user named the path, whose owner is trusted then.
	isNamed bool

	// mutex guards file and closed: held shared by each operation, exclusively while the file is replaced. The file is nil
	// when the last replacement failed; the next operation tries again.
	mutex  sync.RWMutex
	file   *file
	closed bool

	notesMutex sync.Mutex
	notes      []string

	check sync.Once

	// hasBackups reports that backups from before a migration may exist.
	hasBackups atomic.Bool
}

// Open opens the store at a path, such as …/peerdash/peerdash.db. It creates the directory and the file if they are
// missing, and migrates an older schema; a damaged file is renamed, which a note reports. A store that cannot be written is
// opened for reading. The clock names renamed files and dates what is merged. An error is a *problem.Error, such as of a
// schema newer than this program's.
func Open(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	return open(ctx, &Store{path: path, now: now, isNetwork: isOnNetwork})
}

// OpenNamed is Open for a path that the user named. The store may belong to another user, such as one who fetches reports
// for a group that may read them.
func OpenNamed(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	return open(ctx, &Store{path: path, now: now, isNetwork: isOnNetwork, isNamed: true})
}

func open(ctx context.Context, s *Store) (*Store, error) {
	file, err := s.connect(ctx)
	if err != nil {
		if _, statError := os.Lstat(s.path); errors.Is(statError, fs.ErrNotExist) {
			err = &absentError{err}
		}
		return nil, s.explain("opened", err)
	}
	s.file = file
	s.dropBackups(ctx)
	return s, nil
}

// ErrAbsent is in the chain of an error of Open where no file exists at the path, so that nothing is stored there.
var ErrAbsent = errors.New("the store does not exist")

// absentError is an error of Open that wraps ErrAbsent beside its cause.
type absentError struct{ cause error }

func (e *absentError) Error() string   { return e.cause.Error() }
func (e *absentError) Unwrap() []error { return []error{e.cause, ErrAbsent} }

// Path is the path of the store's file.
func (s *Store) Path() string { return s.path }

// Size is how many bytes the store takes, with its journal.
func (s *Store) Size() (int64, error) {
	var size int64
	for _, suffix := range fileSuffixes {
		info, err := os.Stat(s.path + suffix)
		switch {
		case err == nil:
			size += info.Size()
		case suffix == "":
			return 0, s.explain("read", err)
		}
	}
	return size, nil
}

// Close ends the use of the store.
func (s *Store) Close() error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.closed = true
	if s.file == nil {
		return nil
	}
	closing := s.file
	s.file = nil
	return closing.db.Close()
}

// ReadOnly is why the store is only read, such as a full disk; nil if it can be written as well.
func (s *Store) ReadOnly() error {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	if s.file == nil || s.file.refusal == nil {
		return nil
	}
	return s.explain("written", s.file.refusal)
}

// TakeNotes gives the one-line warnings that have come up since it was last called, such as of a file that was renamed.
func (s *Store) TakeNotes() []string {
	s.notesMutex.Lock()
	defer s.notesMutex.Unlock()
	notes := s.notes
	s.notes = nil
	return notes
}

func (s *Store) note(text string) {
	s.notesMutex.Lock()
	defer s.notesMutex.Unlock()
	s.notes = append(s.notes, text)
}

// read runs an operation that changes nothing, on one state of the store.
func (s *Store) read(ctx context.Context, operation func(*sql.Tx) error) error {
	return s.explain("read", s.run(ctx, reading, func(f *file) error { return readIn(ctx, f.db, operation) }))
}

// readIn runs an operation in a transaction that is always rolled back.
func readIn(ctx context.Context, db *sql.DB, operation func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(operation(tx), tx.Rollback())
}

// write runs an operation in a transaction that is committed whole or not at all.
func (s *Store) write(ctx context.Context, operation func(*sql.Tx) error) error {
	err := s.commit(ctx, busyTimeout, operation)
	if err == nil && s.hasBackups.Load() {
		s.removeBackups(ctx)
	}
	return err
}

// commit runs an operation in a transaction, and waits no longer than a time, or twice, for other writers.
func (s *Store) commit(ctx context.Context, wait time.Duration, operation func(*sql.Tx) error) error {
	return s.change(ctx, "written", func(db *sql.DB) (err error) {
		conn, err := db.Conn(ctx) // the only one
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, conn.Close()) }()
		if wait != busyTimeout {
			if err := setBusyTimeout(ctx, conn, wait); err != nil {
				return err
			}
			defer func() { err = errors.Join(err, setBusyTimeout(context.WithoutCancel(ctx), conn, busyTimeout)) }()
		}
		var version fileVersion
		err = inTransaction(ctx, conn, func(tx *sql.Tx) error {
			if err := operation(tx); err != nil {
				return err
			}
			var err error
			version, err = countChange(ctx, tx)
			return err
		})
		if err == nil {
			recordVersion(s.path, version)
		}
		return err
	})
}

// change runs an operation on a file that no process replaces meanwhile.
func (s *Store) change(ctx context.Context, verb string, operation func(*sql.DB) error) error {
	return s.explain(verb, s.run(ctx, writing, func(f *file) error {
		if f.refusal != nil {
			return f.refusal
		}
		unlock, err := s.lock(ctx, shared)
		if err != nil {
			return err
		}
		defer unlock()
		if f.moved(s.path) {
			return errMoved
		}
		return operation(f.db)
	}))
}

// beginner is a database or a connection to one.
type beginner interface {
	BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error)
}

func setBusyTimeout(ctx context.Context, conn *sql.Conn, wait time.Duration) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", wait.Milliseconds()))
	return err
}

// inTransaction waits up to twice busyTimeout for other writers. SQLite polls less and less often while it waits, so that one
// of many writers may never find the file free; a second wait polls often again.
func inTransaction(ctx context.Context, db beginner, operation func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if isBusy(err) {
		tx, err = db.BeginTx(ctx, nil)
	}
	if err != nil {
		return err
	}
	if err := operation(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

type purpose int

const (
	reading purpose = iota
	writing
)

// maxReplacements is how often an operation continues with another file in place of one that is damaged or gone.
const maxReplacements = 2

func (s *Store) run(ctx context.Context, purpose purpose, operation func(*file) error) error {
	for replacements := 0; ; replacements++ {
		used, err := s.runOnce(operation)
		if replacements == maxReplacements || !s.isReplaceable(used, purpose, err, replacements == 0) {
			return err
		}
		if failure := s.replace(ctx, used, err); failure != nil {
			return failure
		}
	}
}

// isReplaceable reports whether an operation may succeed on the file that is at the path now. A store that was read because it
// could not be written is tried again once for each change, since there may be room or permission now.
func (s *Store) isReplaceable(used *file, purpose purpose, err error, isFirst bool) bool {
	switch {
	case err == nil, errors.Is(err, errClosed):
		return false
	case errors.Is(err, errMoved), isDamage(err):
		return true
	case used != nil && used.refusal != nil:
		return purpose == writing && isFirst
	default:
		return isUnsharable(err)
	}
}

func (s *Store) runOnce(operation func(*file) error) (*file, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	switch {
	case s.closed:
		return nil, errClosed
	case s.file == nil || s.file.moved(s.path):
		return s.file, errMoved
	}
	return s.file, operation(s.file)
}

// replace opens the file that is at the path now, or a new one, in place of one that can no longer be used.
func (s *Store) replace(ctx context.Context, used *file, cause error) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.closed {
		return errClosed
	}
	if s.file != used {
		return nil
	}
	s.file = nil
	if used != nil {
		used.db.Close()
	}
	var err error
	switch {
	case used == nil:
	case isDamage(cause), isUnsharable(cause) && hasUnknownFormat(s.path):
		if err = s.renameDamaged(ctx, used.info, cause); errors.Is(err, errSound) {
			err = nil
		}
	case isUnsharable(cause):
		_ = s.stopSharing(ctx) // if that fails, so will the operation when it runs again
	}
	if err != nil {
		return err
	}
	s.file, err = s.connect(ctx)
	return err
}
