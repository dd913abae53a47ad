// Package program runs the dashboard in a terminal: signals, suspend and resume, panics, and input.
package program

import (
	"context"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"

	"peerdash/graphapi/problem"
	"peerdash/ui"
)

// Terminal is where a dashboard runs. Input and Output must be terminals.
type Terminal struct {
	Input, Output *os.File
	// AltScreen selects the alternate screen, so that the main screen stays as it was.
	AltScreen bool
}

// Interrupted is how Run ends when a signal ends it.
type Interrupted struct{ Signal os.Signal }

func (i *Interrupted) Error() string { return "interrupted by signal: " + i.Signal.String() }

// stopSignals end the dashboard in an orderly way.
var stopSignals = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}

const (
	// framesPerSecond is how often Bubble Tea's renderer looks whether there is something new to draw. Each look wakes
	// the processor, also while nothing happens; each makes the first frame, and the answer to a key, that much sooner.
	framesPerSecond = 60
	// patience is how long a terminal that takes nothing may hold up the end.
	patience = 2 * time.Second
)

// Run shows the dashboard until its user quits it, which is nil, or something else ends it: a signal (*Interrupted), the
// terminal going away or a panic (*problem.Error), or ctx. It leaves the terminal as it found it.
func Run(ctx context.Context, config ui.Config, terminal Terminal) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	defer stopOnSignal(ctx, stop)()
	if width, height, err := term.GetSize(terminal.Output.Fd()); err == nil {
		config.Width, config.Height = width, height
	}
	config.Clipboard = terminal.Output
	options := []tea.ProgramOption{tea.WithFPS(framesPerSecond)}
	if terminal.AltScreen {
		options = append(options, tea.WithAltScreen())
	}
	if config.Mouse {
		options = append(options, tea.WithMouseAllMotion())
	}
	panics := &panics{stop: func() { stop(nil) }}
	program := newProgram(guarded{ui.New(ctx, config), panics}, terminal, stop, options...)
	return drive(ctx, program, panics, terminal)
}

// drive runs a program until it ends, or ctx does, and says why.
func drive(ctx context.Context, program *tea.Program, panics *panics, terminal Terminal) error {
	before, _ := term.GetState(terminal.Input.Fd())
	ended := make(chan error, 1)
	go func() {
		_, err := program.Run()
		ended <- err
	}()
	var err error
	select {
	case err = <-ended:
	case <-ctx.Done():
		go program.Quit()
		select {
		case err = <-ended:
		case <-time.After(patience):
			_ = term.Restore(terminal.Input.Fd(), before)
		}
	}
	switch failure := panics.failure(); {
	case failure != nil:
		return failure
	case ctx.Err() != nil:
		return context.Cause(ctx)
	}
	return err
}

// stopOnSignal stops with an *Interrupted as the cause when a signal comes, until the function it returns is called.
func stopOnSignal(ctx context.Context, stop context.CancelCauseFunc) func() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, stopSignals...)
	go func() {
		select {
		case <-ctx.Done():
		case which := <-signals:
			stop(&Interrupted{Signal: which})
		}
	}()
	return func() { signal.Stop(signals) }
}

// newProgram is a program on a terminal whose signals and panics are dealt with here.
func newProgram(
	model guarded, terminal Terminal, stop context.CancelCauseFunc, options ...tea.ProgramOption,
) *tea.Program {
	return tea.NewProgram(model, append(options, tea.WithoutSignalHandler(), tea.WithOutput(terminal.Output),
		tea.WithInput(watchedInput{File: terminal.Input, stop: stop}))...)
}

// watchedInput notices when the terminal goes away, which Bubble Tea would wait through for ever.
type watchedInput struct {
	*os.File
	stop context.CancelCauseFunc
}

// applicationKeys are the sequences of home and end from a terminal in application mode, which Bubble Tea does not know,
// and those of the same length that it knows.
var applicationKeys = strings.NewReplacer("\x1bOH", "\x1b[H", "\x1bOF", "\x1b[F")

// Read reads keys. Its end, and any error, ends the dashboard.
func (w watchedInput) Read(buffer []byte) (int, error) {
	n, err := w.File.Read(buffer)
	copy(buffer[:n], applicationKeys.Replace(string(buffer[:n])))
	if err != nil {
		w.stop(problem.New(problem.Error{What: "The terminal went away", Why: err.Error(), Err: err}))
	}
	return n, err
}
