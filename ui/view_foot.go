package ui

import (
	"slices"
	"strings"

	"peerdash/ui/theme"
)

// footHint is a key that the key line names, from one column to before another.
type footHint struct {
	row      keyRow
	from, to int
}

// footLine names the keys that matter on the page. Those that have no room are left out, help and quit last.
func (m Model) footLine() string {
	r := m.painter.New(m.width)
	for _, hint := range m.footHints(m.width - 1) {
		keys, does, _ := strings.Cut(hint.row.foot, " ")
		r.PadTo(hint.from).Put(theme.Accent, keys).Put(theme.Muted, " "+does)
	}
	return r.String()
}

// footHints are the keys that the key line names, as many as fit; the last two, help and quit, always.
func (m Model) footHints(room int) []footHint {
	const gap = 2
	var all, extra []keyRow
	for _, row := range m.keys {
		switch {
		case row.foot == "" || !row.when(m):
		case row.isExtra:
			extra = append(extra, row)
		default:
			all = append(all, row)
		}
	}
	lasting := all[max(len(all)-2, 0):]
	for _, row := range lasting {
		room -= gap + m.painter.WidthOf(row.foot)
	}
	var hints []footHint
	column := 1
	add := func(row keyRow) {
		width := m.painter.WidthOf(row.foot)
		hints = append(hints, footHint{row: row, from: column, to: column + width})
		column += width + gap
	}
	for _, row := range slices.Concat(all[:len(all)-len(lasting)], extra) {
		if width := gap + m.painter.WidthOf(row.foot); width <= room {
			room -= width
			add(row)
		}
	}
	for _, row := range lasting {
		add(row)
	}
	return hints
}
