package program

import (
	"bytes"
	"io"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"peerdash/ui"
)

// screen enters and leaves the terminal's screen and draws frames on it. One goroutine writes all bytes, so that a
// terminal that accepts no output blocks nothing else. Frames that it could not write in the meantime are dropped.
type screen struct {
	output    io.Writer
	altScreen bool
	// failed is called when a write fails.
	failed func(error)
	panics *panics

	mutex   sync.Mutex
	wanted  screenState
	changed chan struct{}
	// accepted receives when the terminal has accepted a piece of the output.
	accepted chan struct{}

	// The fields below are used only by the writing goroutine.
	entered bool
	mouse   bool
	canvas  canvas
}

const (
	// longestLeaving is the longest time for a slow terminal to accept the output that leaves the screen.
	longestLeaving = 15 * time.Second
	// pieceSize is the least number of bytes that are written at once: at 9600 bit/s they take a quarter of a second.
	pieceSize = 256
)

// screenState is the state that the terminal should reach.
type screenState struct {
	entered bool
	// again means that the screen was not left before: the program was stopped by SIGSTOP, and others wrote on it.
	again         bool
	mouse         bool
	frame         string
	width, height int
	redraw        bool
	clipboard     string
	// left is closed once the screen has been left.
	left chan struct{}
	// closed ends the goroutine.
	closed bool
}

func newScreen(output io.Writer, altScreen, mouse bool, panics *panics, failed func(error)) *screen {
	s := &screen{
		output: output, altScreen: altScreen, failed: failed, panics: panics, changed: make(chan struct{}, 1),
		accepted: make(chan struct{}, 1), wanted: screenState{mouse: mouse}, canvas: canvas{inline: !altScreen},
	}
	go s.run()
	return s
}

// want changes the state that the terminal should reach. It does not wait for the terminal.
func (s *screen) want(change func(*screenState)) {
	s.mutex.Lock()
	change(&s.wanted)
	s.mutex.Unlock()
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

func (s *screen) enter(again bool) {
	s.want(func(w *screenState) { w.entered, w.again = true, again })
}

// leave returns once the screen has been left, or when the terminal has accepted nothing for the given time. A slow
// terminal gets more time, up to longestLeaving, because otherwise its cursor would stay hidden.
func (s *screen) leave(timeout time.Duration) {
	left := make(chan struct{})
	s.want(func(w *screenState) { w.entered, w.left = false, left })
	end := time.After(longestLeaving)
	for {
		select {
		case <-left:
			return
		case <-s.accepted:
		case <-time.After(timeout):
			return
		case <-end:
			return
		}
	}
}

func (s *screen) close() { s.want(func(w *screenState) { w.closed = true }) }

func (s *screen) show(m ui.Model, width, height int) {
	frame := m.View()
	s.want(func(w *screenState) { w.frame, w.width, w.height = frame, width, height })
}

func (s *screen) redraw() { s.want(func(w *screenState) { w.redraw = true }) }

func (s *screen) setMouse(on bool) { s.want(func(w *screenState) { w.mouse = on }) }

// Write sends an escape sequence that sets the clipboard. While the terminal accepts no output, the latest one replaces
// those before.
func (s *screen) Write(sequence []byte) (int, error) {
	s.want(func(w *screenState) { w.clipboard = string(sequence) })
	return len(sequence), nil
}

// run brings the terminal to the wanted state after each change, until the screen is closed.
func (s *screen) run() {
	defer s.panics.recover()
	defer func() {
		// Only a panic ends the loop while the screen is entered.
		if s.entered {
			_, _ = s.output.Write(s.leaving())
		}
	}()
	for range s.changed {
		s.mutex.Lock()
		wanted := s.wanted
		s.wanted.again, s.wanted.redraw, s.wanted.clipboard, s.wanted.left = false, false, "", nil
		s.mutex.Unlock()
		if s.entered && wanted.entered && wanted.clipboard != "" {
			// It contains escape sequences that cannot be written in pieces.
			_ = s.writePiece([]byte(wanted.clipboard))
		}
		s.write(s.step(wanted))
		if wanted.left != nil {
			close(wanted.left)
		}
		if wanted.closed {
			return
		}
	}
}

// write writes the output in pieces that end between two escape sequences. Once the alternate screen is to be left, it
// drops the rest of a frame.
func (s *screen) write(output []byte) {
	isFrame := s.entered && s.altScreen
	for len(output) > 0 && !(isFrame && s.isLeaving()) {
		piece := firstPiece(output)
		if err := s.writePiece(piece); err != nil {
			return
		}
		output = output[len(piece):]
	}
}

func (s *screen) writePiece(piece []byte) error {
	_, err := s.output.Write(piece)
	if err != nil {
		s.failed(err)
		return err
	}
	select {
	case s.accepted <- struct{}{}:
	default:
	}
	return nil
}

func (s *screen) isLeaving() bool {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return !s.wanted.entered
}

// firstPiece is the part of the output that is written first: pieceSize bytes, and more up to the next movement or style.
func firstPiece(output []byte) []byte {
	if len(output) > pieceSize {
		if next := bytes.IndexAny(output[pieceSize:], "\x1b\r"); next >= 0 {
			return output[:pieceSize+next]
		}
	}
	return output
}

// step returns the bytes that bring the terminal to the wanted state.
func (s *screen) step(wanted screenState) []byte {
	var output []byte
	why := onlyChanges
	switch {
	case !wanted.entered && s.entered:
		s.entered, s.mouse = false, false
		return s.leaving()
	case !wanted.entered:
		return nil
	case !s.entered || wanted.again:
		if s.entered && s.altScreen {
			output = append(output, ansi.ResetModeAltScreenSaveCursor...)
		}
		output = append(output, s.entering()...)
		s.entered, s.mouse, why = true, false, screenEntered
	case wanted.redraw:
		why = redrawRequested
	}
	if wanted.mouse != s.mouse {
		s.mouse = wanted.mouse
		output = append(output, mouseMode(s.mouse)...)
	}
	if wanted.width > 0 && wanted.height > 0 {
		output = append(output, s.canvas.draw(wanted.frame, wanted.width, wanted.height, why)...)
	}
	return output
}

func (s *screen) entering() string {
	modes := ansi.ResetModeTextCursorEnable + ansi.SetModeBracketedPaste
	if s.altScreen {
		return ansi.SetModeAltScreenSaveCursor + modes
	}
	return modes
}

// leaving undoes entering. It erases the screen, for terminals without an alternate screen such as the Linux console.
func (s *screen) leaving() []byte {
	output := append([]byte(ansi.ResetStyle), s.canvas.leave()...)
	output = append(output, mouseMode(false)...)
	output = append(output, ansi.ResetModeBracketedPaste+ansi.SetModeTextCursorEnable...)
	if s.altScreen {
		output = append(output, ansi.CursorHomePosition+ansi.EraseEntireScreen+ansi.ResetModeAltScreenSaveCursor...)
	}
	return output
}

// mouseMode turns reports of clicks, wheel and motion on or off.
func mouseMode(on bool) string {
	if on {
		return ansi.SetModeMouseAnyEvent + ansi.SetModeMouseExtSgr
	}
	return ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr
}
