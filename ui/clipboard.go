package ui

import (
	"context"
	"io"
	"strings"

	"github.com/aymanbagabas/go-osc52/v2"
	tea "github.com/charmbracelet/bubbletea"

	"peerdash/model"
	"peerdash/ui/format"
)

// copyDay hands the figures of the day that is read to the clipboard.
func (m Model) copyDay() (Model, tea.Cmd) {
	day := m.day()
	return m, m.copyText(dayInWords(day, m.types), longDate(day.Date))
}

// dayInWords is a day in one line: the date, each type shown, and the total.
func dayInWords(day model.Day, types model.TypeSet) string {
	parts := []string{day.Date.String()}
	for _, t := range model.SessionTypes() {
		if types.Has(t) {
			parts = append(parts, t.Label()+" "+format.Count(day.Counts[t]))
		}
	}
	return strings.Join(append(parts, "total "+format.Count(day.Total(types))), "  ")
}

// copyText hands text to the terminal's clipboard by the sequence OSC 52, past the multiplexer where there is one. It
// depends on tmux's settings whether tmux lets pass what is wrapped or takes what is not, so tmux gets both.
func (m Model) copyText(text, what string) tea.Cmd {
	clipboard := m.config.Clipboard
	if clipboard == nil {
		return nil
	}
	sequence := osc52.New(text)
	output := sequence.String()
	switch {
	case m.config.Environ("TMUX") != "":
		output = sequence.Tmux().String() + output
	case strings.HasPrefix(m.config.Environ("TERM"), "screen"):
		output = sequence.Screen().String()
	}
	return m.command(func(context.Context) tea.Msg {
		_, err := io.WriteString(clipboard, output)
		return copiedMsg{what: what, err: err}
	})
}

func (m Model) takeCopied(message copiedMsg) Model {
	if message.err != nil {
		return m.fail("Not copied", message.err)
	}
	m.notice = "Sent " + message.what + " to the clipboard (OSC 52)."
	return m
}
