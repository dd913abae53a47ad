package cli_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

var (
	shellBlock   = regexp.MustCompile("(?s)```sh\n(.*?)```")
	shellComment = regexp.MustCompile(`(?m)(^| +)#.*$`)
)

// exampleUses say how the tests use each command in the README's blocks for the shell. A block of az is one command.
var exampleUses = []struct {
	command *regexp.Regexp
	use     func(t *testing.T, box sandbox, command string)
}{
	{regexp.MustCompile(`^(peerdash (print|reports)|for report|sqlite3) `), runExample},
	{regexp.MustCompile(`^15 7 \* \* \*  peerdash print `), runCrontabExample},
	{regexp.MustCompile(`^peerdash --report `), showExample},
	{regexp.MustCompile(`^export AZURE_`), configureExample},
	{regexp.MustCompile(`^app=\$\(az `), registerExample},
	{regexp.MustCompile(`^(groupadd|useradd) `), addAccountExample},
	{regexp.MustCompile(`^install `), installExample},
	{regexp.MustCompile(`^systemctl `), controlUnitExample},
	{regexp.MustCompile(`^go (run \. demo|test \./\.\.\.)$`), func(*testing.T, sandbox, string) {}}, // TestDashboardShowsTheDemo; all tests
}

// TestREADMEExamples uses every command in the README's blocks for the shell, on an emulated Graph.
func TestREADMEExamples(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("the README's paths, and options such as those of date, are Linux's")
	}
	for _, tool := range []string{"sh", "jq", "sqlite3"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed: %v", tool, err)
		}
	}
	program, err := binary()
	must(t, err)
	_, box := startGraph(t)
	box = box.with("XDG_STATE_HOME=", "PATH="+filepath.Dir(program)+string(os.PathListSeparator)+os.Getenv("PATH"))
	box.run(t, "print", "--report", "teams-messages").wantExit(t, 0)
	used := make([]bool, len(exampleUses))
	for _, command := range exampleCommands(t) {
		t.Run(command, func(t *testing.T) {
			for i, example := range exampleUses {
				if example.command.MatchString(command) {
					used[i] = true
					example.use(t, box, command)
					return
				}
			}
			t.Error("no test uses this command of the README")
		})
	}
	for i, example := range exampleUses {
		if !used[i] {
			t.Errorf("the README has no command that matches %s", example.command)
		}
	}
}

// exampleCommands are the commands in the README's blocks for the shell, without comments.
func exampleCommands(t *testing.T) []string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	must(t, err)
	var commands []string
	for _, block := range shellBlock.FindAllStringSubmatch(string(readme), -1) {
		text := strings.ReplaceAll(shellComment.ReplaceAllString(block[1], ""), "\\\n", " ")
		if strings.HasPrefix(text, "app=$(az ") {
			commands = append(commands, text)
			continue
		}
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" {
				commands = append(commands, line)
			}
		}
	}
	return commands
}

// runExample runs a command in a shell and returns its output. It must succeed without a message of peerdash.
func runExample(t *testing.T, box sandbox, command string) {
	t.Helper()
	shellOutput(t, box, command)
}

func shellOutput(t *testing.T, box sandbox, command string) string {
	t.Helper()
	shell := exec.Command("sh", "-c", command)
	shell.Env, shell.Dir = box.environ(), box.home
	output, err := shell.CombinedOutput()
	if err != nil || strings.Contains(string(output), "peerdash: ") {
		t.Errorf("%v\n%s", err, output)
	}
	return string(output)
}

// runCrontabExample runs the command of a crontab, which writes to another directory.
func runCrontabExample(t *testing.T, box sandbox, command string) {
	_, command, _ = strings.Cut(command, "  ")
	const directory = "/srv/reports"
	if !strings.Contains(command, directory) {
		t.Fatalf("it does not write to %s", directory)
	}
	runExample(t, box, strings.ReplaceAll(command, directory, box.home))
}

// showExample shows the dashboard and quits it.
func showExample(t *testing.T, box sandbox, command string) {
	s := box.open(t, 100, 30, strings.Fields(command)[1:]...)
	s.await("180 days")
	s.press("q")
	if code := s.wait(); code != 0 {
		t.Errorf("it ends with exit code %d", code)
	}
}

// configureExample sets the variable, of which doctor says where it comes from.
func configureExample(t *testing.T, box sandbox, command string) {
	variable, value, _ := strings.Cut(strings.TrimPrefix(command, "export "), "=")
	output := shellOutput(t, box, command+"; peerdash doctor --timeout 1ms || true")
	if want := value + " ($" + variable + ")"; !strings.Contains(output, want) {
		t.Errorf("doctor does not say %q:\n%s", want, output)
	}
}

// registerExample runs the commands with a stand-in for az, which needs a tenant. It gives every app the same id.
func registerExample(t *testing.T, box sandbox, commands string) {
	const id = "00000000-0000-0000-0000-000000000001"
	standIn := `az() { case "$*" in "ad app create "*) echo ` + id + `;; *" --id ` + id + `"*) ;; *) exit 1;; esac; }` + "\n"
	if output := shellOutput(t, box, "set -e\n"+standIn+commands); output != "AZURE_CLIENT_ID="+id+"\n" {
		t.Errorf("it prints %q", output)
	}
}

// addAccountExample adds the group or account to the files of another system in a directory.
func addAccountExample(t *testing.T, box sandbox, command string) {
	name, arguments, _ := strings.Cut(command, " ")
	if _, err := exec.LookPath(name); err != nil || os.Geteuid() != 0 {
		t.Skipf("only root can run %s: %v", name, err)
	}
	etc := filepath.Join(box.home, "system", "etc")
	must(t, os.MkdirAll(etc, 0o755))
	for _, file := range []string{"passwd", "group", "shadow", "gshadow"} {
		opened, err := os.OpenFile(filepath.Join(etc, file), os.O_CREATE|os.O_WRONLY, 0o600)
		must(t, err)
		must(t, opened.Close())
	}
	runExample(t, box, name+" --prefix "+filepath.Dir(etc)+" "+arguments)
}

// installExample installs files and directories in another place, as the user who runs the test. The files to install are empty.
func installExample(t *testing.T, box sandbox, command string) {
	place := filepath.Join(box.home, "system")
	must(t, os.MkdirAll(place, 0o755))
	command = regexp.MustCompile(` -[og] [a-z-]+`).ReplaceAllString(command, "")
	command = strings.NewReplacer(" ~", " "+place+"/", " /etc/", " "+place+"/etc/").Replace(command)
	for _, name := range []string{"certificate.pem", "viewers.pub"} {
		must(t, os.WriteFile(filepath.Join(box.home, name), nil, 0o600))
	}
	runExample(t, box, command)
}

// controlUnitExample checks that the units which systemctl controls are those of the examples. TestExampleUnitsAreValid checks these.
func controlUnitExample(t *testing.T, _ sandbox, command string) {
	for _, unit := range regexp.MustCompile(`[a-z-]+\.(service|timer)`).FindAllString(command, -1) {
		if _, err := os.Stat(filepath.Join(examples, "systemd", unit)); err != nil {
			t.Error(err)
		}
	}
}
