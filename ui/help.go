package ui

import (
	"slices"

	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// helpColumnWidth is the least width of a column of help that can be read.
const (
	helpColumnWidth = 39
	helpKeyWidth    = 11
)

// helpContent is every key by groups, in two columns where there is room.
func (m Model) helpContent() []string {
	columns := [][]helpEntry{slices.Concat(m.helpEntries(navigateKeys, actionKeys), []helpEntry{{}},
		m.helpEntries(viewKeys, generalKeys, signInKeys))}
	if m.width > 2*helpColumnWidth {
		columns = [][]helpEntry{m.helpEntries(navigateKeys, actionKeys), m.helpEntries(viewKeys, generalKeys, signInKeys)}
	}
	var lines []string
	for i := 0; ; i++ {
		r := m.painter.New(m.width)
		more := false
		for column, entries := range columns {
			if i < len(entries) {
				more = true
				entries[i].draw(r, column*helpColumnWidth)
			}
		}
		if !more {
			return lines
		}
		lines = append(lines, r.String())
	}
}

// helpEntry is one line of a column of help: a heading, a key, or nothing.
type helpEntry struct{ heading, keys, does string }

func (e helpEntry) draw(r *row.Row, column int) {
	switch {
	case e.heading != "":
		r.PadTo(column+2).Put(theme.Title, e.heading)
	case e.keys != "":
		r.PadTo(column+2).Put(theme.Accent, e.keys).PadTo(column+2+helpKeyWidth).Put(theme.Plain, e.does)
	}
}

// helpEntries are the rows of the key table that have help, under their groups' headings.
func (m Model) helpEntries(groups ...keyGroup) []helpEntry {
	var entries []helpEntry
	for i, group := range groups {
		if i > 0 {
			entries = append(entries, helpEntry{})
		}
		entries = append(entries, helpEntry{heading: keyGroups[group]})
		for _, row := range m.keys {
			if help := row.Help(); row.group == group && help.Key != "" {
				entries = append(entries, helpEntry{keys: help.Key, does: help.Desc})
			}
		}
	}
	return entries
}
