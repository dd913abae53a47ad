// Package program runs the dashboard in a terminal: the screen, signals, suspend and resume, panics, and keys.
//
// Bubble Tea runs the model without its renderer, which wakes up 60 times a second and rewrites each changed line. This
// package does the renderer's work: it draws each new frame immediately and sets raw mode, the alternate screen and the
// mouse. An idle dashboard does nothing.
package program

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/ui"
)

// Interrupted is the error of Run when a signal ends it.
type Interrupted struct{ Signal os.Signal }

// Error names the signal.
func (i *Interrupted) Error() string { return "interrupted by signal: " + i.Signal.String() }

const (
	// programTimeout is how long to wait for the program to end.
	programTimeout = 500 * time.Millisecond
	// outputTimeout is how long the terminal may accept no output before the program gives up. A pty that is read at
	// 38,400 bit/s accepts 4 KB once a second. After a signal the time is shorter, since its sender expects the program to end.
	outputTimeout, signalTimeout = 3 * time.Second, 1300 * time.Millisecond
)

// display is how the dashboard is shown.
type display interface {
	// enter takes over the terminal; again means that it was not left before.
	enter(again bool)
	// leave gives the terminal back, or returns when the terminal has accepted nothing for the given time.
	leave(timeout time.Duration)
	show(m ui.Model, width, height int)
	redraw()
	setMouse(on bool)
	close()
}

// runner is a dashboard that runs in a terminal.
type runner struct {
	terminal Terminal
	modes    *modes
	keys     *keyReader
	display  display
	panics   *panics
	stop     context.CancelCauseFunc
	// size returns the number of columns and rows to draw on.
	size    func() (width, height int)
	program *tea.Program
	// suspends receives requests to suspend.
	suspends chan struct{}
}

// ErrIdle is the error of Run when neither a key nor the mouse was used for the time of ui.Config.Idle.
var ErrIdle = errors.New("the dashboard was idle")

// Run shows the dashboard until the user quits, and then returns nil. Otherwise the error says what ended it: a signal
// (*Interrupted), the time without a key (ErrIdle), a closed terminal or a panic (*problem.Error), or ctx. It leaves the terminal
// as it found it.
func Run(ctx context.Context, config ui.Config, terminal Terminal) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	r, err := newRunner(terminal, stop)
	if err != nil {
		return err
	}
	screen := newScreen(terminal.Output, terminal.AltScreen, config.Mouse, r.panics, r.fail)
	r.display = screen
	config.Clipboard = screen
	r.size = terminal.Size
	return r.run(ctx, config)
}

func newRunner(terminal Terminal, stop context.CancelCauseFunc) (*runner, error) {
	modes, err := findModes(terminal.Input)
	if err != nil {
		return nil, err
	}
	return &runner{
		terminal: terminal, modes: modes, stop: stop, panics: &panics{stop: func() { stop(nil) }},
		suspends: make(chan struct{}, 1),
	}, nil
}

// fail ends the dashboard because reading from or writing to the terminal failed.
func (r *runner) fail(err error) {
	r.stop(problem.New(problem.Error{What: "The terminal was closed", Why: err.Error(), Err: err}))
}

// run runs the dashboard until it ends or ctx is done, and returns why.
func (r *runner) run(ctx context.Context, config ui.Config) error {
	r.keys = newKeyReader(r.terminal.Input, r.fail)
	defer r.keys.close()
	defer r.display.close()
	defer interpretSequences(r.terminal.Output)()
	defer r.stopOnSignal(ctx)()
	defer r.releaseTerminal(ctx)
	if err := r.takeTerminal(false); err != nil {
		return err
	}

	config.Width, config.Height = r.size()
	model := shown{ui.New(ctx, config), r.display, config.Width, config.Height}
	r.program = tea.NewProgram(guarded{model, r.panics}, tea.WithInput(r.keys), tea.WithOutput(io.Discard),
		tea.WithoutRenderer(), tea.WithoutSignalHandler(), tea.WithFilter(r.filter))
	defer r.controlJob(ctx)()
	ended := make(chan error, 1)
	var err error
	go func() {
		last, err := r.program.Run()
		if err == nil && isIdle(last) {
			err = ErrIdle
		}
		ended <- err
	}()
	select {
	case err = <-ended:
	case <-ctx.Done():
		go r.program.Quit()
		select {
		case err = <-ended:
		case <-time.After(programTimeout):
		}
	}
	switch failure := r.panics.failure(); {
	case failure != nil:
		return failure
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return err
}

// isIdle reports whether the last state of the dashboard is that it was not used for long enough to end.
func isIdle(last tea.Model) bool {
	guarded, _ := last.(guarded)
	shown, isShown := guarded.model.(shown)
	return isShown && shown.Model.IsIdle()
}

// stopOnSignal stops with an *Interrupted as the cause when a signal comes, until the function it returns is called.
func (r *runner) stopOnSignal(ctx context.Context) func() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, endingSignals()...)
	go func() {
		select {
		case <-ctx.Done():
		case which := <-signals:
			r.stop(&Interrupted{Signal: which})
		}
	}()
	return func() { signal.Stop(signals) }
}

// takeTerminal takes over the terminal; again means that it was not released before.
func (r *runner) takeTerminal(again bool) error {
	if err := r.modes.setRaw(); err != nil {
		return err
	}
	r.display.enter(again)
	return r.keys.start()
}

// releaseTerminal leaves the terminal as it was found. Keys typed after the screen is left go to the shell.
func (r *runner) releaseTerminal(ctx context.Context) {
	r.keys.stop()
	timeout := outputTimeout
	if ctx.Err() != nil {
		timeout = signalTimeout
	}
	r.display.leave(timeout)
	r.modes.restore()
}

// filter handles the messages that Bubble Tea's renderer would handle.
func (r *runner) filter(_ tea.Model, message tea.Msg) tea.Msg {
	switch message {
	case tea.Suspend():
		select {
		case r.suspends <- struct{}{}:
		default:
		}
	case tea.ClearScreen():
		r.display.redraw()
	case tea.EnableMouseAllMotion():
		r.display.setMouse(true)
	case tea.DisableMouse():
		r.display.setMouse(false)
	default:
		return message
	}
	return nil
}

// shown is a model that is passed to the display after each update.
type shown struct {
	ui.Model
	display       display
	width, height int
}

func (s shown) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	if size, isSize := message.(tea.WindowSizeMsg); isSize {
		s.width, s.height = size.Width, size.Height
	}
	next, command := s.Model.Update(message)
	s.Model = next.(ui.Model)
	return s, command
}

// View passes the model to the display. Bubble Tea has nothing to draw.
func (s shown) View() string {
	s.display.show(s.Model, s.width, s.height)
	return ""
}
