//go:build unix

package program

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

func TestBytesOnTheWire(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("Mon 28 Jun 2021")
	for _, step := range []struct {
		name, keys, shows string
		most              int
	}{
		{name: "first frame", shows: "1,128", most: 4600},
		{name: "period switch", keys: "2", shows: "missing 1 day", most: 4300},
		{name: "cursor step", keys: "\x1b[D", shows: "Sun 27 Jun 2021", most: 600},
		{name: "hidden type", keys: " ", shows: "4 of 5", most: 4300},
		{name: "lines", keys: "v", shows: "lines", most: 4300},
		{name: "table", keys: "vvv", shows: "↑↓ day", most: 4300},
		{name: "table step", keys: "k", shows: "▸ Sat 26", most: 250},
		{name: "table scroll", keys: "hhhhhhhhhhhhhhhhhhhhhh", shows: "▸ Fri  4 Jun", most: 1200},
		{name: "longest period", keys: "4", shows: "[180d]", most: 4300},
		{name: "next report", keys: "]", shows: "Skype peer-to-peer users", most: 4300},
		{name: "report of seven series", keys: "[[[", shows: "Active users by service", most: 4300},
		{name: "list", keys: "o", shows: "Email", most: 4300},
		{name: "list step", keys: "\x1b[A", shows: "▸ Teams users by device", most: 300},
		{name: "filter", keys: "teams", shows: "5 of 19", most: 4300},
		{name: "report of the list", keys: "\r", shows: "Windows", most: 4300},
	} {
		if step.keys != "" {
			s.clearOutput()
			s.press(step.keys)
		}
		s.await(step.shows)
		s.settle()
		t.Logf("%s: %d bytes", step.name, s.count())
		if got := s.count(); got > step.most {
			t.Errorf("%s wrote %d bytes, want at most %d", step.name, got, step.most)
		}
	}
	s.press("q")
	if err := s.wantEnd(); err != nil {
		t.Errorf("quitting gave %v", err)
	}
}

func TestTerminalIsNotQueried(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("Mon 28 Jun 2021")
	s.press("q")
	if err := s.wantEnd(); err != nil {
		t.Error(err)
	}
	for _, query := range []string{"\x1b]11;?", "\x1b]10;?", "\x1b[6n", "\x1b[c", "\x1b[>"} {
		if strings.Contains(s.output(), query) {
			t.Errorf("the terminal was queried by %q", query)
		}
	}
}

func TestSlowTerminalEndsInTheLastState(t *testing.T) {
	const bytesPerSecond = 38400 / 10
	s := startOn(t, sampleConfig(t), 80, 24, bytesPerSecond)
	s.await("Mon 28 Jun 2021")
	s.clearOutput()
	s.press("2" + strings.Repeat("\x1b[D", 20) + strings.Repeat("lh", 60) + strings.Repeat("h", 9))
	s.await("Sun 30 May 2021")
	if got, most := s.count(), 20<<10; got > most {
		t.Errorf("149 steps wrote %d bytes: they were drawn one by one", got)
	}
	s.press("q")
	if err := s.wantEnd(); err != nil {
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
	if err := s.wantEnd(); err != nil {
		t.Error(err)
	}
}

func TestSignalsLeaveTheTerminalAsItWas(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT} {
		t.Run(signal.String(), func(t *testing.T) {
			s := startOn(t, sampleConfig(t), 80, 24, 0)
			s.await("Mon 28 Jun 2021")
			if err := syscall.Kill(os.Getpid(), signal); err != nil {
				t.Fatal(err)
			}
			var interrupted *Interrupted
			if err := s.wantEnd(); !errors.As(err, &interrupted) || interrupted.Signal != signal {
				t.Errorf("the dashboard ended with %v", err)
			}
		})
	}
}

func TestClosedTerminalEndsTheDashboard(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("Mon 28 Jun 2021")
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

func TestBlockedTerminalGetsTheLatestFrameLater(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("Mon 28 Jun 2021")
	s.accepting.Lock()
	s.clearOutput()
	// Each period is a few thousand bytes: far more than a pty holds.
	for range 60 {
		s.press("12")
		time.Sleep(time.Millisecond)
	}
	s.press("2\x1b[D")
	s.accepting.Unlock()
	s.await("Sun 27 Jun 2021")
	if got, most := s.count(), 96<<10; got > most {
		t.Errorf("120 changes wrote %d bytes, want at most %d: frames were queued", got, most)
	}
	s.press("q")
	if err := s.wantEnd(); err != nil {
		t.Error(err)
	}
}

func TestIdleDashboardWritesNothing(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("Mon 28 Jun 2021")
	s.press("\x1b[D")
	s.await("Sun 27 Jun 2021")
	s.settle() // the rest of the frame
	s.clearOutput()
	time.Sleep(700 * time.Millisecond)
	if got := s.output(); got != "" {
		t.Errorf("idle it wrote %q", got)
	}
}

func TestRedrawsTheScreen(t *testing.T) {
	for _, key := range []string{"\x0c", "r"} {
		s := startOn(t, sampleConfig(t), 80, 24, 0)
		s.await("Mon 28 Jun 2021")
		s.mutex.Lock()
		_, _ = s.screen.WriteString("\x1b[5;1HBroadcast message from root: the system goes down\x1b[H")
		s.mutex.Unlock()
		s.clearOutput()
		s.press(key)
		s.awaitThat(func(screen, written string) bool {
			return strings.Contains(written, "\x1b[2J") && strings.Contains(screen, "q quit") && !strings.Contains(screen, "Broadcast")
		}, "a complete frame after "+key)
	}
}

func TestResizeRedrawsTheScreen(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("Mon 28 Jun 2021")
	s.clearOutput()
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
	s.await("Mon 28 Jun 2021")
	if strings.Contains(s.output(), "\x1b[?1003h") {
		t.Error("the mouse is on from the start")
	}
	s.press("m")
	s.awaitThat(func(_, written string) bool { return strings.Contains(written, "\x1b[?1003h\x1b[?1006h") }, "mouse on")
	s.clearOutput()
	s.press("m")
	s.awaitThat(func(_, written string) bool { return strings.Contains(written, "\x1b[?1003l\x1b[?1006l") }, "mouse off")
}

func TestKeysOnASlowLine(t *testing.T) {
	s := startOn(t, sampleConfig(t), 80, 24, 0)
	s.await("Mon 28 Jun 2021")
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

func TestWithoutAltScreenTheLastFrameStays(t *testing.T) {
	s := startOnScreen(t, sampleConfig(t), 80, 24, 0, false)
	s.await("Mon 28 Jun 2021")
	s.press("\x1b[D2")
	s.await("[30d]")
	s.press("q")
	select {
	case err := <-s.ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(deadline):
		t.Fatal("the dashboard does not end")
	}
	s.awaitThat(func(screen, written string) bool {
		return strings.HasSuffix(written, "\x1b[?25h") && strings.Contains(screen, "[30d]")
	}, "the last frame and the cursor")
	for _, sequence := range []string{"\x1b[?1049", "\x1b[2J", "\x1b[H"} {
		if strings.Contains(s.output(), sequence) {
			t.Errorf("it wrote %q on the main screen", sequence)
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if position := s.screen.CursorPosition(); position.X != 0 || position.Y != 23 {
		t.Errorf("the cursor is left at %v, want the beginning of the last line", position)
	}
}
