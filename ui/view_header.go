package ui

import (
	"strconv"

	"peerdash/graphapi/reports"
	"peerdash/graphapi/sanitize"
	"peerdash/model"
	"peerdash/ui/theme"
)

// longestTenant is as much as the header shows of a tenant's name.
const longestTenant = 64

// headerLine names the program and the tenant, and says how old what is shown is and where it came from. What lacks
// room is left out: first the tenant, then the refresh date.
func (m Model) headerLine() string {
	r := m.painter.New(m.width)
	r.Put(theme.Plain, " ").Put(theme.Title, "peerdash")
	tenant := sanitize.Line(m.config.Tenant, longestTenant)
	date, rest := m.freshness()
	dateWidth, restWidth := m.painter.WidthOf(date), m.painter.WidthOf(rest)
	const margin, gap = 1, 2
	room := m.width - r.Width() - margin - gap - restWidth
	if tenant != "" && m.painter.WidthOf(tenant)+gap+dateWidth <= room {
		r.Put(theme.Plain, "  ").Put(theme.Accent, tenant)
	} else if dateWidth > room {
		date, dateWidth = "", 0
		if tenant != "" && m.painter.WidthOf(tenant)+gap <= room {
			r.Put(theme.Plain, "  ").Put(theme.Accent, tenant)
		}
	}
	r.PadTo(m.width - margin - dateWidth - restWidth)
	tone := theme.Plain
	if m.isWaiting() {
		tone = theme.Accent
	}
	return r.Put(theme.Muted, date).Put(tone, rest).String()
}

// freshness is the refresh date of what is shown, and its age and origin.
func (m Model) freshness() (date, rest string) {
	state := m.current()
	if !state.HasReading() {
		return "", m.turning() + m.activity()
	}
	refreshed := state.Reading().Report.RefreshDate
	if refreshed.IsZero() {
		return "", m.turning() + m.activity()
	}
	return "refreshed " + shortDate(refreshed) + " · ", ageInWords(refreshed, m.now) + " · " + m.turning() + m.activity()
}

// turning is the spinner while something is waited for.
func (m Model) turning() string {
	if !m.isWaiting() {
		return ""
	}
	frames := m.painter.Glyphs.Spinner
	return frames[m.spinner%len(frames)] + " "
}

// activity is what goes on, or where what is shown came from.
func (m Model) activity() string {
	state := m.current()
	switch {
	case m.isWaiting():
		return "asking"
	case m.signIn.phase != signedIn:
		return "signing in"
	case m.config.Offline && (!state.HasReading() || state.Reading().Origin == reports.FromStore):
		return "offline"
	case !state.HasReading() && state.Failure() != nil:
		return "failed"
	case !state.HasReading():
		return ""
	}
	return originWords[state.Reading().Origin]
}

var originWords = map[reports.Origin]string{
	reports.FromGraph: "live", reports.FromStore: "kept", reports.FromFile: "file", reports.FromDemo: "demo",
}

// tabForms are the ways to write the tabs, the roomiest first.
var tabForms = []struct{ numbered, long, gapped bool }{
	{numbered: true, long: true, gapped: true},
	{numbered: true, long: true},
	{numbered: true},
	{},
}

// tab is one period's name on the tabs' line, from one column to before another.
type tab struct {
	period   model.Period
	text     string
	from, to int
}

// tabs are the periods' names where they stand, in the roomiest form that leaves room for the view's name.
func (m Model) tabs() []tab {
	room := m.width - m.painter.WidthOf(m.viewName()) - 2
	var tabs []tab
	for _, form := range tabForms {
		tabs = tabs[:0]
		column := 0
		for i, period := range model.Periods() {
			text := period.Label()
			if !form.long {
				text = shortLabel(period)
			}
			if form.numbered {
				text = strconv.Itoa(i+1) + " " + text
			}
			text = " " + text + " "
			tabs = append(tabs, tab{period: period, text: text, from: column, to: column + len(text)})
			column += len(text)
			if form.gapped {
				column++
			}
		}
		if tabs[len(tabs)-1].to <= room {
			break
		}
	}
	return tabs
}

func shortLabel(period model.Period) string {
	if days := period.Days(); days > 0 {
		return strconv.Itoa(days) + "d"
	}
	return period.String()
}

func (m Model) viewName() string { return m.view.String() + " " + string(m.painter.Glyphs.Expand) }

// tabsLine is the periods, the one shown marked, and the name of the view.
func (m Model) tabsLine() string {
	r := m.painter.New(m.width)
	for _, tab := range m.tabs() {
		r.PadTo(tab.from)
		switch {
		case tab.period != m.period:
			r.Put(theme.Muted, tab.text)
		case m.painter.Theme.Tier == theme.Mono:
			r.Put(theme.Plain, "["+tab.text[1:len(tab.text)-1]+"]")
		default:
			r.Put(theme.Selected, tab.text)
		}
	}
	return r.PutRight(theme.Accent, m.viewName(), m.width-1).String()
}
