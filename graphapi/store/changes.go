package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"peerdash/graphapi/sanitize"
)

// fileVersion is how many changes were committed to which store.
type fileVersion struct {
	id      string
	changes int64
}

func countChange(ctx context.Context, tx *sql.Tx) (fileVersion, error) {
	var version fileVersion
	err := tx.QueryRowContext(ctx, "UPDATE store SET changes = changes + 1 RETURNING id, changes").Scan(&version.id, &version.changes)
	return version, err
}

// recordVersion writes a version into the lock file, after it was committed. From it the next process learns that changes
// are missing, such as those of a journal that was removed or cut short.
func recordVersion(path string, version fileVersion) {
	file, err := os.OpenFile(path+lockSuffix, os.O_WRONLY, 0)
	if err != nil {
		return
	}
	defer file.Close()
	_, _ = fmt.Fprintf(file, "%s %020d\n", version.id, version.changes)
}

// recordedVersion is the version that was last recorded; zero where none was.
func recordedVersion(path string) fileVersion {
	var version fileVersion
	content, err := os.ReadFile(path + lockSuffix)
	if err != nil {
		return version
	}
	if _, err := fmt.Sscanf(string(content), "%s %d\n", &version.id, &version.changes); err != nil {
		return fileVersion{}
	}
	return version
}

// forgetVersion is for a store that has been replaced.
func forgetVersion(path string) { _ = os.Truncate(path+lockSuffix, 0) }

const cutShort = "The journal of the store was cut short: the changes stored last are missing."

// noteLostChanges adds a note where fewer changes are in the store than were recorded. Where nothing was recorded, and no
// other process has the file open, the journal itself shows whether it was cut in the middle. It is copied before SQLite
// reuses it.
func (s *Store) noteLostChanges(ctx context.Context, db *sql.DB, recorded fileVersion, isShared bool) error {
	var version fileVersion
	err := db.QueryRowContext(ctx, "SELECT id, changes FROM store").Scan(&version.id, &version.changes)
	if err != nil {
		return err
	}
	isLost := version.changes < recorded.changes
	if version.id != recorded.id {
		isLost = !isShared && isCutShort(s.path)
	}
	if !isLost {
		return nil
	}
	recordVersion(s.path, version)
	text := cutShort
	if place := s.copyJournal(); place != "" {
		text += " It was copied to " + place + "."
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

// copyJournal copies the write-ahead log beside the store, and gives the name of the copy; "" where there was nothing to
// copy or it failed.
func (s *Store) copyJournal() string {
	log, err := os.ReadFile(s.path + walSuffix)
	if err != nil || len(log) <= walHeaderLength {
		return ""
	}
	place := s.freeName() + walSuffix
	copied, err := os.OpenFile(place, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
	if err != nil {
		return ""
	}
	_, err = copied.Write(log)
	if errors.Join(err, copied.Close()) != nil {
		_ = os.Remove(place)
		return ""
	}
	return place
}
