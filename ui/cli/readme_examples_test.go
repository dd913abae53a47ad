package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	shellBlock   = regexp.MustCompile("(?s)```sh\n(.*?)```")
	shellComment = regexp.MustCompile(`(?m)(^| +)#.*$`)
	// unattended matches the commands of the README that need no terminal and no further file.
	unattended = regexp.MustCompile(`^(peerdash (print|reports)|for report|sqlite3) ?`)
)

// TestREADMEExamples runs the README's examples for the shell on an emulated Graph.
func TestREADMEExamples(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"sh", "jq", "sqlite3"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: %v", tool, err)
		}
	}
	readme, err := os.ReadFile("../../README.md")
	must(t, err)
	program, err := binary()
	must(t, err)
	_, box := startGraph(t)
	box = box.with("XDG_STATE_HOME=", "PATH="+filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
	box.run(t, "print", "--report", "teams-messages").wantExit(t, 0)
	count := 0
	for _, block := range shellBlock.FindAllStringSubmatch(string(readme), -1) {
		text := strings.ReplaceAll(shellComment.ReplaceAllString(block[1], ""), "\\\n", " ")
		for line := range strings.Lines(text) {
			if !unattended.MatchString(line) {
				continue
			}
			count++
			command := exec.Command("sh", "-c", line)
			command.Env, command.Dir = box.environ(), box.home
			if output, err := command.CombinedOutput(); err != nil || strings.Contains(string(output), "peerdash: ") {
				t.Errorf("%s: %v\n%s", line, err, output)
			}
		}
	}
	if least := 7; count < least {
		t.Errorf("%d examples were found, want at least %d", count, least)
	}
}
