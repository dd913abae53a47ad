package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"peerdash/graphapi/sanitize"
)

var (
	errDamaged    = errors.New("the file is damaged")
	errMoved      = errors.New("the file was moved or changed")
	errLocked     = errors.New("another program has locked it")
	errUnlockable = errors.New("the file system cannot lock files")
	errFull       = errors.New("the disk is full")
	errReadOnly   = errors.New("it is read-only")
	errClosed     = errors.New("it is closed")
	errTenant     = errors.New("the tenant of the report is unknown")
	errOnNetwork  = errors.New("it uses a write-ahead log on a network file system")
	errNewer      = errors.New("it was written by a newer version of peerdash")
	errNotReady   = errors.New("the file is not ready for use")
)

// isDamage reports whether an error suggests that the file's content is not what this program wrote. A failing disk may have the
// same errors, so renameDamaged checks the file.
func isDamage(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return errors.Is(err, errDamaged)
	}
	switch failure.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return true
	default:
		return failure.Code() == sqlite3.SQLITE_IOERR_SHORT_READ
	}
}

// The file formats that SQLite knows, at offset 18 of the file:
// https://www.sqlite.org/fileformat2.html#file_format_version_numbers.
const (
	formatRollback = 1
	formatWAL      = 2
)

// formatOf is the write format of a file, 0 if it cannot be read. This process must not have the file open: closing it here
// would release its locks.
func formatOf(path string) byte {
	const at = 18
	opened, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer opened.Close()
	head := make([]byte, at+1)
	if _, err = io.ReadFull(opened, head); err != nil {
		return 0
	}
	return head[at]
}

// hasUnknownFormat reports whether a later version of SQLite wrote the file in a format that this one can only read.
func hasUnknownFormat(path string) bool { return formatOf(path) > formatWAL }

// renameDamaged renames the damaged file with its journals and makes a new one, unless another process has done so. Before, it
// reads the whole file and checks it in memory; the file must not be open in this process. The error is errSound if no damage
// is found, or the reason why the file cannot be read, renamed or replaced.
func (s *Store) renameDamaged(ctx context.Context, damaged fs.FileInfo, cause error) error {
	isRenamed := func() bool {
		info, err := os.Lstat(s.path)
		return err != nil || !os.SameFile(info, damaged)
	}
	unlock, err := s.lockUnless(ctx, isRenamed)
	if err != nil {
		return errors.Join(cause, err)
	}
	if unlock == nil {
		return nil
	}
	defer unlock()
	if isRenamed() {
		return nil
	}
	switch err := s.confirmDamage(ctx); {
	case err == nil:
		return errSound
	case !isDamage(err) && !errors.Is(err, errUnknownFormat):
		return err
	}
	path, err := s.renameFiles()
	if err != nil {
		return fmt.Errorf("%w and cannot be renamed: %w", errDamaged, err)
	}
	s.note(sanitize.Line(fmt.Sprintf("The store was damaged: it was renamed to %s and a new one started.", path), noteLength))
	return s.create(ctx, damaged)
}

// noteLength is the most characters of a note.
const noteLength = 400

var (
	errUnknownFormat = errors.New("its format is unknown")
	errSound         = errors.New("the disk reports errors, though the file is sound")
)

// confirmDamage checks the whole file. It is read without SQLite, which reports some read errors as damage.
func (s *Store) confirmDamage(ctx context.Context) error {
	if hasUnknownFormat(s.path) {
		return errUnknownFormat
	}
	taken, err := takeSnapshot(s.path)
	if errors.Is(err, errUnfinished) {
		db, err := openDatabase(s.path)
		if err != nil {
			return err
		}
		defer db.Close()
		return checkVersion(ctx, db)
	}
	if err != nil {
		return err
	}
	db := sql.OpenDB(taken)
	defer db.Close()
	db.SetMaxOpenConns(1)
	return checkVersion(ctx, db)
}

// checkVersion checks the content of a store of any version.
func checkVersion(ctx context.Context, db *sql.DB) error {
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case version < 1:
		return errDamaged
	case version == schemaVersionNow:
		return checkContent(ctx, db)
	default:
		return checkOlder(ctx, db, version)
	}
}

// checkOlder checks a store of an older version, as far as it has checksums.
func checkOlder(ctx context.Context, db *sql.DB, version int) error {
	if err := checkPages(ctx, db); err != nil {
		return err
	}
	if version == 2 {
		if err := verifyVersion2(ctx, db); err != nil {
			return err
		}
	}
	return verifyAnswers(ctx, db)
}

const (
	walSuffix          = "-wal"
	sharedMemorySuffix = "-shm"
	rollbackSuffix     = "-journal"
)

// fileSuffixes end the names of the files that make up a store; the first is the store itself.
var fileSuffixes = [...]string{"", walSuffix, sharedMemorySuffix, rollbackSuffix}

const damagedSuffix = ".damaged-"

// renameFiles gives the store's files a name with a timestamp. The exclusive lock must be held.
func (s *Store) renameFiles() (string, error) {
	path := s.freeName(damagedSuffix)
	for _, suffix := range fileSuffixes {
		if err := os.Rename(s.path+suffix, path+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	return path, s.renameBackups(path)
}

// freeName is the store's name with a suffix and a timestamp, and a number if a file has that name.
func (s *Store) freeName(suffix string) string {
	path := s.path + suffix + s.now().Format("20060102T150405")
	isFree := func(name string) bool {
		return !slices.ContainsFunc(fileSuffixes[:], func(suffix string) bool {
			_, err := os.Lstat(name + suffix)
			return err == nil
		})
	}
	free := path
	for n := 2; !isFree(free); n++ {
		free = fmt.Sprintf("%s-%d", path, n)
	}
	return free
}

// Damaged lists the damaged stores that were renamed, oldest first.
func (s *Store) Damaged() ([]string, error) {
	names, err := s.copies(damagedSuffix)
	return names, s.explain("listed", err)
}

// copies lists the copies of the store whose names have a suffix and a timestamp, oldest first.
func (s *Store) copies(suffix string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Dir(s.path))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		isStore := !slices.ContainsFunc(fileSuffixes[1:], func(suffix string) bool { return strings.HasSuffix(entry.Name(), suffix) })
		if isStore && strings.HasPrefix(entry.Name(), filepath.Base(s.path)+suffix) {
			names = append(names, filepath.Join(filepath.Dir(s.path), entry.Name()))
		}
	}
	return names, nil
}
