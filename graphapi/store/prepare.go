package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed" // for the schema
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"peerdash/graphapi/sanitize"
)

//go:embed schema.sql
var schema string

//go:embed migrations/2.sql
var schema2 string

// migrations lead from each schema version, from 1, to the next. What they lead to is schema.sql, by which a new file is
// made; a migration is never changed after its release, only followed by another.
var migrations = [...]func(context.Context, *sql.Tx) error{
	func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, schema2); err != nil {
			return err
		}
		return begin(ctx, tx)
	},
}

// schemaVersionNow is the version of schema.sql.
const schemaVersionNow = len(migrations) + 1

// begin fills in what a store has from its start.
func begin(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO store (id, changes) VALUES (?, 0)", rand.Text())
	if err != nil {
		return err
	}
	return stampAll(ctx, tx)
}

// prepare makes the file where it is missing and brings its schema up to date.
func (s *Store) prepare(ctx context.Context) error {
	unlock, err := s.lockUnless(ctx, func() bool { return s.isReady(ctx) })
	if err != nil || unlock == nil {
		return err
	}
	defer unlock()
	if _, err := os.Lstat(s.path); errors.Is(err, fs.ErrNotExist) {
		return s.create(ctx, nil)
	}
	return s.migrate(ctx, s.path)
}

// isReady reports whether the file can be opened as it is.
func (s *Store) isReady(ctx context.Context) bool {
	opened, _, err := s.openReady(ctx)
	return err == nil && opened.db.Close() == nil
}

const newSuffix = ".new"

// create makes a new file beside the path and renames it when it is whole, so that a file at the path that is not whole
// is always a damaged one. A journal that has lost its file is renamed before. The group of the replaced file, nil where
// there was none, can use the new one as well.
func (s *Store) create(ctx context.Context, replaced fs.FileInfo) error {
	if err := s.renameOrphans(); err != nil {
		return err
	}
	path := s.path + newSuffix
	if err := removeFiles(path); err != nil {
		return err
	}
	if err := s.createAt(ctx, path, replaced); err != nil {
		return errors.Join(err, removeFiles(path))
	}
	return os.Rename(path, s.path)
}

func removeFiles(path string) error {
	for _, suffix := range fileSuffixes {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (s *Store) createAt(ctx context.Context, path string, replaced fs.FileInfo) error {
	directory, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return err
	}
	// SQLite would let others read it; the journals get the mode of the file.
	created, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return err
	}
	if err := errors.Join(shareNew(created, directory, replaced), created.Close()); err != nil {
		return err
	}
	if err := s.migrate(ctx, path); err != nil {
		return err
	}
	return checkWhole(path)
}

// checkWhole reports that a file which was closed has left something in a journal, which it does when the disk is full.
func checkWhole(path string) error {
	for _, suffix := range fileSuffixes[1:] {
		if info, err := os.Lstat(path + suffix); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
			return errFull
		}
	}
	return nil
}

func (s *Store) renameOrphans() error {
	for _, suffix := range fileSuffixes[1:] {
		if _, err := os.Lstat(s.path + suffix); err == nil {
			place, err := s.renameFiles()
			if err != nil {
				return err
			}
			s.note(sanitize.Line("The store was missing; its journal was renamed to "+place+suffix+".", noteLength))
		}
	}
	return nil
}

// migrate brings a file's schema up to date, also where it cannot have a write-ahead log.
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

// The journal modes of SQLite that are used. With a write-ahead log readers and a writer do not wait for each other;
// where SQLite knows that it cannot have one, it stays with a rollback journal by itself.
const (
	writeAheadLog   = "WAL"
	rollbackJournal = "DELETE"
)

// migrateUsing brings the schema up to date in one transaction, after which a new file gets its journal mode: while it has
// none, an error of the disk ends the transaction and not a later transfer from the log.
func (s *Store) migrateUsing(ctx context.Context, path, journal string) (err error) {
	db, err := openDatabase(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	version, err := schemaVersion(ctx, db)
	if err != nil || version >= schemaVersionNow {
		return err
	}
	if version > 0 {
		if err := checkOlder(ctx, db); err != nil {
			return err
		}
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

// migrateFrom brings the schema from a version, 0 for none, to the present one.
func migrateFrom(ctx context.Context, db *sql.DB, version int) error {
	return inTransaction(ctx, db, func(tx *sql.Tx) error {
		if version == 0 {
			if _, err := tx.ExecContext(ctx, schema); err != nil {
				return err
			}
			if err := begin(ctx, tx); err != nil {
				return err
			}
		} else {
			for _, migration := range migrations[version-1:] {
				if err := migration(ctx, tx); err != nil {
					return err
				}
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", schemaVersionNow))
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

// useRollbackJournal ends a file's use of a write-ahead log. In exclusive mode SQLite reads the log without the shared
// memory that the file system does not offer.
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

// checkSchema compares the definitions of the tables with those that this program made, comments and spaces apart. A table
// of another program does no harm.
func checkSchema(ctx context.Context, db *sql.DB) error {
	rows, err := db.QueryContext(ctx, "SELECT name, ifnull(sql, '') FROM sqlite_schema WHERE type = 'table'")
	if err != nil {
		return err
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			return err
		}
		found[name] = definition
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for name, definition := range tables() {
		if normalized(found[name]) != definition {
			return fmt.Errorf("%w: the definition of the table %s differs", errDamaged, name)
		}
	}
	return nil
}

// tables are the normalized definitions in schema.sql by their names.
var tables = sync.OnceValue(func() map[string]string {
	definitions := map[string]string{}
	for statement := range strings.SplitSeq(schema, ";\n") {
		statement = normalized(statement)
		if name, isTable := strings.CutPrefix(statement, "CREATETABLE"); isTable {
			name, _, _ = strings.Cut(name, "(")
			definitions[name] = statement
		}
	}
	return definitions
})

// normalized is a statement without comments and spaces.
func normalized(statement string) string {
	text := make([]byte, 0, len(statement))
	for i := 0; i < len(statement); i++ {
		switch c := statement[i]; {
		case strings.HasPrefix(statement[i:], "--"):
			end := strings.IndexByte(statement[i:], '\n')
			if end < 0 {
				return string(text)
			}
			i += end
		case c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != ';':
			text = append(text, c)
		}
	}
	return string(text)
}
