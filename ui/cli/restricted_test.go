package cli_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestRestrictedRunsOnlyPrintAndReportsOfAnSSHClient(t *testing.T) {
	graph, box := startGraph(t)
	box.run(t, "print").wantExit(t, 0)
	requests := reportRequests(graph)
	tests := []struct {
		command string
		code    int
		text    string
	}{
		{"print --format json", 0, `"source":"kept"`},
		{"  print   --period D7 --format ndjson ", 0, `"reportPeriod":"7"`},
		{"print --format json --offline=false --max-age 0s", 0, `"source":"kept"`},
		{"print --help", 0, "--format"},
		{"print --format json --report SKYPE-peer-to-peer", 0, `"report":"skype-peer-to-peer"`},
		{"reports", 0, "7 days to 2"},
		{"reports --format json --tenant fabrikam.com", 0, `"days": 7`},
		{"reports --help", 0, "--format"},
		{"reports saved.csv", 2, "takes no argument"},
		{"reports --output stolen.csv", 2, "Unknown flag --output"},
		{"reports; id", 2, "not allowed"},
		{"completion bash", 2, "not allowed"},
		{"help print", 2, "not allowed"},
		{"print --report temas-messages", 2, "Did you mean teams-messages"},
		{"print --format json --tenant fabrikam.com", 0, `"source":"kept"`},
		{"print --refresh", 2, "--refresh is not allowed"},
		{"print --refresh --offline=false", 2, "Leave out --refresh."},
		{"print --report email", 4, "Ask the administrator of this host to fetch it."},
		{"print --period D30", 4, "Ask the administrator of this host to fetch it. Use --period all"},
		{"print --output stolen.csv", 2, "--output is not allowed"},
		{"print --output=stolen.csv", 2, "--output is not allowed"},
		{"print /etc/passwd", 2, "/etc/passwd"},
		{"print -", 2, "takes no argument"},
		{"print -- saved.csv", 2, "saved.csv"},
		{"print --tenant", 2, "--tenant"},
		{"print; id", 2, "not allowed"},
		{"print --format json | sh", 2, "not allowed"},
		{"print $(id)", 2, "not allowed"},
		{"print --format 'json'", 2, "No shell interprets it, so it must not contain '."},
		{"print\nid", 2, `must not contain '\n'`},
		{"print\n--format\njson", 2, `must not contain '\n'`},
		{"print\u00a0--format\u2003json", 2, "not allowed"},
		{"\u2003print", 2, `must not contain '\u2003'`},
		{"\tprint\t--format\tjson\r\n", 0, `"source":"kept"`},
		{"sh", 2, "not allowed"},
		{"peerdash print", 2, "not allowed"},
		{"store forget", 2, "not allowed"},
		{"internal-sftp", 2, "not allowed"},
		{"print \x1b[2J", 2, "not allowed"},
	}
	for _, test := range tests {
		got := box.with("SSH_ORIGINAL_COMMAND="+test.command).
			run(t, "--offline", "--restricted", "--tenant", graph.Tenant())
		got.wantExit(t, test.code)
		where := got.output
		if test.code != 0 {
			where = got.errors
			if got.output != "" {
				t.Errorf("%q wrote %q to standard output", test.command, got.output)
			}
		}
		if !strings.Contains(where, test.text) {
			t.Errorf("%q: %q is missing in %.300s", test.command, test.text, where)
		}
		if strings.Contains(got.errors, "\x1b") {
			t.Errorf("%q: control characters in %q", test.command, got.errors)
		}
	}
	if now := reportRequests(graph); now != requests {
		t.Errorf("Graph got %d requests more", now-requests)
	}
	if _, err := os.Stat(box.home + "/stolen.csv"); err == nil {
		t.Error("a file was written")
	}
	box.with("SSH_ORIGINAL_COMMAND=sh").run(t, "open", "--restricted", "saved.csv").wantExit(t, 2, "not allowed")
}

