package ui

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
)

// keyGroup is the heading under which help lists a key.
type keyGroup int

const (
	navigateKeys keyGroup = iota
	actionKeys
	viewKeys
	generalKeys
	signInKeys

	keyGroupCount = int(signInKeys) + 1
)

var keyGroups = [keyGroupCount]string{
	navigateKeys: "Navigate", actionKeys: "Actions", viewKeys: "View", generalKeys: "General", signInKeys: "Sign-in",
}

// keyRow is an action and its keys: Update does it, help describes it. A row without help belongs to the one before it.
type keyRow struct {
	key.Binding
	group keyGroup
	// when reports whether the keys do anything on what is shown.
	when func(Model) bool
	// foot names it in the key line at the foot; "" if it is not named there.
	foot string
	// isExtra reports whether the key line names it only after all others.
	isExtra bool
	// isUnrestricted reports whether the key works only without Config.Restricted.
	isUnrestricted bool
	// worksInFields reports whether the key works while text is typed, too.
	worksInFields bool
	// isRedraw reports whether the key only redraws the screen: the notice stays.
	isRedraw bool
	do       func(Model) (Model, tea.Cmd)
}

// keyTable lists every key. If two rows share a key, the first one that works has it.
func keyTable() []keyRow {
	return slices.Concat(
		inGroup(signInKeys, signInRows()), inGroup(navigateKeys, navigateRows()),
		inGroup(navigateKeys, pageRows()), inGroup(viewKeys, viewRows()),
		inGroup(viewKeys, listRows()), inGroup(actionKeys, actionRows()), inGroup(generalKeys, generalRows()))
}

// restrictedKeyTable lists every key of restricted mode. Those for an export say that they do not work.
func restrictedKeyTable() []keyRow {
	rows := slices.DeleteFunc(keyTable(), func(row keyRow) bool { return row.isUnrestricted })
	refuse := withoutCommand(func(m Model) Model {
		m.notice = "Exports are turned off in restricted mode"
		return m
	})
	return append(rows, keyRow{Binding: alsoKeys("e", "E"), group: actionKeys, when: onPage(reportPage), do: refuse})
}

func inGroup(group keyGroup, rows []keyRow) []keyRow {
	for i := range rows {
		rows[i].group = group
	}
	return rows
}

// keysFor is the binding of keys with their name and description for help.
func keysFor(name, description string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(name, description))
}

// alsoKeys is a binding that help describes in the row before it.
func alsoKeys(keys ...string) key.Binding { return key.NewBinding(key.WithKeys(keys...)) }

// pressKeys does the actions of keys; false if they have none. Keys typed while the terminal was slow arrive as one message and
// are handled one by one. Pasted text is ignored.
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
	isTyping := m.isPrompting() || m.page() == listPage
	for _, row := range m.keys {
		if key.Matches(message, row.Binding) && row.when(m) && (row.worksInFields || !isTyping) {
			next, command := m.do(row)
			return next, command, true
		}
	}
	if !isTyping {
		return m, nil, false
	}
	next, command := m.typeText(message)
	return next.withSummary(), command, true
}

// typeText handles a key in the text field that is open.
func (m Model) typeText(message tea.KeyMsg) (Model, tea.Cmd) {
	if m.isPrompting() {
		return m.typeDate(message), nil
	}
	m.notice = ""
	return m.typeFilter(message)
}

// do does the action of a row.
func (m Model) do(row keyRow) (Model, tea.Cmd) {
	if !row.isRedraw {
		m.notice = ""
	}
	next, command := row.do(m)
	return next.withSummary(), command
}
