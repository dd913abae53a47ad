package store

import (
	"path/filepath"
	"testing"
)

// TestInterruptedFirstChangeIsNotLost opens a new store whose writer was killed during its first change.
func TestInterruptedFirstChangeIsNotLost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "peerdash.db")
	writer := openStore(t, path)
	defer writer.Close()
	if _, err := writer.file.db.Exec("PRAGMA cache_size = 1"); err != nil {
		t.Fatal(err)
	}
	tx, err := writer.file.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	for _, statement := range []string{"CREATE TABLE other (content BLOB)", "INSERT INTO other VALUES (zeroblob(100001))"} {
		if _, err := tx.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	left := filepath.Join(t.TempDir(), "peerdash.db")
	for _, suffix := range []string{"", walSuffix, lockSuffix} {
		copyFile(t, path+suffix, left+suffix)
	}
	if !isCutShort(left) {
		t.Fatal("nothing is left of the change")
	}
	if notes := openStore(t, left).TakeNotes(); len(notes) > 0 {
		t.Errorf("notes are %q, want none", notes)
	}
}

// TestLockOfOtherUsersDelaysNoOpening opens a store while another process holds its lock shared without end.
func TestLockOfOtherUsersDelaysNoOpening(t *testing.T) {
	path := filepath.Join(t.TempDir(), "peerdash.db")
	waiting := &Store{path: path, now: atNoon, isNetwork: func(string) bool { return false }}
	first := openStore(t, path)
	unlock, err := first.lock(t.Context(), shared)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	// A process that found no store, just before the other one created it, does this.
	if err := waiting.prepare(t.Context()); err != nil {
		t.Errorf("the store is not ready: %v", err)
	}
}
