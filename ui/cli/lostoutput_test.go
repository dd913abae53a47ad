//go:build linux

package cli_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// shell runs a command line of the shell in which $peerdash is the program.
func (s sandbox) shell(t *testing.T, line string) outcome {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "sh", "-c", line)
	command.Env = append(s.environ(), "peerdash="+path)
	command.Dir = s.home
	var output, failures bytes.Buffer
	command.Stdout, command.Stderr = &output, &failures
	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{output.String(), failures.String(), command.ProcessState.ExitCode()}
}

// TestCommandFailsIfItsOutputIsLost runs every command that writes data with an output that takes none.
func TestCommandFailsIfItsOutputIsLost(t *testing.T) {
	box := newSandbox(t)
	saved := header + "2021-06-28,2021-06-28,7,1,2,3,4,5\n"
	if err := os.WriteFile(filepath.Join(box.home, "saved.csv"), []byte(saved), 0o600); err != nil {
		t.Fatal(err)
	}
	box.run(t, "import", "--tenant", "contoso.com", "saved.csv").wantExit(t, 0)
	lines := []string{
		"print saved.csv", "demo print --format csv", "demo print --format chart", "print --offline --period all --format json",
		"import --tenant contoso.com saved.csv", "--help", "help", "licenses", "print --help", "--version", "version",
		"logout --all", "store", "store info", "store vacuum", "completion bash", "doctor --format json", "doctor",
		"store forget --yes --tenant fabrikam.example",
	}
	for _, line := range lines {
		for name, redirection := range map[string]string{"full": ">/dev/full", "closed": ">&-"} {
			t.Run(line+"/"+name, func(t *testing.T) {
				t.Parallel()
				got := box.shell(t, `"$peerdash" `+line+" "+redirection)
				if got.code == 0 || !strings.HasPrefix(line, "doctor") && !strings.Contains(got.errors, "Could not write to standard output") {
					t.Errorf("exit code %d, standard error:\n%s", got.code, got.errors)
				}
			})
		}
	}
}

// TestDiscardedOutputIsNotLost discards the output as shells, services and other programs do.
func TestDiscardedOutputIsNotLost(t *testing.T) {
	box := newSandbox(t)
	for _, line := range []string{
		`"$peerdash" demo print >/dev/null`,
		`"$peerdash" demo print >/dev/null 2>&1`,
		`"$peerdash" demo print <>/dev/null >&0 2>&0`,
		// A script that discards its output for all its commands.
		`exec 1<>/dev/null; "$peerdash" demo print; exit $?`,
		// Node's spawn with stdio: "ignore".
		`"$peerdash" demo print </dev/null 1<>/dev/null 2<>/dev/null`,
	} {
		if got := box.shell(t, line); got.code != 0 {
			t.Errorf("%s: exit code %d\n%s", line, got.code, got.errors)
		}
	}
}
