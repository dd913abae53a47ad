package cli_test

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

func TestDashboardShowsTheDemo(t *testing.T) {
	s := newSandbox(t).open(t, 80, 24, "demo")
	s.await("contoso.onmicrosoft.com")
	s.await("File Transfer")
	s.await("data to ")
	s.await("demo")
	s.press("2")
	s.await("[30d]")
	s.press("q")
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d after q, want 0", code)
	}
}

// TestDemoShowsEveryReport goes through all of them, more than Graph would let an app fetch in so short a time.
func TestDemoShowsEveryReport(t *testing.T) {
	t.Parallel()
	s := newSandbox(t).open(t, 120, 30, "demo")
	for _, report := range model.Catalogue() {
		s.awaitThat("it shows data of "+report.Name, func() bool {
			header, rest, _ := strings.Cut(s.text(), "\n")
			return strings.Contains(header, report.Title) && strings.Contains(header, "data to ") &&
				strings.Contains(rest, report.Series[0].Name())
		})
		s.press("]")
	}
}

func TestDashboardSendsTheTerminalNoQuery(t *testing.T) {
	s := newSandbox(t).open(t, 80, 24, "demo")
	s.await("File Transfer")
	s.press("q")
	s.wait()
	for name, query := range map[string]string{
		"cursor position":   "\x1b[6n",
		"device attributes": "\x1b[c",
		"background colour": "\x1b]11;?",
		"foreground colour": "\x1b]10;?",
	} {
		if strings.Contains(s.written(), query) {
			t.Errorf("the terminal was queried for its %s", name)
		}
	}
}

func TestDashboardLeavesTheTerminalAsItWas(t *testing.T) {
	tests := []struct {
		name string
		end  func(s *screen)
		code int
	}{
		{"q", func(s *screen) { s.press("q") }, 0},
		{"ctrl+c", func(s *screen) { s.press("\x03") }, 0},
		{"SIGTERM", func(s *screen) { _ = s.command.Process.Signal(syscall.SIGTERM) }, 130},
		{"SIGINT", func(s *screen) { _ = s.command.Process.Signal(os.Interrupt) }, 130},
		{"SIGHUP", func(s *screen) { _ = s.command.Process.Signal(syscall.SIGHUP) }, 130},
		{"SIGQUIT", func(s *screen) { _ = s.command.Process.Signal(syscall.SIGQUIT) }, 130},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSandbox(t).open(t, 80, 24, "demo")
			s.await("File Transfer")
			test.end(s)
			if code := s.wait(); code != test.code {
				t.Errorf("exit code %d, want %d", code, test.code)
			}
			for what, pair := range map[string][2]string{
				"the alternate screen": {"\x1b[?1049h", "\x1b[?1049l"},
				"the hidden cursor":    {"\x1b[?25l", "\x1b[?25h"},
				"bracketed paste":      {"\x1b[?2004h", "\x1b[?2004l"},
			} {
				if strings.LastIndex(s.written(), pair[0]) > strings.LastIndex(s.written(), pair[1]) {
					t.Errorf("%s was left on", what)
				}
			}
		})
	}
}

func TestDashboardShowsStoredDataWhileFetching(t *testing.T) {
	graph, box := startGraph(t)
	box.run(t, "print").wantExit(t, 0)
	release := make(chan struct{})
	graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Hold(release))
	s := box.open(t, 80, 24, "--max-age", "0s")
	s.await("File Transfer")
	close(release)
	s.press("q")
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func TestDashboardShowsAFailureWithoutData(t *testing.T) {
	graph, box := startGraph(t)
	graph.Inject(emulatortest.Graph, 1, emulatortest.Respond(404, nil,
		`{"error":{"code":"UnknownTenantId","message":"No data."}}`))
	s := box.open(t, 80, 24)
	s.await("UnknownTenantId")
	s.press("r")
	s.await("File Transfer")
	s.press("q")
	s.wait()
}

func TestOpenShowsFiles(t *testing.T) {
	box := newSandbox(t)
	report := header + "2021-06-28,2021-06-28,7,1,2,3,4,5\n"
	if err := os.WriteFile(box.home+"/saved.csv", []byte(report), 0o600); err != nil {
		t.Fatal(err)
	}
	s := box.open(t, 80, 24, "open", "saved.csv")
	s.await("28 Jun 2021")
	s.press("q")
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func TestPlainPrintsLinesAndDrawsNoScreen(t *testing.T) {
	for name, start := range map[string]func(sandbox) *screen{
		"--plain":   func(s sandbox) *screen { return s.open(t, 80, 24, "demo", "--plain") },
		"TERM=dumb": func(s sandbox) *screen { return s.with("TERM=dumb").open(t, 80, 24, "demo") },
	} {
		t.Run(name, func(t *testing.T) {
			s := start(newSandbox(t))
			s.await("File Transfer")
			s.press("q")
			if code := s.wait(); code != 0 {
				t.Errorf("exit code %d, want 0", code)
			}
			if strings.Contains(s.written(), "\x1b") {
				t.Errorf("it wrote escape sequences: %q", s.written())
			}
		})
	}
}

func TestRefreshFetchesAlthoughStoredDataIsFresh(t *testing.T) {
	graph, box := startGraph(t)
	box.run(t, "print").wantExit(t, 0)
	asked := len(graph.Requests())
	s := box.open(t, 80, 24, "--refresh")
	s.await("checked ")
	s.press("q")
	s.wait()
	if len(graph.Requests()) == asked {
		t.Error("Graph got no request")
	}
}
