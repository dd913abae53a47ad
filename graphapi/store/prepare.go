package store

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"peerdash/graphapi/sanitize"
)

// prepare creates the file if it is missing, or migrates it to the current schema.
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

// prepareOrRename is prepare, which renames a damaged file of an older version. The error is errSound if the damage is not
// confirmed.
func (s *Store) prepareOrRename(ctx context.Context) error {
	info, statError := os.Lstat(s.path)
	err := s.prepare(ctx)
	if statError == nil && isDamage(err) {
		return s.renameDamaged(ctx, info, err)
	}
	return err
}

// isReady reports whether the file can be opened as it is.
func (s *Store) isReady(ctx context.Context) bool {
	opened, _, err := s.openReady(ctx)
	return err == nil && opened.db.Close() == nil
}

const newSuffix = ".new"

// create makes a new file beside the path and renames it when it is complete, so that an incomplete file at the path is always a
// damaged one. A journal without its file is renamed before. The new file gets the group permissions of the replaced one, which
// is nil if there was none.
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

// checkWhole returns an error if a closed file has left something in a journal, as it does when the disk is full.
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
			path, err := s.renameFiles()
			if err != nil {
				return err
			}
			s.note(sanitize.Line("The store was missing; its journal was renamed to "+path+suffix+".", noteLength))
		}
	}
	return nil
}

func setJournal(ctx context.Context, db *sql.DB, mode string) error {
	var chosen string
	return db.QueryRowContext(ctx, "PRAGMA journal_mode = "+mode).Scan(&chosen)
}

// useRollbackJournal ends a file's use of a write-ahead log. In exclusive mode SQLite reads the log without the shared
// memory that the file system does not offer.
func useRollbackJournal(ctx context.Context, path string) error {
	db, err := openDatabase(path, "_pragma=locking_mode(EXCLUSIVE)", busyPragma(500*time.Millisecond))
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
