package cli_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"peerdash/graphapi/emulator/emulatortest"
)

func TestRedirectsThatAreNotFollowed(t *testing.T) {
	for _, location := range []string{
		"http://127.0.0.1:1/report", "https://169.254.169.254/latest/meta-data", "https://[fe80::1]/report", "https://[::ffff:169.254.169.254]/",
	} {
		t.Run(location, func(t *testing.T) {
			t.Parallel()
			graph, box := startGraph(t)
			graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Respond(302, http.Header{"Location": {location}}, ""))
			got := box.run(t, "print")
			got.wantExit(t, 4, "cannot be followed")
			if strings.Contains(got.errors, location) {
				t.Errorf("the address is shown: %s", got.errors)
			}
		})
	}
}

func TestPermissionThatTheTokenHas(t *testing.T) {
	graph, box := startGraph(t)
	for _, code := range []string{"S2SUnauthorized", "MissingCredentials"} {
		graph.Inject(emulatortest.Graph, 1, refuses(403, code))
		got := box.run(t, "print", "--refresh")
		got.wantExit(t, 3, code, "This token has the permission", "can take an hour", "Request id: r-1")
		if strings.Contains(got.errors, "peerdash login") {
			t.Errorf("an application is sent to a person's sign-in:\n%s", got.errors)
		}
	}
}

func TestPolicyIsNamedByEachCommand(t *testing.T) {
	graph, box := startGraph(t)
	graph.Inject(emulatortest.SignIn, emulatortest.Always, denies("invalid_grant", "AADSTS53003: Blocked by Conditional Access."))
	for _, command := range []string{"print", "doctor"} {
		got := box.run(t, command)
		text := got.output + got.errors
		if got.code != 3 || !strings.Contains(text, "Conditional Access policy") || !strings.Contains(text, "Correlation id: c-1") ||
			strings.Contains(text, "peerdash login") {
			t.Errorf("%s ends with %d:\n%s", command, got.code, text)
		}
	}
	got := byDeviceCode(box).run(t, "login")
	got.wantExit(t, 3, "Conditional Access policy", "Correlation id: c-1")
	if strings.Contains(got.errors, "peerdash login") {
		t.Errorf("login sends to login:\n%s", got.errors)
	}
}

func TestSettingsWithStrayCharacters(t *testing.T) {
	graph, box := startGraph(t)
	box.with("AZURE_CLIENT_ID="+graph.ClientID()+"\r", "AZURE_TENANT_ID= "+graph.Tenant()+"\n",
		"AZURE_CLIENT_SECRET="+graph.ClientSecret()+"\r\n").run(t, "print").wantExit(t, 0)
	got := box.with("AZURE_CLIENT_SECRET=\""+graph.ClientSecret()+"\"").run(t, "print", "--refresh")
	got.wantExit(t, 2, "AZURE_CLIENT_SECRET has quotes")
	if strings.Contains(got.errors, graph.ClientSecret()) {
		t.Errorf("the secret is shown:\n%s", got.errors)
	}
}

func TestStorePathInQuotesIsNamed(t *testing.T) {
	box := newSandbox(t)
	quoted := `"` + filepath.Join(box.home, "peerdash.db") + `"`
	for _, arguments := range [][]string{{"store"}, {"store", "--format", "json"}, {"print", "--offline"}, {"store", "forget", "--tenant", "contoso.com", "--yes"}} {
		box.with("PEERDASH_STORE="+quoted).run(t, arguments...).wantExit(t, 2, "PEERDASH_STORE has quotes", "without quotes")
	}
}

func TestLoginWithinOneMinute(t *testing.T) {
	graph, box := startGraph(t)
	body := `{"device_code":"d","user_code":"ABCD-1234","verification_uri":"https://microsoft.com/devicelogin","expires_in":59,"interval":1}`
	graph.Inject(emulatortest.SignIn, 1, emulatortest.Respond(200, http.Header{"Content-Type": {"application/json"}}, body))
	got := byDeviceCode(box).run(t, "login")
	if want := "enter the code ABCD-1234 within 1 minute.\n"; !strings.Contains(got.errors, want) {
		t.Errorf("no %q in\n%s", want, got.errors)
	}
}

func TestLoginRefusesAnswersThatAreNoCode(t *testing.T) {
	for _, body := range []string{
		"null", "[]", `{"device_code":"the-device-code","user_code":"ABC","verification_uri":"https://microsoft.com@evil.example/"}`,
		`{"device_code":"the-device-code","user_code":"then run curl","verification_uri":"https://microsoft.com/devicelogin"}`,
	} {
		graph, box := startGraph(t)
		graph.Inject(emulatortest.SignIn, emulatortest.Always, answers(200, body))
		got := byDeviceCode(box).run(t, "login")
		got.wantExit(t, 4, "not that of a sign-in root")
		if strings.Contains(got.errors, "evil.example") || strings.Contains(got.errors, "curl") {
			t.Errorf("%s is shown:\n%s", body, got.errors)
		}
	}
}

func TestDashboardSaysThatPollsFail(t *testing.T) {
	t.Parallel()
	graph, box := startGraph(t)
	s := byDeviceCode(box).open(t, 100, 30)
	s.await("Enter the code")
	graph.Inject(emulatortest.SignIn, emulatortest.Always, emulatortest.Drop())
	s.await("Checking whether you have signed in failed")
	s.press("q")
	s.wait()
}

func TestSignalDoesNotLoseARotatedRefreshToken(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	signalDuringRenewal(t, emulatortest.Hold(release), func() { close(release) })
}

// TestSignalDoesNotLoseASlowlyRotatedRefreshToken answers a renewal later than the program usually waits before it ends.
func TestSignalDoesNotLoseASlowlyRotatedRefreshToken(t *testing.T) {
	t.Parallel()
	signalDuringRenewal(t, emulatortest.Delay(2*time.Second), func() {})
}

// signalDuringRenewal sends a signal while peerdash waits for a renewed session, which the fault delays, and checks that the next run
// can use the session.
func signalDuringRenewal(t *testing.T, fault emulatortest.Fault, signaled func()) {
	t.Helper()
	graph, box := startGraph(t)
	box = byDeviceCode(box)
	signIn(t, graph, box)
	files, err := filepath.Glob(filepath.Join(box.home, "state", "peerdash", "tokens", "*.json"))
	if err != nil || len(files) != 1 {
		t.Fatalf("token files %q, %v", files, err)
	}
	expire(t, files[0])
	before, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	graph.Inject(emulatortest.SignIn, 1, fault)
	ended := make(chan struct{}) // so that peerdash cannot end before it has noticed the signal
	graph.Inject(emulatortest.Graph, 1, emulatortest.Hold(ended))
	command := box.command(t.Context(), t, "print", "--refresh")
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if err := graph.AwaitInFlight(t.Context(), emulatortest.SignIn, 1); err != nil {
		t.Fatal(err)
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	signaled()
	_ = command.Wait() // it was interrupted
	close(ended)
	if code := command.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	after, err := os.ReadFile(files[0])
	if err != nil || string(after) == string(before) {
		t.Errorf("the renewed tokens are not stored: %v", err)
	}
	box.run(t, "print", "--refresh").wantExit(t, 0)
}

// expire sets the expiry of the access token in a token file to a time in the past.
func expire(t *testing.T, path string) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(content), "\n")
	for i, line := range lines {
		if strings.Contains(line, `"expires"`) {
			lines[i] = `  "expires": "2021-06-28T00:00:00Z"`
		}
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
}
