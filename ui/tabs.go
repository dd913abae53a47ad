package ui

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

// tab is the name of a period on the tabs' line, from one column to before another.
type tab struct {
	period   model.Period
	text     string
	from, to int
}

// tabs are the names of the periods where they stand on the tabs' line: the one shown in brackets, between two blanks.
func (m Model) tabs() []tab {
	const gap = 2
	column := 1
	var tabs []tab
	for _, period := range model.Periods() {
		text := shortLabel(period)
		if period == m.period {
			text = "[" + text + "]"
		}
		tabs = append(tabs, tab{period: period, text: text, from: column, to: column + len(text)})
		column += len(text) + gap
	}
	return tabs
}

// shortLabel is the name of a period on its tab.
func shortLabel(period model.Period) string {
	if period == model.All {
		return "All"
	}
	return period.Number() + "d"
}

func (m Model) viewName() string { return m.view.String() + " " + string(m.painter.Glyphs.Expand) }

// tabsLine is the periods, and at its right end the name of the view.
func (m Model) tabsLine() string {
	r := m.painter.New(m.width)
	for _, tab := range m.tabs() {
		r.PadTo(tab.from)
		if tab.period == m.period {
			r.Put(theme.Selected, tab.text)
		} else {
			r.Put(theme.Plain, tab.text)
		}
	}
	return r.PutRight(theme.Accent, m.viewName(), m.width-1).String()
}
