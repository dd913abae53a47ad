package ui

import (
	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

const (
	// helpColumnWidth is the least width of a readable column of help.
	helpColumnWidth = 39
	helpKeyWidth    = 11
)

// helpGroups are the groups that help lists, by columns. The keys of the sign-in are listed on its page only.
func (m Model) helpGroups() [2][]keyGroup {
	groups := [2][]keyGroup{{navigateKeys, actionKeys}, {viewKeys, generalKeys}}
	if m.signIn.hasPage() {
		groups = [2][]keyGroup{{signInKeys, actionKeys}, {generalKeys}}
	}
	return groups
}

// helpContent is every key by groups, in two columns if there is room, and the signs of the chart.
func (m Model) helpContent() []string {
	groups := m.helpGroups()
	columns := [][]helpEntry{m.helpEntries(groups[0]), m.helpEntries(groups[1])}
	if m.width <= 2*helpColumnWidth {
		columns = [][]helpEntry{append(append(columns[0], helpEntry{}), columns[1]...)}
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
			break
		}
		lines = append(lines, r.String())
	}
	lines = append(append(lines, ""), m.signLines(chart.Signs(m.painter.Theme))...)
	for _, note := range m.helpNotes() {
		for _, line := range row.Wrap(note, m.width-3) {
			lines = append(lines, m.painter.New(m.width).PadTo(2).Put(theme.Muted, line).String())
		}
	}
	return lines
}

// helpNotes say what the numbers of the legend are.
func (m Model) helpNotes() []string {
	return []string{
		"change: each day against the same weekday 7, 35, 91 or 182 days before",
		m.totalNote(),
	}
}

// totalNote says what the total counts, or why there is none.
func (m Model) totalNote() string {
	switch unit := m.report.Unit; {
	case m.report.Additive && unit == model.Sessions:
		return "total: a session that used two types is counted in both"
	case m.report.Additive:
		return "total: the " + string(unit) + " of the series that are shown"
	case len(m.report.Series) == 1:
		return "no total: the report has one series"
	case unit == model.Users:
		return "no total: users who are active in two series are counted in both"
	case unit == model.Seconds:
		return "no total: time with audio and video is counted in both"
	}
	return "no total: the same " + string(m.report.Unit) + " may be counted in several series"
}

// signLines explain signs of the chart, as many in a line as fit.
func (m Model) signLines(signs []chart.Sign) []string {
	const indent, gap = 2, 3
	var lines []string
	r := m.painter.New(m.width)
	for _, sign := range signs {
		width := row.Width(string(sign.Glyph)) + 1 + row.Width(sign.Label)
		if r.Width() > 0 && r.Width()+gap+width >= m.width {
			lines = append(lines, r.String())
			r = m.painter.New(m.width)
		}
		if r.Width() > 0 {
			r.PadTo(r.Width() + gap)
		}
		r.PadTo(max(r.Width(), indent)).Put(sign.Tone, string(sign.Glyph)).Put(theme.Muted, " "+sign.Label)
	}
	return append(lines, r.String())
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

// helpEntries are the rows of the key table that have help, under the headings of their groups.
func (m Model) helpEntries(groups []keyGroup) []helpEntry {
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
