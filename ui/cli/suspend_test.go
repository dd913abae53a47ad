//go:build unix

package cli_test

import (
	"context"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
)

// openShell opens an interactive shell with job control, in which peerdash is the name of the binary.
func openShell(t *testing.T) *screen {
	t.Helper()
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	box := newSandbox(t)
	command := exec.CommandContext(ctx, shell, "--norc", "--noprofile", "-i")
	command.Env, command.Dir = box.with("PS1=shell> ").environ(), box.home
	s := start(t, command, 80, 41, pty.Winsize{Cols: 80, Rows: 41})
	s.await("shell>")
	s.press("peerdash() { command '" + path + "' \"$@\"; }; clear; echo begun $((40+2))\n")
	s.await("begun 42")
	return s
}

// job is the process that runs in the shell's foreground.
func (s *screen) job() int {
	s.t.Helper()
	output, err := exec.Command("ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "comm=").Output()
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(output)) {
		fields := strings.Fields(line)
		if fields[1] != strconv.Itoa(s.command.Process.Pid) || !strings.HasPrefix(fields[2], "peerdash") {
			continue
		}
		pid, err := strconv.Atoi(fields[0])
		if err != nil {
			s.t.Fatal(err)
		}
		return pid
	}
	s.t.Fatalf("the shell runs no peerdash:\n%s", output)
	return 0
}

// isRaw reports whether the terminal passes on each key immediately and echoes none.
func (s *screen) isRaw() bool {
	s.t.Helper()
	state, err := term.GetState(s.pty.Fd())
	if err != nil {
		s.t.Fatal(err)
	}
	return state.Lflag&(syscall.ICANON|syscall.ECHO|syscall.ISIG) == 0
}

func TestStoppedDashboardIsRestored(t *testing.T) {
	send := func(signal syscall.Signal) func(*screen) {
		return func(s *screen) { _ = syscall.Kill(s.job(), signal) }
	}
	for _, test := range []struct {
		name string
		stop func(*screen)
		// leaves reports whether the program can leave the screen before it is stopped.
		leaves bool
	}{
		{"ctrl+z", func(s *screen) { s.press("\x1a") }, true},
		{"SIGTSTP", send(syscall.SIGTSTP), true},
		{"SIGSTOP", send(syscall.SIGSTOP), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := openShell(t)
			s.press("peerdash demo --mouse\n")
			s.await("File Transfer")
			for round := range 3 {
				before := len(s.written())
				test.stop(s)
				s.awaitThat("the shell says so", func() bool { return strings.Contains(s.written()[before:], "shell>") })
				s.press("echo shell $((round+" + strconv.Itoa(round) + "))\n")
				s.await("shell " + strconv.Itoa(round))
				if test.leaves && (!strings.Contains(s.text(), "begun 42") || strings.Contains(s.text(), "File Transfer")) {
					t.Fatalf("the main screen is not what it was:\n%s", s.text())
				}
				before = len(s.written())
				s.press("fg\n")
				s.awaitThat("the dashboard is back", func() bool {
					text := s.text()
					return strings.Contains(text, "File Transfer") && strings.Contains(text, "contoso.onmicrosoft.com") &&
						!strings.Contains(text, "Stopped") && s.isRaw()
				})
				if back := s.written()[before:]; !strings.Contains(back, "\x1b[?1003h") || !strings.Contains(back, "\x1b[?2004h") {
					t.Errorf("the mouse or pastes are not reported after fg: %.80q", back)
				}
				before = len(s.written())
				s.press("\x1b[D")
				s.awaitThat("a key works", func() bool { return len(s.written()) > before })
			}
			before := len(s.written())
			s.press("q")
			// Keys typed after the screen is left go to the shell.
			s.awaitThat("the screen is left", func() bool { return strings.Contains(s.written()[before:], "\x1b[?1049l") })
			s.press("echo ended $?\n")
			s.await("ended 0")
			if !strings.Contains(s.text(), "begun 42") || strings.Contains(s.text(), "File Transfer") {
				t.Errorf("the main screen is not what it was:\n%s", s.text())
			}
		})
	}
}

func TestSuspendWithoutAShellDoesNothing(t *testing.T) {
	s := newSandbox(t).open(t, 80, 24, "demo")
	s.await("File Transfer")
	before := len(s.written())
	s.press("\x1a2")
	s.await("[30d]")
	if strings.Contains(s.written()[before:], "\x1b[?1049l") {
		t.Error("it left the screen although no shell could continue it")
	}
	s.press("q")
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func TestTerminalWithoutASizeIs80x24(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	s := start(t, newSandbox(t).command(ctx, t, "demo"), 80, 24, pty.Winsize{})
	s.await("File Transfer")
	s.await("q quit")
}

func TestSignalEndsADashboardOnABlockedTerminal(t *testing.T) {
	t.Parallel()
	for _, signals := range [][]syscall.Signal{
		{syscall.SIGTERM}, {syscall.SIGINT}, {syscall.SIGHUP}, {syscall.SIGQUIT}, {syscall.SIGINT, syscall.SIGINT},
	} {
		command := newSandbox(t).command(t.Context(), t, "demo")
		terminal, err := pty.StartWithSize(command, &pty.Winsize{Cols: 500, Rows: 200})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = terminal.Close() }()
		// The first bytes show that it draws; the rest fills the pty, since nothing reads it.
		if _, err := terminal.Read(make([]byte, 16)); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		for _, signal := range signals {
			if err := command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = command.Wait()
		}()
		select {
		case <-ended:
		case <-time.After(testTimeout):
			t.Fatalf("it goes on after %v", signals)
		}
		t.Logf("%v: ended after %v", signals, time.Since(began))
		if code := command.ProcessState.ExitCode(); code != 130 {
			t.Errorf("exit code %d after %v, want 130", code, signals)
		}
		state, err := term.GetState(terminal.Fd())
		if err != nil || state.Lflag&syscall.ICANON == 0 {
			t.Errorf("after %v the terminal is raw: %v", signals, err)
		}
	}
}
