package cli_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // to hold a lock on the store
)

// TestAllIsWholeWhileTheStoreIsLocked imports a day that Graph no longer reports, and holds the store's write lock.
func TestAllIsWholeWhileTheStoreIsLocked(t *testing.T) {
	t.Parallel()
	_, box := startGraph(t)
	name := filepath.Join(box.home, "old.csv")
	if err := os.WriteFile(name, []byte(header+"2021-06-28,2021-06-28,7,1177,407,,12,0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	box.run(t, "import", name).wantExit(t, 0)
	database, err := sql.Open("sqlite", storePath(box))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = database.Close() })
	database.SetMaxOpenConns(1)
	if _, err := database.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	for _, arguments := range [][]string{
		{"--period", "all"}, {"--period", "all", "--offline"}, {"--since", "2021-06-28"},
	} {
		t.Run(strings.Join(arguments, " "), func(t *testing.T) {
			t.Parallel()
			got := box.run(t, slices.Concat([]string{"print", "--format", "csv"}, arguments)...)
			got.wantExit(t, 0)
			if !strings.Contains(got.output, "2021-06-28,2021-06-28,all,1177,407,,12,0\n") {
				t.Errorf("the imported day is missing in %.200s", got.output)
			}
			lines, offline := strings.Count(got.output, "\n"), slices.Contains(arguments, "--offline")
			if wanted := 170; !offline && lines < wanted {
				t.Errorf("%d lines, want the 180 days of Graph too", lines)
			}
			if !offline && !strings.Contains(got.errors, "The fetched report is not stored: ") || strings.Contains(got.errors, "No stored data") {
				t.Errorf("standard error is %q", got.errors)
			}
		})
	}
}
