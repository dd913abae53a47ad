package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// examples is the directory of the configuration files that packages install as examples.
const examples = "../../.packaging/examples"

// TestREADMEShowsTheExamples checks that the README has each example word for word.
func TestREADMEShowsTheExamples(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, syntax := range map[string]string{
		"systemd/peerdash.service": "ini", "systemd/peerdash.timer": "ini", "sshd_config.d/peerdash.conf": "",
	} {
		example, err := os.ReadFile(filepath.Join(examples, name))
		if err != nil {
			t.Fatal(err)
		}
		if block := "```" + syntax + "\n" + string(example) + "```\n"; !bytes.Contains(readme, []byte(block)) {
			t.Errorf("the README does not show %s as it is", name)
		}
	}
}
