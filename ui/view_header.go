package ui

import (
	"peerdash/graphapi/reports"
	"peerdash/graphapi/sanitize"
	"peerdash/model"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

const (
	// longestTenant is the most characters of the tenant that the header shows.
	longestTenant = 64
	// reportTitle names the report.
	reportTitle = "Skype peer-to-peer sessions"
)

// headerLine names the program, the tenant and the report, and says what the data reaches to and when that was last
// checked. What lacks room is left out: first the report, then the age of the data, the tenant, the program, the date.
func (m Model) headerLine() string {
	parts := m.headerParts()
	r := m.painter.New(m.width).Put(theme.Plain, " ")
	for i, part := range []struct {
		tone theme.Tone
		text string
	}{{theme.Title, parts.program}, {theme.Accent, parts.tenant}, {theme.Title, parts.report}} {
		if part.text == "" {
			continue
		}
		if i > 0 {
			r.Put(theme.Plain, "  ")
		}
		r.Put(part.tone, part.text)
	}
	date, status := parts.date, parts.status
	if date != "" && status != "" {
		date += noticeGap
	}
	r.PadTo(m.width - 1 - m.painter.WidthOf(date) - m.painter.WidthOf(status))
	return r.Put(theme.Muted, date).Put(m.statusTone(), status).String()
}

// headerParts are the parts of the header; those that lack room are "".
type headerParts struct{ program, tenant, report, date, status string }

// headerParts chooses the first combination that fits.
func (m Model) headerParts() headerParts {
	const program = "peerdash"
	tenant := sanitize.Line(m.config.Tenant, longestTenant)
	dates, statuses := m.dataDates(), m.statusTexts()
	shortest := dates[len(dates)-1:]
	for _, form := range []struct {
		headerParts
		dates []string
	}{
		{headerParts{program: program, tenant: tenant, report: reportTitle}, dates[:2]},
		{headerParts{program: program, tenant: tenant}, dates},
		{headerParts{program: program}, dates},
		{headerParts{}, shortest},
		{headerParts{program: program}, []string{""}},
	} {
		for _, form.status = range statuses {
			for _, form.date = range form.dates {
				if m.headerFits(form.headerParts) {
					return form.headerParts
				}
			}
		}
	}
	return headerParts{status: statuses[len(statuses)-1]}
}

func (m Model) headerFits(parts headerParts) bool {
	const margins, gap = 2, 2
	width := margins + m.painter.WidthOf(parts.status)
	if parts.date != "" {
		width += m.painter.WidthOf(parts.date) + row.Width(noticeGap)
	}
	for _, part := range []string{parts.program, parts.tenant, parts.report} {
		if part != "" {
			width += m.painter.WidthOf(part) + gap
		}
	}
	return width <= m.width
}

// dataDates are the ways to say what the data reaches to, the longest first.
func (m Model) dataDates() []string {
	date := m.dataTo()
	if date.IsZero() {
		return []string{"", ""}
	}
	long, short := "data to "+shortDate(date), "data to "+shortDate(date)
	if date.Time().Year() == m.now.UTC().Year() {
		short = "data to " + date.Time().Format("2 Jan")
	}
	age := " (" + ageInWords(date, m.now) + ")"
	return []string{long + age, short + age, long, short}
}

// dataTo is the latest day with data, or the refresh date where no day has any; zero if there is no reading.
func (m Model) dataTo() model.Date {
	if c := m.summary.coverage; c.known > 0 {
		return m.summary.days[c.newest].Date
	}
	return m.current().DataTo()
}

// statusTexts are the ways to say what is happening, or when the data was last checked and whether that failed, the
// longest first.
func (m Model) statusTexts() []string {
	state := m.current()
	switch {
	case m.isWaiting():
		frames := m.painter.Glyphs.Spinner
		text := "loading"
		if state.HasReading() {
			text = "refreshing"
		}
		return []string{frames[m.spinner%len(frames)] + " " + text}
	case m.signIn.phase != signedIn:
		return []string{"sign-in needed"}
	case state.Failure() != nil && !m.config.Offline:
		const failed = "refresh failed"
		if origin := m.originText(); state.HasReading() && origin != "" {
			return []string{origin + noticeGap + failed, origin + noticeGap + "failed", failed}
		}
		return []string{failed}
	case !state.HasReading() && m.config.Offline:
		return []string{"offline"}
	case !state.HasReading():
		return []string{""}
	}
	return []string{m.originText()}
}

// originText says where the data comes from: Graph, with the time at which it was last checked, or files.
func (m Model) originText() string {
	reading := m.reading()
	checked := "checked " + m.clock(reading.FetchedAt)
	switch {
	case reading.Origin == reports.FromFile:
		return "from a file"
	case reading.FetchedAt.IsZero():
		checked = ""
	}
	switch {
	case reading.Origin == reports.FromDemo && checked != "":
		return "demo" + noticeGap + checked
	case m.config.Offline && checked != "":
		return "offline" + noticeGap + checked
	case m.config.Offline:
		return "offline"
	}
	return checked
}

func (m Model) statusTone() theme.Tone {
	switch {
	case m.isWaiting():
		return theme.Accent
	case m.current().Failure() != nil && !m.config.Offline, m.signIn.phase != signedIn:
		return theme.Warning
	}
	return theme.Plain
}
