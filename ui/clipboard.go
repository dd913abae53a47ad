package ui

import (
	"context"
	"io"
	"strings"

	"github.com/aymanbagabas/go-osc52/v2"
	tea "github.com/charmbracelet/bubbletea"
)

// copyDay sends the counts of the selected day or bucket to the clipboard.
func (m Model) copyDay() (Model, tea.Cmd) {
	s := m.selection()
	return m, m.copyText(m.selectionInWords(s), s.name())
}

// selectionInWords is a selection in one line: its days, each series shown, and the total if the report has one.
func (m Model) selectionInWords(s selection) string {
	parts := []string{s.first.String()}
	if s.isMean {
		parts = []string{s.first.String() + " to " + s.last.String(), "mean per day"}
	}
	for series := range m.report.Series {
		if m.shown.Has(series) {
			parts = append(parts, m.report.Series[series].Name()+" "+m.value(s.counts[series]))
		}
	}
	if m.report.Additive {
		parts = append(parts, "total "+m.value(s.total))
	}
	return strings.Join(parts, "  ")
}

// copyText sends text to the terminal's clipboard by the sequence OSC 52, through a multiplexer if there is one. Depending
// on its settings, tmux passes on the wrapped sequence or handles the plain one, so it gets both.
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

func (m Model) handleCopied(message copiedMsg) Model {
	if message.err != nil {
		return m.fail("Not copied", message.err)
	}
	m.notice = "Sent " + message.what + " to the clipboard (OSC 52)."
	return m
}
