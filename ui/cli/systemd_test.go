package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestREADMEUnitsAreValid has systemd check the service and the timer of the README.
func TestREADMEUnitsAreValid(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	units := regexp.MustCompile("(?s)`/etc/systemd/system/(peerdash\\.\\w+)`.*?```ini\n(.*?)```").FindAllSubmatch(readme, -1)
	if len(units) != 2 {
		t.Fatalf("the README has %d units, want a service and a timer", len(units))
	}
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skipf("systemd is not installed: %v", err)
	}
	built, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	directory := t.TempDir()
	arguments := []string{"verify"}
	for _, unit := range units {
		path := filepath.Join(directory, string(unit[1]))
		text := strings.ReplaceAll(string(unit[2]), "/usr/local/bin/peerdash", built)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, path)
	}
	if output, err := exec.Command("systemd-analyze", arguments...).CombinedOutput(); err != nil || len(output) > 0 {
		t.Errorf("systemd-analyze: %v\n%s", err, output)
	}
}
