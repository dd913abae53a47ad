package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"
)

// Store is one open store. It is safe for use by several goroutines at once, and its file by several processes.
type Store struct {
	path string
	now  func() time.Time

	// mutex guards file: held shared by each operation, exclusively while the file is replaced.
	mutex sync.RWMutex
	file  *file

	notesMutex sync.Mutex
	notes      []string

	check sync.Once
}

// Open opens the store at a path, such as …/peerdash/peerdash.db. It makes the directory and the file where they are
// missing and migrates an older schema; a damaged file is set aside, which a note tells. The clock names what is set
// aside and dates what is merged. An error is a *problem.Error, such as of a schema newer than this program's.
func Open(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	s := &Store{path: path, now: now}
	file, err := s.connect(ctx)
	if err != nil {
		if _, statError := os.Stat(path); errors.Is(statError, fs.ErrNotExist) {
			err = &absentError{err}
		}
		return nil, s.explain("opened", err)
	}
	s.file = file
	return s, nil
}

// ErrAbsent is in the chain of an error of Open where no file exists at the path, so that nothing is stored there.
var ErrAbsent = errors.New("the store does not exist")

// absentError is an error of Open that wraps ErrAbsent beside its cause.
type absentError struct{ cause error }

func (e *absentError) Error() string   { return e.cause.Error() }
func (e *absentError) Unwrap() []error { return []error{e.cause, ErrAbsent} }

// Path is where the store's file lies.
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
	if s.file == nil {
		return nil
	}
	return s.file.db.Close()
}

// TakeNotes gives the one-line warnings that have come up since it was last called, such as of a file set aside.
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

// read runs an operation that changes nothing.
func (s *Store) read(ctx context.Context, operation func(*sql.DB) error) error {
	return s.explain("read", s.run(ctx, func(f *file) error { return operation(f.db) }))
}

// write runs an operation in a transaction that is committed whole or not at all.
func (s *Store) write(ctx context.Context, operation func(*sql.Tx) error) error {
	return s.change(ctx, "written", func(db *sql.DB) error { return inTransaction(ctx, db, operation) })
}

// change runs an operation on a file that nobody puts aside meanwhile.
func (s *Store) change(ctx context.Context, verb string, operation func(*sql.DB) error) error {
	return s.explain(verb, s.run(ctx, func(f *file) error {
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

func inTransaction(ctx context.Context, db *sql.DB, operation func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := operation(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// maxReplacements is how often an operation goes on with another file in place of one that is damaged or gone.
const maxReplacements = 2

func (s *Store) run(ctx context.Context, operation func(*file) error) error {
	for replacements := 0; ; replacements++ {
		used, err := s.runOnce(operation)
		replaceable := isDamage(err) || isUnsharable(err) || errors.Is(err, errMoved)
		if replacements == maxReplacements || !replaceable || used.refusal != nil {
			return err
		}
		if err := s.replace(ctx, used, err); err != nil {
			return err
		}
	}
}

func (s *Store) runOnce(operation func(*file) error) (*file, error) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	if s.file == nil {
		return &file{refusal: errClosed}, errClosed
	}
	if s.file.moved(s.path) {
		return s.file, errMoved
	}
	return s.file, operation(s.file)
}

// replace goes over from a file that cannot be used any more to what lies at the path now, or a new one.
func (s *Store) replace(ctx context.Context, used *file, cause error) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.file != used {
		return nil
	}
	s.file = nil
	used.db.Close()
	var err error
	switch {
	case isDamage(cause), isUnsharable(cause) && hasUnknownFormat(s.path):
		err = s.setAside(ctx, used.info)
	case isUnsharable(cause):
		_ = s.stopSharing(ctx) // where that fails, so will the operation when it runs again
	}
	if err != nil {
		return err
	}
	s.file, err = s.connect(ctx)
	return err
}
