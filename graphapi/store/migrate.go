package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed" // for the migrations
	"errors"
	"fmt"
)

//go:embed migrations/2.sql
var schema2 string

//go:embed migrations/3.sql
var schema3 string

// migrations lead from each schema version, from 1, to the next; the checksums are filled in after the last one. The result is
// that of schema.sql, which creates new files. A migration is never changed after its release: another one follows it.
var migrations = []string{schema2, schema3}

// schemaVersionNow is the version of schema.sql.
const schemaVersionNow = 3

// migrate creates or migrates the schema of a file, also on a file system that does not support a write-ahead log.
func (s *Store) migrate(ctx context.Context, path string) error {
	journal := writeAheadLog
	if s.isNetwork(path) {
		journal = rollbackJournal
	}
	err := s.migrateUsing(ctx, path, journal)
	if isUnsharable(err) {
		if err := useRollbackJournal(ctx, path); err != nil {
			return err
		}
		err = s.migrateUsing(ctx, path, rollbackJournal)
	}
	return err
}

// The journal modes of SQLite that are used. With a write-ahead log, readers and a writer do not wait for each other. On file
// systems that are known not to support one, SQLite itself continues to use a rollback journal.
const (
	writeAheadLog   = "WAL"
	rollbackJournal = "DELETE"
)

// migrateUsing updates the schema and the views in one transaction. A file of an older version is checked and backed up before. A new
// file gets its journal mode after that, so that an error of the disk fails the transaction rather than a later checkpoint.
func (s *Store) migrateUsing(ctx context.Context, path, journal string) (err error) {
	version, err := checkOlderAt(ctx, path)
	if err != nil {
		return err
	}
	if version > 0 && version < schemaVersionNow {
		if err := s.backUp(version); err != nil {
			return err
		}
	}
	db, err := openDatabase(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	switch {
	case version > schemaVersionNow:
		return nil
	case version == schemaVersionNow:
		return inTransaction(ctx, db, func(tx *sql.Tx) error { return putViews(ctx, tx) })
	}
	if err := migrateFrom(ctx, db, version); err != nil {
		return err
	}
	migrated, err := readVersion(ctx, db)
	if err != nil {
		return err
	}
	recordVersion(s.path, migrated)
	if version > 0 {
		return nil
	}
	return setJournal(ctx, db, journal)
}

// checkOlderAt returns the schema version of the file at a path, after a check of the file if that version is an older one. It
// closes the file.
func checkOlderAt(ctx context.Context, path string) (version int, err error) {
	db, err := openDatabase(path)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	version, err = schemaVersion(ctx, db)
	if err == nil && version > 0 && version < schemaVersionNow {
		err = checkOlder(ctx, db, version)
	}
	return version, err
}

// migrateFrom brings the schema from a version, 0 for none, to the present one.
func migrateFrom(ctx context.Context, db *sql.DB, version int) error {
	statements := []string{schema}
	if version > 0 {
		statements = migrations[version-1:]
	}
	return inTransaction(ctx, db, func(tx *sql.Tx) error {
		for _, statement := range statements {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO store (id, changes) SELECT ?, 0 WHERE NOT EXISTS (SELECT 1 FROM store)", rand.Text())
		if err != nil {
			return err
		}
		if err := errors.Join(stampAll(ctx, tx), putViews(ctx, tx)); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", schemaVersionNow))
		return err
	})
}

func schemaVersion(ctx context.Context, db *sql.DB) (int, error) {
	var version int
	err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}
