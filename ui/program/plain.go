package program

import (
	"context"
	"io"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"

	"peerdash/ui"
)

// The size for which lines are made that no screen bounds.
const plainWidth, plainHeight = 400, 24

// RunPlain is Run for screen readers and logs: instead of drawing a screen it prints what there is to see in sentences,
// and after each change the sentences that are new. Keys work as they do in Run.
func RunPlain(ctx context.Context, config ui.Config, terminal Terminal) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	defer stopOnSignal(ctx, stop)()
	config.Width, config.Height = plainWidth, plainHeight
	config.Clipboard = terminal.Output
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
	panics := &panics{stop: func() { stop(nil) }}
	model := plainModel{Model: ui.New(ctx, config), printer: &printer{output: terminal.Output}}
	program := newProgram(guarded{model, panics}, terminal, stop, tea.WithoutRenderer(), tea.WithFilter(modes))
	return drive(ctx, program, panics, terminal)
}

// plainModel prints what a Model shows.
type plainModel struct {
	ui.Model
	printer *printer
}

// Update hands the message on.
func (p plainModel) Update(message tea.Msg) (tea.Model, tea.Cmd) {
	next, command := p.Model.Update(message)
	p.Model = next.(ui.Model)
	return p, command
}

// View prints, and is empty: there is no screen.
func (p plainModel) View() string {
	p.printer.print(p.PlainLines())
	return ""
}

// printer writes the lines of each state that the state before did not have.
type printer struct {
	output io.Writer
	lines  []string
}

func (p *printer) print(lines []string) {
	var text strings.Builder
	for _, line := range lines {
		if line != "" && !slices.Contains(p.lines, line) {
			text.WriteString(line + "\r\n")
		}
	}
	p.lines = lines
	_, _ = io.WriteString(p.output, text.String())
}