func TestRestrictedPrintTakesTheDashboardsFlags(t *testing.T) {
	_, box := startGraph(t)
	printed := func(command string) (period string) {
		t.Helper()
		got := box.with("SSH_ORIGINAL_COMMAND="+command).run(t, "--restricted", "--period", "D30")
		got.wantExit(t, 0)
		var reading struct{ Period string }
		if err := json.Unmarshal([]byte(got.output), &reading); err != nil {
			t.Fatalf("%v in %.100s", err, got.output)
		}
		return reading.Period
	}
	if period := printed("print --format json"); period != "D30" {
		t.Errorf("period %s, want that of the dashboard, D30", period)
	}
	if period := printed("print --format json --period D90"); period != "D90" {
		t.Errorf("period %s, want the viewer's, D90", period)
	}
}

func TestRestrictedDashboardWithoutTerminalNamesSSH(t *testing.T) {
	got := newSandbox(t).run(t, "--offline", "--restricted")
	got.wantExit(t, 2, "not a terminal", "Use `ssh -t` for the dashboard, or the command `print`.")
}

func TestRestrictedSessionNamesOnlyRemediesOfTheViewer(t *testing.T) {
	_, box := startGraph(t)
	box.run(t, "print").wantExit(t, 0)
	s := box.open(t, 80, 24, "--offline", "--restricted", "--report", "email")
	s.await("Ask the administrator of this host to fetch it.")
	s.press("q")
	s.wait()
	box = box.with("AZURE_CLIENT_ID=", "SSH_ORIGINAL_COMMAND=print")
	box.run(t, "--restricted").wantExit(t, 2, "Ask the administrator of this host to complete the configuration.")
}

func TestRestrictedIgnoresTheCommandWithoutItsFlag(t *testing.T) {
	newSandbox(t).with("SSH_ORIGINAL_COMMAND=print").run(t, "demo").wantExit(t, 2, "not a terminal")
}

func TestRestrictedDashboardWritesNoFileAndNeverSuspends(t *testing.T) {
	t.Parallel()
	box := newSandbox(t)
	s := box.open(t, 80, 24, "demo", "--restricted")
	s.await("File Transfer")
	s.press("e")
	s.await("Exports are turned off")
	s.press("?")
	s.await("Redraw the screen")
	s.press("q")
	s.await("File Transfer")
	s.press("E")
	s.await("Exports are turned off")
	s.press("\x1a")
	s.press("3")
	s.await("[90d]")
	s.press("?")
	s.await("Redraw the screen")
	for _, key := range []string{"Export as CSV", "Suspend"} {
		if strings.Contains(s.text(), key) {
			t.Errorf("help lists %q", key)
		}
	}
	s.press("qq")
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	files, err := os.ReadDir(box.home)
	if err != nil || len(files) > 0 {
		t.Errorf("home holds %v, error %v, want nothing", files, err)
	}
}

func TestRestrictedDashboardShowsNoSignInPage(t *testing.T) {
	_, box := startGraph(t)
	s := byDeviceCode(box).open(t, 80, 24, "--restricted")
	s.await("sign")
	if strings.Contains(s.text(), "enter the code") || strings.Contains(s.text(), "microsoft.com/device") {
		t.Errorf("the sign-in page is shown:\n%s", s.text())
	}
	s.press("q")
	s.wait()
}

func TestIdleDashboardEnds(t *testing.T) {
	t.Parallel()
	s := newSandbox(t).open(t, 80, 24, "demo", "--idle", "1s")
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
	if strings.LastIndex(s.written(), "\x1b[?1049h") > strings.LastIndex(s.written(), "\x1b[?1049l") {
		t.Error("the alternate screen was left on")
	}
	if _, after, _ := strings.Cut(s.written(), "\x1b[?1049l"); !strings.Contains(after, "peerdash: Quit after 1s without a key (--idle)") {
		t.Errorf("after the screen there is %q, want the reason why the dashboard quit", after)
	}
	newSandbox(t).run(t, "demo", "--idle", "0s").wantExit(t, 2, "--idle")
}
