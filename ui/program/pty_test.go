//go:build unix

package program

import (
	"context"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"peerdash/ui"
)

// testTerminal is a pty with a screen behind it, on which a dashboard runs in this process.
type testTerminal struct {
	t              testing.TB
	ours, theirs   *os.File
	before         *term.State
	ended          chan error
	mutex          sync.Mutex
	screen         *vt.Emulator
	written        strings.Builder
	changed        chan struct{}
	cancel         context.CancelFunc
	width, height  int
	bytesPerSecond int
	// accepting is held while the terminal accepts nothing.
	accepting sync.Mutex
}

// startOn runs a dashboard on a terminal of its own. A slow terminal accepts bytesPerSecond; 0 is no limit.
func startOn(t testing.TB, config ui.Config, width, height, bytesPerSecond int) *testTerminal {
	t.Helper()
	return startOnScreen(t, config, width, height, bytesPerSecond, true)
}

// startOnScreen is startOn, with or without the alternate screen.
func startOnScreen(
	t testing.TB, config ui.Config, width, height, bytesPerSecond int, altScreen bool,
) *testTerminal {
	t.Helper()
	ours, theirs := openPty(t)
	if err := pty.Setsize(theirs, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(theirs.Fd())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &testTerminal{
		t: t, ours: ours, theirs: theirs, before: before, ended: make(chan error, 1), changed: make(chan struct{}),
		screen: vt.NewEmulator(width, height), cancel: cancel, width: width, height: height,
		bytesPerSecond: bytesPerSecond,
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		s.read()
	}()
	returned := make(chan struct{})
	go func() {
		defer close(returned)
		s.ended <- Run(ctx, config, Terminal{Input: theirs, Output: theirs, AltScreen: altScreen})
	}()
	t.Cleanup(func() {
		cancel()
		<-returned
		_ = ours.Close()
		_ = theirs.Close()
		<-read
	})
	return s
}

// openPty opens both sides of a pty. Ours can be closed while it is being read.
func openPty(t testing.TB) (ours, theirs *os.File) {
	t.Helper()
	blocking, theirs, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = blocking.Close() }()
	copied, err := syscall.Dup(int(blocking.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.SetNonblock(copied, true); err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(copied), blocking.Name()), theirs
}

func (s *testTerminal) read() {
	size := 64 << 10
	if s.bytesPerSecond > 0 {
		size = max(s.bytesPerSecond/100, 1)
	}
	buffer := make([]byte, size)
	for {
		s.awaitAccepting()
		n, err := s.ours.Read(buffer)
		s.mutex.Lock()
		_, _ = s.screen.Write(buffer[:n])
		s.written.Write(buffer[:n])
		close(s.changed)
		s.changed = make(chan struct{})
		s.mutex.Unlock()
		if err != nil {
			return
		}
		if s.bytesPerSecond > 0 {
			time.Sleep(time.Duration(n) * time.Second / time.Duration(s.bytesPerSecond))
		}
	}
}

// awaitAccepting waits until the terminal accepts output.
func (s *testTerminal) awaitAccepting() {
	s.accepting.Lock()
	defer s.accepting.Unlock()
}

// await waits until the screen shows a text.
func (s *testTerminal) await(text string) {
	s.t.Helper()
	s.awaitThat(func(screen, _ string) bool { return strings.Contains(screen, text) }, text)
}

// awaitThat waits until a condition holds for the screen and all that was written.
func (s *testTerminal) awaitThat(condition func(screen, written string) bool, what string) {
	s.t.Helper()
	timeout := time.After(deadline)
	for {
		s.mutex.Lock()
		holds, changed := condition(s.screen.String(), s.written.String()), s.changed
		s.mutex.Unlock()
		if holds {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			s.t.Fatalf("timed out waiting for %q; the screen shows:\n%s", what, s.screen.String())
		}
	}
}

func (s *testTerminal) press(keys string) {
	s.t.Helper()
	if _, err := s.ours.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// settle waits until nothing has been written for a while, so that what was written is a complete frame.
func (s *testTerminal) settle() {
	for {
		s.mutex.Lock()
		changed := s.changed
		s.mutex.Unlock()
		select {
		case <-changed:
		case <-time.After(70 * time.Millisecond):
			return
		}
	}
}

// clearOutput drops the output so far.
func (s *testTerminal) clearOutput() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.written.Reset()
}

// output is all that was written since the count was begun.
func (s *testTerminal) output() string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.written.String()
}

func (s *testTerminal) count() int { return len(s.output()) }

// wantEnd waits for the dashboard's end and checks that the terminal is as it was.
func (s *testTerminal) wantEnd() error {
	s.t.Helper()
	var err error
	select {
	case err = <-s.ended:
	case <-time.After(deadline):
		s.t.Fatal("the dashboard does not end")
	}
	after, stateErr := term.GetState(s.theirs.Fd())
	if stateErr != nil || *after != *s.before {
		s.t.Errorf("the terminal's modes are not what they were: %v", stateErr)
	}
	s.awaitThat(func(_, written string) bool { return strings.Contains(written, "\x1b[?1049l") }, "the main screen")
	for _, sequence := range []string{"\x1b[?25h", "\x1b[?1003l", "\x1b[?2004l"} {
		if !strings.Contains(s.output(), sequence) {
			s.t.Errorf("the terminal was left without %q", sequence)
		}
	}
	return err
}
