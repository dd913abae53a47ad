package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"peerdash/graphapi/safefile"
	"peerdash/graphapi/sanitize"
)

// fileVersion is the number of changes committed to the store with an id.
type fileVersion struct {
	id      string
	changes int64
}

func countChange(ctx context.Context, tx *sql.Tx) (fileVersion, error) {
	var version fileVersion
	err := tx.QueryRowContext(ctx, "UPDATE store SET changes = changes + 1 RETURNING id, changes").Scan(&version.id, &version.changes)
	return version, err
}

// versionAt is the offset of the version in the lock file. The first byte is left free, since on Windows a lock prevents other
// processes from reading and writing it.
const versionAt = 1

// recordVersion writes a version into the lock file after it was committed. With it the next process detects missing changes, such as
// those of a journal that was removed or truncated.
func recordVersion(path string, version fileVersion) {
	file, err := safefile.Open(path+lockSuffix, os.O_WRONLY, 0)
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = file.WriteAt(fmt.Appendf(nil, "%s %020d\n", version.id, version.changes), versionAt)
}

// recordedVersion is the version that was last recorded; zero if none was. While another process records one, parts of
// both may be read.
func recordedVersion(path string) fileVersion {
	file, err := safefile.Open(path+lockSuffix, os.O_RDONLY, 0)
	if err != nil {
		return fileVersion{}
	}
	defer file.Close()
	const most = 100
	var version fileVersion
	_, err = fmt.Fscanf(io.NewSectionReader(file, versionAt, most), "%s %d\n", &version.id, &version.changes)
	if err != nil {
		return fileVersion{}
	}
	return version
}

func readVersion(ctx context.Context, db *sql.DB) (fileVersion, error) {
	var version fileVersion
	err := db.QueryRowContext(ctx, "SELECT id, changes FROM store").Scan(&version.id, &version.changes)
	return version, err
}

// has reports whether a file of this version has every change of a recorded one.
func (v fileVersion) has(recorded fileVersion) bool {
	return v.id == recorded.id && v.changes >= recorded.changes
}

const truncatedNote = "The journal of the store was truncated: the latest changes are missing."

// noteLostChanges adds a note if the store has fewer changes than were recorded. If none were recorded, it examines whether
// the journal ends within a change. That is copied before SQLite reuses it. The lock prevents other processes from writing
// meanwhile, since a journal that is being written looks like a truncated one; if it is not free, a later process checks.
func (s *Store) noteLostChanges(ctx context.Context, opened *file) error {
	isDone := func() bool {
		version, err := readVersion(ctx, opened.db)
		return err == nil && version.has(recordedVersion(s.path))
	}
	unlock, err := s.lockUnless(ctx, isDone)
	if err != nil || unlock == nil {
		return ctx.Err()
	}
	defer unlock()
	if opened.moved(s.path) {
		return errNotReady
	}
	version, err := readVersion(ctx, opened.db)
	if err != nil {
		return err
	}
	recorded := recordedVersion(s.path)
	if version.has(recorded) {
		return nil
	}
	isLost := version.id == recorded.id || isCutShort(s.path)
	recordVersion(s.path, version)
	if !isLost {
		return nil
	}
	text := truncatedNote
	if path := s.copyJournal(); path != "" {
		text += " It was copied to " + path + "."
	}
	s.note(sanitize.Line(text, noteLength))
	return nil
}

// isCutShort reports whether the write-ahead log of a file ends within a change.
func isCutShort(path string) bool {
	log, err := os.ReadFile(path + walSuffix)
	if err != nil || len(log) == 0 {
		return false
	}
	pageSize := 0
	if len(log) >= walHeaderLength {
		pageSize = int(binary.BigEndian.Uint32(log[8:]))
	}
	if pageSize < 512 || pageSize > 1<<16 {
		return true
	}
	content, err := parseWAL(log, pageSize)
	return err != nil || content.unfinished
}

// copyJournal copies the write-ahead log to a file beside the store and returns its name; "" if there was nothing to copy or
// copying failed.
func (s *Store) copyJournal() string {
	log, err := os.ReadFile(s.path + walSuffix)
	if err != nil || len(log) <= walHeaderLength {
		return ""
	}
	path := s.freeName(damagedSuffix) + walSuffix
	copied, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return ""
	}
	_, err = copied.Write(log)
	if errors.Join(err, copied.Close()) != nil {
		_ = os.Remove(path)
		return ""
	}
	return path
}
