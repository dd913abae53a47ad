package ui

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"
)

// The size for which lines are made that no screen bounds.
const plainWidth, plainHeight = 400, 24

// RunPlain is Run for screen readers and logs: it draws no screen, but prints in sentences what there is to see, and
// after each key or change what has become different. Keys work as they do in Run.
func RunPlain(ctx context.Context, m Model, terminal Terminal) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	defer stopOnSignal(ctx, stop)()
	m = m.on(ctx, stop, terminal)
	m.width, m.height = plainWidth, plainHeight
	before, err := term.MakeRaw(terminal.Input.Fd())
	if err != nil {
		return err
	}
	defer func() { _ = term.Restore(terminal.Input.Fd(), before) }()
	// Bubble Tea leaves the terminal's modes alone where it draws nothing.
	modes := func(_ tea.Model, message tea.Msg) tea.Msg {
		switch message.(type) {
		case tea.SuspendMsg:
			_ = term.Restore(terminal.Input.Fd(), before)
		case tea.ResumeMsg:
			_, _ = term.MakeRaw(terminal.Input.Fd())
		}
		return message
	}
	spoken := spokenModel{Model: m, printer: &printer{output: terminal.Output}}
	program := newProgram(guarded{model: spoken, faults: m.faults}, terminal, stop,
		tea.WithoutRenderer(), tea.WithFilter(modes))
	return m.drive(ctx, program, terminal)
}

// spokenModel prints what a Model shows.
type spokenModel struct {
	Model
	printer *printer
	// states counts the states that were handed to the printer.
	states int
}

// Update hands the message on and has the new state printed.
func (s spokenModel) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	frame := s.frame
	next, command := s.Model.Update(message)
	s.Model = next.(Model)
	if s.frame == frame {
		return s, command
	}
	s.states++
	lines, state, printer := s.spokenLines(), s.states, s.printer
	return s, tea.Batch(command, s.command(func(context.Context) tea.Msg {
		printer.print(state, lines)
		return nil
	}))
}

// View is empty: there is no screen.
func (s spokenModel) View() string { return "" }

// printer writes the lines of each state that the state before had not. A state older than one that has been printed is
// left out.
type printer struct {
	output io.Writer
	mutex  sync.Mutex
	state  int
	lines  []string
}

func (p *printer) print(state int, lines []string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if state < p.state {
		return
	}
	var text strings.Builder
	for _, line := range lines {
		if line != "" && !slices.Contains(p.lines, line) {
			text.WriteString(line + "\r\n")
		}
	}
	p.state, p.lines = state, lines
	_, _ = io.WriteString(p.output, text.String())
}
