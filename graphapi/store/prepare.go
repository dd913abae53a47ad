package store

import (
	"context"
	"database/sql"
	_ "embed" // for the schema
	"errors"
	"fmt"
	"io/fs"
	"os"

	"peerdash/graphapi/sanitize"
)

//go:embed schema.sql
var schema string

// migrations lead from each schema version to the next: the first makes a new file. The last one's result is the schema
// that this program knows; a version is never changed after its release, only followed by another.
var migrations = [...]string{schema}

// prepare makes the file where it is missing and brings its schema up to date.
func (s *Store) prepare(ctx context.Context) error {
	unlock, err := s.lock(ctx, exclusive)
	if err != nil {
		return err
	}
	defer unlock()
	if _, err := os.Lstat(s.path); errors.Is(err, fs.ErrNotExist) {
		return s.create(ctx)
	}
	return migrateAnywhere(ctx, s.path)
}

const newSuffix = ".new"

// create makes a new file beside the path and puts it there when it is whole, so that a file at the path that is not
// whole is always a damaged one. A journal that has lost its file is set aside before.
func (s *Store) create(ctx context.Context) error {
	if err := s.setOrphansAside(); err != nil {
		return err
	}
	path := s.path + newSuffix
	for _, suffix := range fileSuffixes {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	// SQLite would let others read it; the journals get the mode of the file.
	created, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return err
	}
	if err := created.Close(); err != nil {
		return err
	}
	if err := migrateAnywhere(ctx, path); err != nil {
		return err
	}
	return os.Rename(path, s.path)
}

func (s *Store) setOrphansAside() error {
	for _, suffix := range fileSuffixes[1:] {
		if _, err := os.Lstat(s.path + suffix); err == nil {
			place, err := s.renameAside()
			if err != nil {
				return err
			}
			s.note(sanitize.Line("The store was gone but for its journal, which is set aside as "+place+suffix+".", noteLength))
		}
	}
	return nil
}

// migrateAnywhere brings a file's schema up to date, also where it cannot have a write-ahead log.
func migrateAnywhere(ctx context.Context, path string) error {
	err := migrate(ctx, path, writeAheadLog)
	if isUnsharable(err) {
		if err := useRollbackJournal(ctx, path); err != nil {
			return err
		}
		err = migrate(ctx, path, rollbackJournal)
	}
	return err
}

// The journal modes of SQLite that are used. With a write-ahead log readers and a writer do not wait for each other;
// where SQLite knows that it cannot have one, it stays with a rollback journal by itself.
const (
	writeAheadLog   = "WAL"
	rollbackJournal = "DELETE"
)

// migrate brings the schema up to date in one transaction. A new file first gets the journal.
func migrate(ctx context.Context, path, journal string) error {
	db, err := openDatabase(path)
	if err != nil {
		return err
	}
	defer db.Close()
	version, err := schemaVersion(ctx, db)
	if err != nil || version >= len(migrations) {
		return err
	}
	if version == 0 {
		if err := setJournal(ctx, db, journal); err != nil {
			return err
		}
	}
	return inTransaction(ctx, db, func(tx *sql.Tx) error {
		for _, migration := range migrations[version:] {
			if _, err := tx.ExecContext(ctx, migration); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", len(migrations)))
		return err
	})
}

func schemaVersion(ctx context.Context, db *sql.DB) (int, error) {
	var version int
	err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}

func setJournal(ctx context.Context, db *sql.DB, mode string) error {
	var chosen string
	return db.QueryRowContext(ctx, "PRAGMA journal_mode = "+mode).Scan(&chosen)
}

// useRollbackJournal takes a file's write-ahead log away. In exclusive mode SQLite reads the log without the shared
// memory that the file system does not give.
func useRollbackJournal(ctx context.Context, path string) error {
	db, err := openDatabase(path, "_pragma=locking_mode(EXCLUSIVE)", "_pragma=busy_timeout(500)")
	if err != nil {
		return err
	}
	defer db.Close()
	return setJournal(ctx, db, rollbackJournal)
}

// stopSharing is useRollbackJournal for the file at the path.
func (s *Store) stopSharing(ctx context.Context) error {
	unlock, err := s.lock(ctx, exclusive)
	if err != nil {
		return err
	}
	defer unlock()
	return useRollbackJournal(ctx, s.path)
}
