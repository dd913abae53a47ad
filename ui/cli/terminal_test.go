package cli_test

import (
	"context"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// testTimeout is how long a test waits before it fails.
const testTimeout = 20 * time.Second

// screen is a terminal in which peerdash runs. It never answers a query.
type screen struct {
	t       testing.TB
	command *exec.Cmd
	pty     *os.File

	mutex   sync.Mutex
	grid    *vt.Emulator
	raw     strings.Builder
	changed chan struct{} // closed and replaced when something was written
	ended   chan struct{}
}

// open runs peerdash in a terminal of that size.
func (s sandbox) open(t *testing.T, width, height int, arguments ...string) *screen {
	t.Helper()
	return s.openWith(t, nil, width, height, arguments...)
}

// openWith is open with a standard input that is not the terminal, unless input is nil.
func (s sandbox) openWith(t *testing.T, input io.Reader, width, height int, arguments ...string) *screen {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	command := s.command(ctx, t, arguments...)
	command.Stdin = input
	return start(t, command, width, height, pty.Winsize{Cols: uint16(width), Rows: uint16(height)})
}

// start runs a command in a terminal of a width and height that reports a size. The command must end with a context.
func start(t testing.TB, command *exec.Cmd, width, height int, reported pty.Winsize) *screen {
	t.Helper()
	file, err := pty.StartWithAttrs(command, &reported, terminalOnStandardOutput())
	if err != nil {
		t.Fatal(err)
	}
	opened := &screen{
		t: t, command: command, pty: file,
		grid:    vt.NewEmulator(width, height),
		changed: make(chan struct{}), ended: make(chan struct{}),
	}
	go func() { _, _ = io.Copy(io.Discard, opened.grid) }()
	go opened.read()
	t.Cleanup(func() {
		_ = command.Cancel()
		<-opened.ended
		_ = command.Wait()
		_ = file.Close()
		// Close of the emulator itself would race with the reading of its answers.
		_ = opened.grid.InputPipe().(io.Closer).Close()
	})
	return opened
}

func (s *screen) read() {
	defer close(s.ended)
	buffer := make([]byte, 64<<10)
	for {
		n, err := s.pty.Read(buffer)
		s.mutex.Lock()
		_, _ = s.grid.Write(buffer[:n])
		s.raw.Write(buffer[:n])
		close(s.changed)
		s.changed = make(chan struct{})
		s.mutex.Unlock()
		if err != nil {
			return
		}
	}
}

// text is the text of the screen.
func (s *screen) text() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.grid.String()
}

// written is everything that was written so far.
func (s *screen) written() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.raw.String()
}

// await waits until the screen holds the text.
func (s *screen) await(text string) {
	s.t.Helper()
	s.awaitThat("the screen shows "+text, func() bool { return strings.Contains(s.text(), text) })
}

// awaitThat waits until the condition holds, which is checked after each write.
func (s *screen) awaitThat(what string, condition func() bool) {
	s.t.Helper()
	timeout := time.After(testTimeout)
	for {
		s.mutex.Lock()
		changed := s.changed
		s.mutex.Unlock()
		if condition() {
			return
		}
		select {
		case <-changed:
		case <-s.ended:
			if !condition() {
				s.t.Fatalf("peerdash ended before %s; screen:\n%s", what, s.text())
			}
			return
		case <-timeout:
			s.t.Fatalf("timed out waiting until %s; screen:\n%s", what, s.text())
		}
	}
}

// press sends keys as a terminal does.
func (s *screen) press(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.pty, keys); err != nil {
		s.t.Fatal(err)
	}
}

// wait waits for the end and gives the exit code.
func (s *screen) wait() int {
	s.t.Helper()
	select {
	case <-s.ended:
	case <-time.After(testTimeout):
		s.t.Fatalf("peerdash did not end; screen:\n%s", s.text())
	}
	_ = s.command.Wait()
	return s.command.ProcessState.ExitCode()
}
