package ui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// keyGroup is the heading under which help lists a key.
type keyGroup int

const (
	readingKeys keyGroup = iota
	showingKeys
	doingKeys
	signingInKeys
	programKeys

	keyGroupCount = int(programKeys) + 1
)

var keyGroups = [keyGroupCount]string{
	readingKeys: "Read", showingKeys: "Show", doingKeys: "Do", signingInKeys: "While signing in",
	programKeys: "Program",
}

// keyRow is one thing that keys do: Update does it, help tells it. A row without help belongs to the one before it.
type keyRow struct {
	key.Binding
	group keyGroup
	// when tells whether the keys do anything on what is shown.
	when func(Model) bool
	// foot is how the key line at the foot names it, where it works; "" is not.
	foot string
	do   func(Model) (Model, tea.Cmd)
}

// keyTable is every key. Where two rows share a key, the first that works has it.
func keyTable() []keyRow {
	return slices.Concat(helpKeys(), signInKeys(), readKeys(), showKeys(), doKeys(), programKeyRows())
}

// keysFor is the binding of keys under a name and a description for help.
func keysFor(name, description string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(name, description))
}

// alsoKeys is a binding that help tells in the row before it.
func alsoKeys(keys ...string) key.Binding { return key.NewBinding(key.WithKeys(keys...)) }

// pressKeys does what keys stand for; false where they stand for nothing. Keys typed while the terminal was slow come as
// one message and are done one by one; what is pasted is none.
func (m Model) pressKeys(message tea.KeyMsg) (Model, tea.Cmd, bool) {
	if message.Paste || message.Type != tea.KeyRunes || len(message.Runes) < 2 {
		return m.pressKey(message)
	}
	var commands []tea.Cmd
	known := false
	for _, r := range message.Runes {
		next, command, does := m.pressKey(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}, Alt: message.Alt})
		m, known = next, known || does
		commands = append(commands, command)
	}
	return m, tea.Batch(commands...), known
}

func (m Model) pressKey(message tea.KeyMsg) (Model, tea.Cmd, bool) {
	for _, row := range m.keys {
		if key.Matches(message, row.Binding) && row.when(m) {
			m.notice = ""
			next, command := row.do(m)
			return next.withSummary(), command, true
		}
	}
	return m, nil, false
}
