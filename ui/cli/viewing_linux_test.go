package cli_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// sharedViewing is a fetched store that the viewers of an sshd can read.
func sharedViewing(t testing.TB) (*sshServer, *emulatortest.Emulator, sandbox) {
	t.Helper()
	needSSH(t)
	graph, box := startGraph(t)
	graph.GiveReport(model.D7, header+"2021-06-28,2021-06-27,7,1177,407,,12,0\n2021-06-28,2021-06-28,7,901,407,,12,0\n")
	account := viewerAccount(t, openToAll(t))
	group, err := strconv.Atoi(account.Gid)
	must(t, err)
	fetcher, store := shareStore(t, box, group)
	fetcher.run(t, "print").wantExit(t, 0)
	fetcher.run(t, "print", "--report", "teams-messages").wantExit(t, 0)
	return startSSHServer(t, account, store, "PEERDASH_GRAPH_URL="+graph.GraphRoot().String()), graph, fetcher
}

// view opens the dashboard in a terminal by ssh, and gives its process on the server.
func (s *sshServer) view(t testing.TB, port int) (*screen, int) {
	t.Helper()
	before := s.processes()
	ssh := s.client("ssh", port, "-t", s.host())
	opened := start(t, ssh, 80, 24, pty.Winsize{Cols: 80, Rows: 24})
	opened.await("data to 28 Jun 2021")
	for _, process := range s.processes() {
		if !slices.Contains(before, process) {
			return opened, process
		}
	}
	t.Fatal("the server runs no further dashboard")
	return nil, 0
}

func TestSharedViewing(t *testing.T) {
	t.Parallel()
	server, graph, fetcher := sharedViewing(t)
	for name, port := range map[string]int{"ForceCommand": server.blockPort, "authorized_keys": server.keyPort} {
		t.Run(name, func(t *testing.T) {
			t.Run("dashboard", func(t *testing.T) { checkViewedDashboard(t, server, port) })
			t.Run("commands", func(t *testing.T) { checkViewerCommands(t, server, port) })
		})
	}
	t.Run("many viewers", func(t *testing.T) { checkManyViewers(t, server, graph, fetcher) })
}

func checkViewedDashboard(t *testing.T, server *sshServer, port int) {
	s, _ := server.view(t, port)
	s.press("e")
	s.await("Exports are turned off")
	s.press("\x1a") // ctrl+z
	s.press("3")
	s.await("[90d]")
	s.mutex.Lock()
	s.grid.Resize(113, 31)
	s.mutex.Unlock()
	must(t, pty.Setsize(s.pty, &pty.Winsize{Cols: 113, Rows: 31}))
	s.awaitThat("the frame is as wide as the terminal", func() bool {
		return slices.ContainsFunc(strings.Split(s.text(), "\n"), func(line string) bool {
			return len([]rune(strings.TrimRight(line, " "))) > 100
		})
	})
	s.press("q")
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func checkViewerCommands(t *testing.T, server *sshServer, port int) {
	printed := server.ask(t, port, "print --format json")
	printed.wantExit(t, 0)
	if report, days := printedReport(t, printed); report != "skype-peer-to-peer" || days != 2 {
		t.Errorf("printed %d days of %s, want 2 of the default report", days, report)
	}
	printed = server.ask(t, port, "print --report teams-messages --format json")
	printed.wantExit(t, 0)
	if report, days := printedReport(t, printed); report != "teams-messages" || days != 7 {
		t.Errorf("printed %d days of %s, want 7 of teams-messages", days, report)
	}
	server.ask(t, port, "print --report email").wantExit(t, 4, "No stored data")
	listed := server.ask(t, port, "reports")
	listed.wantExit(t, 0)
	for _, want := range []string{"2 days to 2021-06-28", "7 days to "} {
		if !strings.Contains(listed.output, want) {
			t.Errorf("reports does not list %q:\n%s", want, listed.output)
		}
	}
	for _, command := range []string{"print; id", "sh", "print --output stolen.csv"} {
		refused := server.ask(t, port, command)
		refused.wantExit(t, 2, "not allowed")
		if refused.output != "" {
			t.Errorf("%q printed %q", command, refused.output)
		}
	}
	sftp := server.client("sftp", port, server.host())
	sftp.Stdin = strings.NewReader("ls\n")
	if output, err := sftp.CombinedOutput(); err == nil {
		t.Errorf("sftp was not refused:\n%s", output)
	}
	if server.isForwarded(t, port) {
		t.Error("a port was forwarded")
	}
}

// printedReport is the name of the report that was printed as JSON, and the number of its days.
func printedReport(t *testing.T, printed outcome) (name string, days int) {
	t.Helper()
	var reading struct {
		Report string
		Value  []any
	}
	if err := json.Unmarshal([]byte(printed.output), &reading); err != nil {
		t.Errorf("%v in\n%s", err, printed.output)
	}
	return reading.Report, len(reading.Value)
}

// checkManyViewers fetches while one viewer looks on, the connection of another one is cut and a third is stopped.
func checkManyViewers(t *testing.T, server *sshServer, graph *emulatortest.Emulator, fetcher sandbox) {
	watching, _ := server.view(t, server.blockPort)
	cut, cutProcess := server.view(t, server.keyPort)
	stopped, stoppedProcess := server.view(t, server.blockPort)
	signal(t, stoppedProcess, syscall.SIGSTOP)
	defer func() { _ = syscall.Kill(stoppedProcess, syscall.SIGCONT) }()

	graph.GiveReport(model.D7, header+"2021-06-29,2021-06-28,7,1177,407,,12,0\n2021-06-29,2021-06-29,7,803,407,,12,0\n")
	fetcher.run(t, "print", "--refresh").wantExit(t, 0)
	fetched := time.Now()

	must(t, cut.command.Process.Kill())
	ended := time.Now()
	awaitThat(t, "the dashboard whose connection was cut ends", func() bool {
		return !slices.Contains(server.processes(), cutProcess)
	})
	t.Logf("the dashboard ended %v after its connection was cut", time.Since(ended).Round(time.Millisecond))

	watching.await("data to 29 Jun 2021")
	t.Logf("new data was shown %v after it was fetched", time.Since(fetched).Round(time.Millisecond))
	signal(t, stoppedProcess, syscall.SIGCONT)
	stopped.await("data to 29 Jun 2021")
	for _, s := range []*screen{watching, stopped} {
		s.press("q")
		if code := s.wait(); code != 0 {
			t.Errorf("exit code %d, want 0", code)
		}
	}
}
