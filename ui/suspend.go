package ui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// suspend stops the program as a shell's job.
func (m Model) suspend() (Model, tea.Cmd) {
	return m, tea.Batch(tea.Suspend, m.wakeWhereNobodyWould())
}

// unstoppable is after how long a program that was to be stopped, and still runs, can only have no shell above it that
// would ever continue it.
const unstoppable = time.Second

// wakeWhereNobodyWould continues the program where it could not be stopped: in a process group without a shell above
// it the signal has no effect, and Bubble Tea would wait for ever to be continued. A program that was stopped gets
// here only once it goes on anyway.
func (m Model) wakeWhereNobodyWould() tea.Cmd {
	return m.command(func(ctx context.Context) tea.Msg {
		select {
		case <-ctx.Done():
		case <-time.After(unstoppable):
			continueProcess()
		}
		return nil
	})
}

// resume takes the terminal as it is after a while in the background.
func (m Model) resume() (Model, tea.Cmd) {
	var commands []tea.Cmd
	if m.mouse {
		commands = append(commands, tea.EnableMouseAllMotion)
	}
	return m, tea.Batch(append(commands, tea.WindowSize())...)
}
