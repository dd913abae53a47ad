package cli_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // to hold a lock on the store
)

// TestAllIsWholeWhileTheStoreIsLocked imports a day that Graph no longer remembers, and holds the store's write lock.
func TestAllIsWholeWhileTheStoreIsLocked(t *testing.T) {
	_, around := onGraph(t)
	name := filepath.Join(around.home, "old.csv")
	if err := os.WriteFile(name, []byte(header+"2021-06-28,2021-06-28,7,1177,407,,12,0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	around.run(t, "import", name).wants(t, 0)
	database, err := sql.Open("sqlite", storePath(around))
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	database.SetMaxOpenConns(1)
	if _, err := database.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{
		{"--period", "all"}, {"--period", "all", "--offline"}, {"--since", "2021-06-28"},
	} {
		got := around.run(t, slices.Concat([]string{"print", "--format", "csv"}, arguments)...)
		got.wants(t, 0)
		if !strings.Contains(got.output, "2021-06-28,2021-06-28,all,1177,407,,12,0\n") {
			t.Errorf("%v: the imported day is missing in %.200s", arguments, got.output)
		}
		lines, offline := strings.Count(got.output, "\n"), slices.Contains(arguments, "--offline")
		if wanted := 170; !offline && lines < wanted {
			t.Errorf("%v: %d lines, want the 180 days of Graph too", arguments, lines)
		}
		if !offline && !strings.Contains(got.errors, "The fetched report is not stored: ") || strings.Contains(got.errors, "No stored data") {
			t.Errorf("%v: standard error is %q", arguments, got.errors)
		}
	}
}
