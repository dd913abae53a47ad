//go:build unix

package program

import (
	"context"
	"errors"
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

// deadline is how long a test waits for what must come before it gives up.
const deadline = 10 * time.Second

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
	// taking is held while the terminal takes nothing.
	taking sync.Mutex
}

// startOn runs a dashboard on a terminal of its own; a slow one takes so many bytes a second.
func startOn(t testing.TB, config ui.Config, width, height, bytesPerSecond int) *testTerminal {
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
		s.ended <- Run(ctx, config, Terminal{Input: theirs, Output: theirs, AltScreen: true})
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
		s.taking.Lock()
		s.taking.Unlock() //nolint:staticcheck // waits until the terminal takes something
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
			s.t.Fatalf("waited in vain for %q; the screen shows:\n%s", what, s.screen.String())
		}
	}
}

func (s *testTerminal) press(keys string) {
	s.t.Helper()
	if _, err := s.ours.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// forget starts the count of bytes anew.
func (s *testTerminal) forget() {
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

// wantsEnd waits for the dashboard's end and checks that the terminal is as it was.
func (s *testTerminal) wantsEnd() error {
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

func TestBytesOnTheWire(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("q quit")
	for _, step := range []struct {
		name, keys, shows string
		most              int
	}{
		{name: "first frame", shows: "1,128", most: 4600},
		{name: "period switch", keys: "2", shows: "[30d]", most: 4300},
		{name: "cursor step", keys: "\x1b[D", shows: "Sun 27 Jun 2021", most: 600},
		{name: "hidden type", keys: " ", shows: "hidden", most: 4300},
		{name: "lines", keys: "v", shows: "lines", most: 4300},
		{name: "table", keys: "vvv", shows: "table", most: 4300},
		{name: "table step", keys: "k", shows: "▸ Sat 26", most: 250},
		{name: "table scroll", keys: "hhhhhhhhhhhhhhhhhhhhhh", shows: "▸ Fri  4 Jun", most: 1200},
		{name: "longest period", keys: "4", shows: "[180d]", most: 4300},
	} {
		if step.keys != "" {
			s.forget()
			s.press(step.keys)
		}
		s.await(step.shows)
		t.Logf("%s: %d bytes", step.name, s.count())
		if got := s.count(); got > step.most {
			t.Errorf("%s wrote %d bytes, want at most %d", step.name, got, step.most)
		}
	}
	s.press("q")
	if err := s.wantsEnd(); err != nil {
		t.Errorf("quitting gave %v", err)
	}
}

func TestTerminalIsAskedNothing(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("q quit")
	s.press("q")
	if err := s.wantsEnd(); err != nil {
		t.Error(err)
	}
	for _, query := range []string{"\x1b]11;?", "\x1b]10;?", "\x1b[6n", "\x1b[c", "\x1b[>"} {
		if strings.Contains(s.output(), query) {
			t.Errorf("the terminal was asked %q", query)
		}
	}
}

func TestSlowTerminalEndsInTheLastState(t *testing.T) {
	const bytesPerSecond = 38400 / 10
	s := startOn(t, sampleConfig(t), 80, 24, bytesPerSecond)
	s.await("q quit")
	s.forget()
	s.press("2" + strings.Repeat("\x1b[D", 20) + strings.Repeat("lh", 60) + strings.Repeat("h", 9))
	s.await("Sun 30 May 2021")
	if got, most := s.count(), 20<<10; got > most {
		t.Errorf("149 steps wrote %d bytes: they were drawn one by one", got)
	}
	s.press("q")
	if err := s.wantsEnd(); err != nil {
		t.Error(err)
	}
}

func TestHomeAndEndOfATerminalInApplicationMode(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("Mon 28 Jun 2021")
	s.press("\x1bOH")
	s.await("Tue 22 Jun 2021")
	s.press("\x1bOF")
	s.await("Mon 28 Jun 2021")
	s.press("q")
	if err := s.wantsEnd(); err != nil {
		t.Error(err)
	}
}

func TestSignalsLeaveTheTerminalAsItWas(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT} {
		t.Run(signal.String(), func(t *testing.T) {
			s := startOn(t, sampleConfig(t), 80, 24, 0)
			s.await("q quit")
			if err := syscall.Kill(os.Getpid(), signal); err != nil {
				t.Fatal(err)
			}
			var interrupted *Interrupted
			if err := s.wantsEnd(); !errors.As(err, &interrupted) || interrupted.Signal != signal {
				t.Errorf("the dashboard ended with %v", err)
			}
		})
	}
}

func TestTerminalThatGoesAwayEndsTheDashboard(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("q quit")
	_ = s.ours.Close()
	select {
	case err := <-s.ended:
		if err == nil {
			t.Error("the dashboard ended as if it had been quit")
		}
	case <-time.After(deadline):
		t.Error("the dashboard goes on without a terminal")
	}
}

func TestTerminalThatTakesNothingGetsTheLastStateLater(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("q quit")
	s.taking.Lock()
	s.forget()
	// Each period is a few thousand bytes: far more than a pty holds.
	for range 60 {
		s.press("12")
		time.Sleep(time.Millisecond)
	}
	s.press("2\x1b[D")
	s.taking.Unlock()
	s.await("Sun 27 Jun 2021")
	if got, most := s.count(), 96<<10; got > most {
		t.Errorf("120 changes wrote %d bytes, want at most %d: frames were queued", got, most)
	}
	s.press("q")
	if err := s.wantsEnd(); err != nil {
		t.Error(err)
	}
}

func TestIdleDashboardWritesNothing(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("q quit")
	s.press("\x1b[D")
	s.await("Sun 27 Jun 2021")
	s.forget()
	time.Sleep(700 * time.Millisecond)
	if got := s.output(); got != "" {
		t.Errorf("idle it wrote %q", got)
	}
}

func TestRedrawsTheWholeScreen(t *testing.T) {
	for _, key := range []string{"\x0c", "r"} {
		s := startOn(t, sampleConfig(t), 80, 24, 0)
		s.await("q quit")
		s.mutex.Lock()
		_, _ = s.screen.WriteString("\x1b[5;1HBroadcast message from root: the system goes down\x1b[H")
		s.mutex.Unlock()
		s.forget()
		s.press(key)
		s.awaitThat(func(screen, written string) bool {
			return strings.Contains(written, "\x1b[2J") && strings.Contains(screen, "q quit") && !strings.Contains(screen, "Broadcast")
		}, "a whole frame after "+key)
	}
}

func TestResizeDrawsTheWholeScreen(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("q quit")
	s.forget()
	s.mutex.Lock()
	s.screen.Resize(101, 31)
	s.mutex.Unlock()
	if err := pty.Setsize(s.theirs, &pty.Winsize{Cols: 101, Rows: 31}); err != nil {
		t.Fatal(err)
	}
	// The pty is not this process's terminal, so that the kernel sends no signal.
	if err := syscall.Kill(os.Getpid(), syscall.SIGWINCH); err != nil {
		t.Fatal(err)
	}
	s.awaitThat(func(screen, written string) bool {
		return strings.Contains(written, "\x1b[2J") && strings.Contains(screen, "q quit")
	}, "a frame in the new size")
}

func TestMouseIsReportedOnlyWhileItIsOn(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("q quit")
	if strings.Contains(s.output(), "\x1b[?1003h") {
		t.Error("the mouse is on from the start")
	}
	s.press("m")
	s.awaitThat(func(_, written string) bool { return strings.Contains(written, "\x1b[?1003h\x1b[?1006h") }, "mouse on")
	s.forget()
	s.press("m")
	s.awaitThat(func(_, written string) bool { return strings.Contains(written, "\x1b[?1003l\x1b[?1006l") }, "mouse off")
}

func TestKeysOnASlowLine(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("q quit")
	s.press("2")
	s.await("[30d]")
	for range 12 {
		for _, b := range []byte("\x1b[D") {
			s.press(string(b))
			time.Sleep(5 * time.Millisecond)
		}
	}
	s.await("Wed 16 Jun 2021")
}

func TestSizeOfATerminalThatReportsNone(t *testing.T) {
	ours, theirs := openPty(t)
	defer func() { _ = ours.Close(); _ = theirs.Close() }()
	for _, test := range []struct {
		reported      pty.Winsize
		columns, rows string
		width, height int
	}{
		{width: 80, height: 24},
		{columns: "133", rows: "41", width: 133, height: 41},
		{columns: "wide", rows: "-3", width: 80, height: 24},
		{reported: pty.Winsize{Cols: 57}, rows: "19", width: 57, height: 19},
		{reported: pty.Winsize{Cols: 57, Rows: 13}, columns: "133", rows: "41", width: 57, height: 13},
		{reported: pty.Winsize{Cols: 65535, Rows: 65535}, width: 1000, height: 500},
	} {
		if err := pty.Setsize(theirs, &test.reported); err != nil {
			t.Fatal(err)
		}
		terminal := Terminal{Output: theirs, Getenv: func(name string) string {
			return map[string]string{"COLUMNS": test.columns, "LINES": test.rows}[name]
		}}
		if width, height := terminal.Size(); width != test.width || height != test.height {
			t.Errorf("%v with COLUMNS=%s LINES=%s is %d×%d, want %d×%d", test.reported, test.columns, test.rows,
				width, height, test.width, test.height)
		}
	}
}
