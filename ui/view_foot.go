package ui

import (
	"strings"

	"peerdash/ui/theme"
)

// footLine names the keys that matter on the page. Those that have no room are left out, help and quit last.
func (m Model) footLine() string {
	r := m.painter.New(m.width).Put(theme.Plain, " ")
	for i, text := range m.footKeys(m.width - 1) {
		if i > 0 {
			r.Put(theme.Plain, footGap)
		}
		keys, does, _ := strings.Cut(text, " ")
		r.Put(theme.Accent, keys).Put(theme.Muted, " "+does)
	}
	return r.String()
}

const footGap = "  "

// footKeys are what the key line names, as much as there is room for; the last two, help and quit, always.
func (m Model) footKeys(room int) []string {
	var all []string
	for _, row := range m.keys {
		if row.foot != "" && row.when(m) {
			all = append(all, row.foot)
		}
	}
	lasting := all[max(len(all)-2, 0):]
	for _, text := range lasting {
		room -= len(footGap) + m.painter.WidthOf(text)
	}
	var keys []string
	for _, text := range all[:len(all)-len(lasting)] {
		if width := len(footGap) + m.painter.WidthOf(text); width <= room {
			room -= width
			keys = append(keys, text)
		}
	}
	return append(keys, lasting...)
}
