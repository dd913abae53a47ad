package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// installedProgram is the path at which packages install peerdash, which the examples use.
const installedProgram = "/usr/bin/peerdash"

// TestExampleUnitsAreValid has systemd check the service and the timer.
func TestExampleUnitsAreValid(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skipf("systemd is not installed: %v", err)
	}
	built, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	arguments := []string{"verify"}
	for _, name := range []string{"peerdash.service", "peerdash.timer"} {
		unit, err := os.ReadFile(filepath.Join(examples, "systemd", name))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(directory, name)
		text := strings.ReplaceAll(string(unit), installedProgram, built)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, path)
	}
	if output, err := exec.Command("systemd-analyze", arguments...).CombinedOutput(); err != nil || len(output) > 0 {
		t.Errorf("systemd-analyze: %v\n%s", err, output)
	}
}
