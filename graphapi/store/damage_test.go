package store

import (
	"database/sql"
	"errors"
	"os"
	"runtime"
	"testing"

	"peerdash/model"
)

// TestTransientErrorLeavesTheStore makes an operation fail once with SQLite's error of a failed read.
func TestTransientErrorLeavesTheStore(t *testing.T) {
	path := filledStore(t)
	s := openStore(t, path)
	failures := 0
	err := s.read(t.Context(), func(*sql.Tx) error {
		if failures++; failures == 1 {
			return errDamaged
		}
		return nil
	})
	if err != nil || failures != 2 {
		t.Errorf("after %d attempts: %v, want success at the second", failures, err)
	}
	checkCount(t, s, 1000)
	checkNothingRenamed(t, s)
}

func checkNothingRenamed(t *testing.T, s *Store) {
	t.Helper()
	names, err := s.Damaged()
	if notes := s.TakeNotes(); err != nil || len(names) > 0 || len(notes) > 0 {
		t.Errorf("renamed are %q, %v, notes are %q, want none", names, err, notes)
	}
}

func TestLastingErrorOfASoundStoreIsReported(t *testing.T) {
	s := openStore(t, filledStore(t))
	if err := s.read(t.Context(), func(*sql.Tx) error { return errDamaged }); err == nil {
		t.Error("an operation that always failed succeeded")
	}
	checkCount(t, s, 1000)
	checkNothingRenamed(t, s)
}

func TestUnreadableFileIsNotDamaged(t *testing.T) {
	const unreadable = "/proc/self/mem" // a regular file of which the first byte cannot be read
	if _, err := os.Stat(unreadable); err != nil {
		t.Skip(err)
	}
	if err := newStoreAt(unreadable).confirmDamage(t.Context()); err == nil || isDamage(err) {
		t.Errorf("checking gave %v, want an error that is no damage", err)
	}
}

func TestStatementErrorIsNoDamage(t *testing.T) {
	s := openStore(t, filledStore(t))
	err := s.read(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), "SELECT nothing FROM nowhere")
		return err
	})
	if err == nil || isDamage(err) {
		t.Errorf("error is %v, want one that is no damage", err)
	}
	checkCount(t, s, 1000)
	checkNothingRenamed(t, s)
}

func TestFailedReplacementIsTriedAgain(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows neither removes nor renames a file that is open")
	}
	path := filledStore(t)
	s := openStore(t, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil { // nothing can be opened or renamed into its place
		t.Fatal(err)
	}
	if _, _, err := s.Days(t.Context(), contoso, model.Default()); err == nil || errors.Is(err, errClosed) {
		t.Errorf("reading: %v, want an error that names the cause", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	merge(t, s, contoso, "22@1 10 7")
	checkSeries(t, s, contoso, "22@1 10 7")
	s.Close()
	if _, _, err := s.Days(t.Context(), contoso, model.Default()); !errors.Is(err, errClosed) {
		t.Errorf("reading a closed store: %v, want %v", err, errClosed)
	}
}

// TestChecksumCoversEveryValue changes and removes rows as a damaged page would.
func TestChecksumCoversEveryValue(t *testing.T) {
	t.Parallel()
	for _, statement := range []string{
		"UPDATE day SET count1 = count1 + 1 WHERE date = '2021-06-03'",
		"UPDATE day SET count1 = NULL WHERE date = '2021-06-03'",
		"UPDATE day SET refresh_date = '2021-07-30' WHERE date = '2021-06-03'",
		"UPDATE day SET date = '1999-06-03' WHERE date = '2021-06-03'",
		"DELETE FROM day WHERE date = '2021-06-03'",
		"DELETE FROM day",
		"UPDATE revision SET count1 = count1 + 1",
		"UPDATE revision SET position = position + 1",
		"DELETE FROM revision",
		"UPDATE answer SET fetched_at = '2026-11-25T12:00:00.000Z'",
		"UPDATE answer SET etag = 'another'",
		"UPDATE answer SET period = 'D90'",
		"UPDATE answer SET csv = CAST('Report' AS BLOB)",
		"DELETE FROM answer",
		"UPDATE tenant_name SET name = 'contosp.com'",
		"DELETE FROM tenant_name",
		"UPDATE tenant SET graph_root = 'https://graph.example/v2.0'",
		"UPDATE day SET count8 = 7 WHERE date = '2021-06-03'",
		"UPDATE answer SET function = 'getEmailActivityCounts'",
		"UPDATE report SET merged_at = '2026-11-25T12:00:00.000Z'",
		"UPDATE report SET name = 'email'",
		"DELETE FROM report",
		"DELETE FROM tenant",
		"DELETE FROM checksum",
		"UPDATE checksum SET sum = sum + 1",
	} {
		t.Run(statement, func(t *testing.T) {
			path := filledStore(t)
			s := openStore(t, path)
			merge(t, s, contoso, "3@31 20 7")
			if _, err := s.file.db.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
			for _, read := range []func() error{
				func() error {
					_, _, err := s.Answer(t.Context(), contoso, model.Default().Function, model.D7)
					return err
				},
				func() error { _, _, err := s.Days(t.Context(), contoso, model.Default()); return err },
				func() error { _, err := s.Revisions(t.Context(), contoso, model.Default()); return err },
			} {
				if err := read(); err != nil {
					t.Error(err)
				}
			}
			if notes := s.TakeNotes(); len(notes) != 1 {
				t.Errorf("notes are %q, want one", notes)
			}
		})
	}
}
