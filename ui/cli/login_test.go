package cli_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
)

var userCode = regexp.MustCompile(`enter the code (\S+) `)

// byDeviceCode removes the secret, so that only a user can sign in.
func byDeviceCode(box sandbox) sandbox { return box.with("AZURE_CLIENT_SECRET=") }

// signIn runs peerdash login and simulates the user in the browser.
func signIn(t *testing.T, graph *emulatortest.Emulator, box sandbox) {
	t.Helper()
	command := box.command(t.Context(), t, "login")
	messages, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(messages)
	for lines.Scan() {
		if match := userCode.FindStringSubmatch(lines.Text()); match != nil {
			if !graph.Authority().Approve(match[1]) {
				t.Fatalf("no client waits for the code %s", match[1])
			}
			break
		}
	}
	_, _ = io.Copy(io.Discard, messages)
	if err := command.Wait(); err != nil {
		t.Fatalf("login: %v", err)
	}
}

func TestLoginServesPrintUntilLogout(t *testing.T) {
	t.Parallel()
	graph, box := startGraph(t)
	box = byDeviceCode(box)
	box.run(t, "print").wantExit(t, 3, "peerdash login")

	signIn(t, graph, box)
	asked := graph.Authority().Requests("refresh_token") + graph.Authority().Requests("devicecode")
	box.run(t, "print").wantExit(t, 0)
	if again := graph.Authority().Requests("refresh_token") + graph.Authority().Requests("devicecode"); again != asked {
		t.Error("the sign-in root was asked although a valid token is stored")
	}
	checkModes(t, filepath.Join(box.home, "state", "peerdash"))

	if err := os.Chmod(filepath.Join(box.home, "state", "peerdash", "tokens"), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := box.run(t, "doctor"); !strings.Contains(got.output, "warning  sign-in") || !strings.Contains(got.output, "0755") {
		t.Errorf("doctor does not say that the tokens were open to others:\n%s", got.output)
	}

	got := box.run(t, "logout")
	got.wantExit(t, 0)
	if !strings.Contains(got.output, "Removed") {
		t.Errorf("logout does not say what it removed: %q", got.output)
	}
	box.run(t, "print", "--refresh").wantExit(t, 3, "peerdash login")
	box.with("AZURE_TENANT_ID=").run(t, "logout").wantExit(t, 2, "AZURE_TENANT_ID", "--all")
	box.run(t, "logout", "--all").wantExit(t, 0)
}

// checkModes checks that no other user can read what is stored.
func checkModes(t *testing.T, directory string) {
	t.Helper()
	err := filepath.Walk(directory, func(path string, info os.FileInfo, err error) error {
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestDashboardShowsTheDeviceCodeAndContinues(t *testing.T) {
	t.Parallel()
	graph, box := startGraph(t)
	s := byDeviceCode(box).open(t, 80, 24)
	code := regexp.MustCompile(`\b[A-Z0-9]{9}\b|\b[A-Z0-9]{4}-?[A-Z0-9]{4}\b`)
	s.awaitThat("the code is shown", func() bool {
		for _, word := range code.FindAllString(s.text(), -1) {
			if graph.Authority().Approve(word) {
				return true
			}
		}
		return false
	})
	s.await("File Transfer")
	s.press("q")
	s.wait()
}

func TestDashboardWarnsOfTokensOpenToOthers(t *testing.T) {
	t.Parallel()
	graph, box := startGraph(t)
	box = byDeviceCode(box)
	signIn(t, graph, box)
	if err := os.Chmod(filepath.Join(box.home, "state", "peerdash", "tokens"), 0o755); err != nil {
		t.Fatal(err)
	}
	s := box.open(t, 300, 40)
	s.await("open to other users (mode 0755); it was closed to them")
	s.press("q")
	s.wait()
}

func TestLoginIsNotNecessaryWithASecret(t *testing.T) {
	_, box := startGraph(t)
	box.run(t, "login").wantExit(t, 2, "client secret")
}

func TestLoginGivesUpOnASignInRootThatSaysNothing(t *testing.T) {
	graph, box := startGraph(t)
	graph.Inject(emulatortest.SignIn, emulatortest.Always, emulatortest.Hold(make(chan struct{})))
	byDeviceCode(box).run(t, "login", "--timeout", "200ms").wantExit(t, 4, "--timeout")
}

// awaitCode starts login and returns its messages after the line with the code.
func awaitCode(t *testing.T, box sandbox) (command *exec.Cmd, lines *bufio.Scanner, code string) {
	t.Helper()
	command = box.command(t.Context(), t, "login")
	messages, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines = bufio.NewScanner(messages)
	for lines.Scan() {
		if match := userCode.FindStringSubmatch(lines.Text()); match != nil {
			return command, lines, match[1]
		}
	}
	t.Fatal("no code was shown")
	return nil, nil, ""
}

func TestLoginReportsFailingPollsAndWhoSignedIn(t *testing.T) {
	t.Parallel()
	graph, box := startGraph(t)
	box = byDeviceCode(box)
	command, lines, code := awaitCode(t, box)
	graph.Inject(emulatortest.SignIn, 1, emulatortest.Drop())
	var seen []string
	for lines.Scan() {
		seen = append(seen, lines.Text())
		if strings.Contains(lines.Text(), "Checking whether you have signed in works again") && !graph.Authority().Approve(code) {
			t.Error("the code is no longer waiting")
		}
	}
	if err := command.Wait(); err != nil {
		t.Errorf("login: %v", err)
	}
	text := strings.Join(seen, "\n")
	for _, want := range []string{"Checking whether you have signed in failed: No usable answer from 127.0.0.1", "Signed in as reader@" + graph.Tenant() + " to " + graph.Tenant()} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in:\n%s", want, text)
		}
	}
}

func TestLoginFailsBeforeTheCodeWhereNothingCanBeStored(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, home string) string{
		"a file in the way": func(t *testing.T, home string) string {
			if err := os.WriteFile(filepath.Join(home, "state"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			return "not a directory"
		},
		"another user's": func(t *testing.T, home string) string {
			tokens := filepath.Join(home, "state", "peerdash", "tokens")
			if err := os.MkdirAll(tokens, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.Chown(tokens, 12345, 12345); err != nil {
				t.Skip("only root can give directories away")
			}
			return "belongs to another user (uid 12345)"
		},
	} {
		t.Run(name, func(t *testing.T) {
			graph, box := startGraph(t)
			box = byDeviceCode(box)
			cause := spoil(t, box.home)
			path := filepath.Join(box.home, "state", "peerdash", "tokens")
			login := box.run(t, "login")
			login.wantExit(t, 1, path, "XDG_STATE_HOME")
			if !strings.Contains(strings.ToLower(login.errors), cause) || graph.Authority().Requests("devicecode") != 0 {
				t.Errorf("after %d codes: %s", graph.Authority().Requests("devicecode"), login.errors)
			}
			printed := box.run(t, "print")
			printed.wantExit(t, 3, path, "XDG_STATE_HOME")
			if strings.Contains(printed.errors, "peerdash login") {
				t.Errorf("print sends to a login that cannot work:\n%s", printed.errors)
			}
			checked := box.run(t, "doctor", "--format", "json")
			if !strings.Contains(checked.output, path) || !strings.Contains(checked.output, "XDG_STATE_HOME") {
				t.Errorf("doctor does not name %s:\n%s", path, checked.output)
			}
			s := box.open(t, 100, 30)
			s.await("only as long as this program")
			s.press("q")
			s.wait()
		})
	}
}

func TestWithoutHOMEThatOfThePasswordDatabaseCounts(t *testing.T) {
	account, err := user.Current()
	if err != nil {
		t.Skip(err)
	}
	box := newSandbox(t)
	command := box.command(t.Context(), t, "store", "info")
	command.Env = []string{"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8"}
	output, err := command.CombinedOutput()
	if strings.Contains(string(output), "\n/.local") || strings.Contains(string(output), " /.local") {
		t.Errorf("the store is in the root directory: %v\n%s", err, output)
	}
	if !strings.Contains(string(output), account.HomeDir+"/") {
		t.Errorf("the store is not in %s: %v\n%s", account.HomeDir, err, output)
	}
}
