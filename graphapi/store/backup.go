package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// backupSuffix precedes the schema version and the time in the name of a backup: a copy of the store from before a migration.
const backupSuffix = ".schema-"

// backUp copies the store, which has an older schema version, before it is migrated. The exclusive lock must be held, and the file must
// not be open in this process. An identical backup of an interrupted migration is reused.
func (s *Store) backUp(version int) error {
	suffix := fmt.Sprintf("%s%d-", backupSuffix, version)
	taken, err := takeSnapshot(s.path)
	if err != nil {
		return err
	}
	present, err := s.copies(suffix)
	if err != nil {
		return err
	}
	s.hasBackups.Store(true)
	for _, name := range present {
		if content, err := os.ReadFile(name); err == nil && bytes.Equal(content, taken.image) {
			return nil
		}
	}
	path := s.path + newSuffix
	if err := removeFiles(path); err != nil {
		return err
	}
	if err := s.writeCopy(path, taken.image); err != nil {
		return errors.Join(err, removeFiles(path))
	}
	return os.Rename(path, s.freeName(suffix))
}

// writeCopy writes a copy of the store that the same users can read.
func (s *Store) writeCopy(path string, content []byte) error {
	original, err := os.Stat(s.path)
	if err != nil {
		return err
	}
	directory, err := os.Stat(filepath.Dir(s.path))
	if err != nil {
		return err
	}
	written, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return err
	}
	_, err = written.Write(content)
	return errors.Join(err, shareNew(written, directory, original), written.Sync(), written.Close())
}

// Backups lists the copies of the store that were made before migrations, oldest first. They are removed after a later change of the
// store or by another process, if the whole store is then found undamaged.
func (s *Store) Backups() ([]string, error) {
	names, err := s.copies(backupSuffix)
	return names, s.explain("listed", err)
}

// renameBackups names the backups after a damaged store that was renamed to this path, so that they are not removed.
func (s *Store) renameBackups(path string) error {
	names, err := s.copies(backupSuffix)
	for _, name := range names {
		err = errors.Join(err, os.Rename(name, path+strings.TrimPrefix(name, s.path)))
	}
	return err
}

// dropBackups removes the backups after the store was opened, unless this process has migrated it.
func (s *Store) dropBackups(ctx context.Context) {
	if s.file.refusal != nil || s.hasBackups.Load() {
		return
	}
	if names, err := s.copies(backupSuffix); err == nil && len(names) > 0 {
		s.removeBackups(ctx)
	}
}

// removeBackups removes the backups if the whole store is undamaged. Otherwise, or if they cannot be removed, they stay until a later
// attempt.
func (s *Store) removeBackups(ctx context.Context) {
	_, err := s.runOnce(func(f *file) error { return checkContent(ctx, f.db) })
	if err != nil {
		return
	}
	names, err := s.copies(backupSuffix)
	if err != nil {
		return
	}
	for _, name := range names {
		if err = os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return
		}
	}
	s.hasBackups.Store(false)
}
