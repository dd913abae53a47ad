package ui

import (
	"strconv"
	"strings"

	"peerdash/model"
	"peerdash/ui/chart"
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
	view := m.viewName()
	viewStart := m.width - 1 - m.painter.WidthOf(view)
	state := m.chartState(viewStart - 1 - r.Width() - len(stateGap))
	if state != "" {
		state += stateGap
	}
	stateStart := viewStart - m.painter.WidthOf(state)
	if tenant := m.tenant(); m.headerParts().tenant == "" && r.Width()+2*len(tenantGap)+m.painter.WidthOf(tenant) <= stateStart {
		r.Put(theme.Plain, tenantGap).Put(theme.Accent, tenant)
	}
	return r.PutRight(theme.Muted, state, viewStart).PutRight(theme.Accent, view, m.width-1).String()
}

const (
	stateGap  = "  "
	tenantGap = "   "
)

// chartState says how the chart differs from the usual one: its buckets, range, comparison and scale, as far as they fit, in
// short forms if they do not all fit.
func (m Model) chartState(room int) string {
	if m.page() != reportPage {
		return ""
	}
	var parts, short []string
	add := func(part, shortPart string) { parts, short = append(parts, part), append(short, shortPart) }
	if resolution, _ := m.buckets(); !isDaily(resolution) {
		add(resolution.Label(), resolution.Label())
	}
	if m.view != TableView {
		if visible := m.visible(); visible != m.summary.span {
			first, last := visible.First.Time().Format("2 Jan"), visible.Last.Time().Format("2 Jan")
			add(selection{first: visible.First, last: visible.Last}.name(), first+" – "+last)
		}
		if m.summary.hasEarlier {
			days := strconv.Itoa(m.period.ComparisonDays())
			add("compared with "+days+"d earlier", "vs "+days+"d earlier")
		}
		if m.chart.scale == chart.WithoutOutliers {
			add("without outliers", "no outliers")
		}
	}
	if m.painter.WidthOf(strings.Join(parts, noticeGap)) > room {
		parts = short
	}
	return fitParts(parts, room, m.painter.WidthOf)
}

// fitParts joins as many of the parts as fit.
func fitParts(parts []string, room int, widthOf func(string) int) string {
	var text strings.Builder
	for i, part := range parts {
		if i > 0 {
			part = noticeGap + part
		}
		if room -= widthOf(part); room < 0 {
			break
		}
		text.WriteString(part)
	}
	return text.String()
}
