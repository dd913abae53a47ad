package store

import (
	"context"
	"errors"
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
	// isNamed reports whether the user named the path; then its owner is trusted.
	isNamed bool
	// mustExist reports whether no file is created where there is none.
	mustExist bool

	// mutex guards file and closed: held shared by each operation, exclusively while the file is replaced. The file is nil
	// when the last replacement failed; the next operation tries again.
	mutex  sync.RWMutex
	file   *file
	closed bool

	notesMutex sync.Mutex
	notes      []string

	check sync.Once

	patience patience

	// hasBackups reports whether backups may exist that this process has made.
	hasBackups atomic.Bool
}

// Open opens the store at a path, such as …/peerdash/peerdash.db. It creates the directory and the file if they are
// missing, and migrates an older schema; a damaged file is renamed, which a note reports. A store that cannot be written is
// opened for reading. The clock now is for the names of renamed files and the times of merges. The error is a *problem.Error,
// for example if the schema is newer than this program's.
func Open(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	return open(ctx, &Store{path: path, now: now, isNetwork: isOnNetwork})
}

// OpenNamed is Open for a path that the user named. The store may belong to another user, such as one who fetches reports
// for a group that may read them.
func OpenNamed(ctx context.Context, path string, now func() time.Time) (*Store, error) {
	return open(ctx, &Store{path: path, now: now, isNetwork: isOnNetwork, isNamed: true})
}

// OpenExisting is OpenNamed or Open for a program that shows what is stored: it creates no store where there is none. The Store is
// usable even if there is an error, since each of its operations tries again to open the file.
func OpenExisting(ctx context.Context, path string, now func() time.Time, isNamed bool) (*Store, error) {
	s := &Store{path: path, now: now, isNetwork: isOnNetwork, isNamed: isNamed, mustExist: true}
	if _, err := open(ctx, s); err != nil {
		return s, err
	}
	return s, nil
}

func open(ctx context.Context, s *Store) (*Store, error) {
	file, err := s.connect(ctx)
	if err != nil {
		if _, statError := os.Lstat(s.path); errors.Is(statError, fs.ErrNotExist) && !errors.Is(err, ErrAbsent) {
			err = &absentError{err}
		}
		return nil, s.explain("opened", err)
	}
	s.file = file
	s.dropBackups(ctx)
	return s, nil
}

// ErrAbsent is wrapped by the error of a Store if no file exists at the path, so that nothing is stored there.
var ErrAbsent = errors.New("it does not exist")

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

// TakeNotes returns the one-line warnings since its last call, such as that a damaged file was renamed.
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
