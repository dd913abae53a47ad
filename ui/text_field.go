package ui

import tea "github.com/charmbracelet/bubbletea"

// editField applies a key to a text of printable ASCII characters, at most longest of them. edited reports whether the key edits
// text at all.
func editField(text string, message tea.KeyMsg, longest int) (next string, edited bool) {
	switch message.Type {
	case tea.KeyBackspace:
		return text[:max(len(text)-1, 0)], true
	case tea.KeyCtrlU:
		return "", true
	case tea.KeyRunes, tea.KeySpace:
		for _, r := range message.Runes {
			if r >= ' ' && r <= '~' && len(text) < longest {
				text += string(r)
			}
		}
		return text, true
	}
	return text, false
}
