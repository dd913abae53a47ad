package program

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// slowWriter accepts few bytes at a time, or none once it is blocked.
type slowWriter struct {
	bytesPerSecond int
	blocked        chan struct{}

	mutex   sync.Mutex
	written strings.Builder
}

func (w *slowWriter) Write(bytes []byte) (int, error) {
	if w.blocked != nil {
		<-w.blocked
	}
	for piece := range slices.Chunk(bytes, 64) {
		time.Sleep(time.Duration(len(piece)) * time.Second / time.Duration(w.bytesPerSecond))
		w.mutex.Lock()
		w.written.Write(piece)
		w.mutex.Unlock()
	}
	return len(bytes), nil
}

func (w *slowWriter) output() string {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	return w.written.String()
}

// leaveWithinAFrame leaves a screen after the first bytes of a frame full of escape sequences.
func leaveWithinAFrame(output *slowWriter, altScreen bool, width, height int) {
	s := newScreen(output, altScreen, false, &panics{stop: func() {}}, func(error) {})
	defer s.close()
	s.enter(false)
	line := strings.Repeat("\x1b[31mred\x1b[m ", width/4) + "\n"
	s.want(func(w *screenState) { w.frame, w.width, w.height = strings.Repeat(line, height), width, height })
	for len(output.output()) < 100 {
		time.Sleep(time.Millisecond)
	}
	s.leave(outputTimeout)
}

func TestSlowTerminalIsLeftAsItWasFound(t *testing.T) {
	for name, altScreen := range map[string]bool{"alternate screen": true, "no alternate screen": false} {
		t.Run(name, func(t *testing.T) {
			output := &slowWriter{bytesPerSecond: 1920}
			leaveWithinAFrame(output, altScreen, 80, 24)
			if !strings.Contains(output.output(), "\x1b[?25h") {
				t.Errorf("the terminal was left after %d bytes without its cursor", len(output.output()))
			}
		})
	}
}

func TestLeavingDoesNotWaitForTheRestOfAFrame(t *testing.T) {
	output := &slowWriter{bytesPerSecond: 38400}
	leaveWithinAFrame(output, true, 431, 190)
	if got := len(output.output()); got > 20_000 {
		t.Errorf("%d bytes were written before the screen was left", got)
	}
	if rest := vt100.ReplaceAllString(output.output(), ""); strings.Count(rest, "\x1b") != strings.Count(rest, "\x1b[?") {
		t.Errorf("an escape sequence was cut: %q", rest)
	}
}

func TestLeavingABlockedTerminalEnds(t *testing.T) {
	output := &slowWriter{bytesPerSecond: 1 << 20, blocked: make(chan struct{})}
	s := newScreen(output, true, false, &panics{stop: func() {}}, func(error) {})
	defer close(output.blocked)
	defer s.close()
	s.enter(false)
	left := make(chan struct{})
	go func() {
		s.leave(20 * time.Millisecond)
		close(left)
	}()
	select {
	case <-left:
	case <-time.After(deadline):
		t.Error("it waits for a terminal that accepts nothing")
	}
}
