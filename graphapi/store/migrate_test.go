package store

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"peerdash/model"
)

// TestEverySchemaVersionOpens opens a file of each version that was ever released, each made by the program of its time
// with the same content. Each migration comes with the file of the version before it.
func TestEverySchemaVersionOpens(t *testing.T) {
	for version := 1; version <= schemaVersionNow; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			content, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("version%d.db", version)))
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "peerdash.db")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			s := openStore(t, path)
			checkSeries(t, s, Tenant{GraphRoot: root, ID: guidOne}, "22@2 11 ?", "24@1 30 7")
			revisions, err := s.Revisions(t.Context(), contoso, model.Default())
			if err != nil {
				t.Fatal(err)
			}
			checkRevisions(t, revisions, []string{"22@1 10 7", "22@2 11 ?", "24@1 30 7"})
			answer, found, err := s.Answer(t.Context(), contoso, model.Default().Function, model.D7)
			if err != nil || !found || answer.ETag != "one" || !answer.FetchedAt.Equal(noon.Truncate(time.Second)) || string(answer.CSV) != "the report" {
				t.Errorf("the answer is %v, %v, %v", answer, found, err)
			}
			if notes := s.TakeNotes(); len(notes) > 0 {
				t.Errorf("notes are %q, want none", notes)
			}
		})
	}
}

func TestFullDisk(t *testing.T) {
	s := newStore(t)
	merge(t, s, contoso, "22@1 10 7")
	limit := func(pages int) {
		if _, err := s.file.db.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // which is as many as there are
	answer := Answer{CSV: make([]byte, 1<<20), FetchedAt: noon}
	_, err := s.Save(t.Context(), contoso, model.Default().Function, model.D7, answer, []model.Report{reportOf(t, "22@2 11 7")})
	if err == nil || !strings.Contains(err.Error(), "The disk is full.") {
		t.Errorf("error is %v, want one that says that the disk is full", err)
	}
	checkSeries(t, s, contoso, "22@1 10 7")
	limit(1000)
	if _, err := s.Save(t.Context(), contoso, model.Default().Function, model.D7, answer, []model.Report{reportOf(t, "22@2 11 7")}); err != nil {
		t.Errorf("with room again: %v", err)
	}
	checkSeries(t, s, contoso, "22@2 11 7")
}

func TestMigratedSchemaIsTheNewOne(t *testing.T) {
	stores := []*Store{newStore(t)}
	for version := 1; version < schemaVersionNow; version++ {
		path := filepath.Join(t.TempDir(), "peerdash.db")
		copyFile(t, fmt.Sprintf("testdata/version%d.db", version), path)
		stores = append(stores, openStore(t, path))
	}
	for _, s := range stores {
		if err := checkSchema(t.Context(), s.file.db); err != nil {
			t.Error(err)
		}
		if err := checkContent(t.Context(), s.file.db); err != nil {
			t.Error(err)
		}
	}
}

func TestOlderReadOnlyStoreIsRead(t *testing.T) {
	for version := 1; version < schemaVersionNow; version++ {
		t.Run(fmt.Sprint(version), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "peerdash.db")
			copyFile(t, fmt.Sprintf("testdata/version%d.db", version), path)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			unlock, err := newStoreAt(path).lock(t.Context(), exclusive)
			if err != nil {
				t.Fatal(err)
			}
			defer unlock()
			s := openStore(t, path)
			checkSeries(t, s, Tenant{GraphRoot: root, ID: guidOne}, "22@2 11 ?", "24@1 30 7")
			checkBackups(t, s, 0)
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
				t.Errorf("the file was changed, %v", err)
			}
		})
	}
}
