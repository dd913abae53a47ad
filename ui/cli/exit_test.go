package cli_test

import (
	"os"
	"path/filepath"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
)

// TestExitCodes has a case for each exit code; that of a signal is in TestASignalEndsACallThatBlocks.
func TestExitCodes(t *testing.T) {
	_, around := onGraph(t)
	if err := os.WriteFile(filepath.Join(around.home, "page.csv"), []byte("<html>"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name      string
		around    surroundings
		arguments []string
		code      int
	}{
		{"success", around, []string{"print"}, 0},
		{"output that cannot be written", around, []string{"print", "--output", "missing/report.csv"}, 1},
		{"file that does not exist", around, []string{"print", "missing.csv"}, 1},
		{"wrong usage", around, []string{"print", "--period", "D14"}, 2},
		{"dates in the wrong order", around, []string{"print", "--since", "2026-09-02", "--until", "2026-09-01"}, 2},
		{"nothing configured", nowhere(t), []string{"print"}, 2},
		{"sign-in required", around.with("AZURE_CLIENT_SECRET="), []string{"print", "--refresh"}, 3},
		{"wrong secret", around.with("AZURE_CLIENT_SECRET=wrong"), []string{"print", "--refresh"}, 3},
		{"no connection", around.with("PEERDASH_LOGIN_URL=https://127.0.0.1:1"), []string{"print", "--refresh"}, 4},
		{"nothing stored", nowhere(t), []string{"print", "--offline"}, 4},
		{"file that is not the report", around, []string{"print", "page.csv"}, 5},
		{"import of what is not the report", around, []string{"import", "page.csv"}, 5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := test.around.run(t, test.arguments...)
			got.wants(t, test.code)
			if (got.errors == "") != (test.code == 0) || (got.output == "") != (test.code != 0) {
				t.Errorf("standard output %.80q, standard error %q", got.output, got.errors)
			}
		})
	}
}

// TestTimeoutEndsARequest holds the answer of Graph back for ever.
func TestTimeoutEndsARequest(t *testing.T) {
	graph, around := onGraph(t)
	release := make(chan struct{})
	defer close(release)
	graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Hold(release))
	around.run(t, "print", "--timeout", "700ms").wants(t, 4, "--timeout", "127.0.0.1")
}
