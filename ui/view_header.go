package ui

import (
	"strings"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/sanitize"
	"peerdash/model"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// longestTenant is the most characters of the tenant that the header shows.
const longestTenant = 64

// headerLine names the program, the tenant and the report, and says what the data reaches to and when it was last checked. If
// they do not all fit, the tabs' line names the tenant. If that is not enough, these are left out in turn: the program, the age
// of the data, words of the date and the status, the end of the title.
func (m Model) headerLine() string {
	parts := m.headerParts()
	r := m.painter.New(m.width).Put(theme.Plain, " ")
	for _, part := range parts.left() {
		if part.text != "" {
			r.Put(part.tone, part.text).Put(theme.Plain, strings.Repeat(" ", part.gap))
		}
	}
	date, status := parts.date, parts.status
	if date != "" && status != "" {
		date += noticeGap
	}
	r.PadTo(m.width - 1 - m.painter.WidthOf(date) - m.painter.WidthOf(status))
	return r.Put(theme.Muted, date).Put(m.statusTone(), status).String()
}

// headerParts are the parts of the header; those that lack room are "".
type headerParts struct{ program, tenant, title, date, status string }

type headerPart struct {
	tone theme.Tone
	text string
	// gap is the number of blanks after it.
	gap int
}

func (p headerParts) left() []headerPart {
	return []headerPart{{theme.Title, p.program, 2}, {theme.Accent, p.tenant, 3}, {theme.Title, p.title, 2}}
}

// headerParts chooses the first combination that fits. Whether the program's name fits is decided by the longest title, so that
// titles of all reports begin in the same column.
func (m Model) headerParts() headerParts {
	const program = "peerdash"
	date, statuses := m.headerDate(), m.statusTexts()
	short := m.shortStatuses()
	for _, form := range []struct {
		program, tenant string
		dates, statuses []string
	}{
		{program, m.tenant(), []string{date.full + date.age, date.words + date.age, date.full, date.words}, statuses[:1]},
		{program, "", []string{date.full + date.age, date.words + date.age}, statuses[:1]},
		{"", "", []string{date.words + date.age}, statuses[:1]},
		{program, "", []string{date.words}, statuses[:1]},
		{"", "", []string{date.words}, statuses},
		{"", "", []string{date.short}, statuses},
		{"", "", []string{date.short}, short},
	} {
		for _, status := range form.statuses {
			for _, date := range form.dates {
				parts := headerParts{form.program, form.tenant, m.report.Title, date, status}
				widest := parts
				if form.program != "" {
					widest.title = m.longestTitle()
				}
				if m.headerRoom(widest) >= 0 {
					return parts
				}
			}
		}
	}
	parts := headerParts{date: date.short, status: short[len(short)-1]}
	parts.title = sanitize.Line(m.report.Title, m.headerRoom(parts)-2)
	return parts
}

// longestTitle is the longest title of the reports that may be shown.
func (m Model) longestTitle() string {
	longest := ""
	for _, report := range m.config.Available {
		if len(report.Title) > len(longest) {
			longest = report.Title
		}
	}
	return longest
}

// headerRoom is the number of columns that the parts leave; negative if they don't fit.
func (m Model) headerRoom(parts headerParts) int {
	const margins = 2
	room := m.width - margins - m.painter.WidthOf(parts.date) - m.painter.WidthOf(parts.status)
	if parts.date != "" && parts.status != "" {
		room -= row.Width(noticeGap)
	}
	for _, part := range parts.left() {
		if part.text != "" {
			room -= m.painter.WidthOf(part.text) + part.gap
		}
	}
	return room
}

func (m Model) tenant() string { return sanitize.Line(m.config.Tenant, longestTenant) }

// headerDate has the ways to say what the data reaches to; all are "" if that is unknown.
type headerDate struct {
	// full has the year, words has it only if it is not the present one, short has no words. age follows either of the first
	// two.
	full, words, short, age string
}

func (m Model) headerDate() headerDate {
	date := m.dataTo()
	if date.IsZero() {
		return headerDate{}
	}
	full := shortDate(date)
	short := full
	if date.Time().Year() == m.now.UTC().Year() {
		short = date.Time().Format("2 Jan")
	}
	return headerDate{
		full: "data to " + full, words: "data to " + short, short: short, age: " (" + ageInWords(date, m.now) + ")",
	}
}

// dataTo is the latest day with data, or the refresh date if no day has any; zero if there is no reading.
func (m Model) dataTo() model.Date {
	if c := m.summary.coverage; c.known > 0 {
		return m.summary.days[c.newest].Date
	}
	return m.current().DataTo()
}

// shortStatuses are statusTexts for a narrow terminal, the longest first.
func (m Model) shortStatuses() []string {
	state := m.current()
	switch {
	case m.isWaiting():
		return []string{m.spinnerGlyph() + " loading", m.spinnerGlyph()}
	case m.signIn.phase != signedIn:
		return []string{"sign-in needed"}
	case m.hasFailed():
		return []string{"failed"}
	case m.config.Offline:
		return []string{"offline"}
	case !state.HasReading() || m.reading().Origin == reports.FromFile || m.reading().FetchedAt.IsZero():
		return m.statusTexts()
	}
	return []string{m.clock(m.reading().FetchedAt)}
}

func (m Model) spinnerGlyph() string {
	frames := m.painter.Glyphs.Spinner
	return frames[m.spinner%len(frames)]
}

// statusTexts are the ways to say what is happening, or when the data was last checked and whether that failed, the
// longest first.
func (m Model) statusTexts() []string {
	state := m.current()
	switch {
	case m.isWaiting():
		text := "loading"
		if state.HasReading() {
			text = "refreshing"
		}
		return []string{m.spinnerGlyph() + " " + text}
	case m.signIn.phase != signedIn:
		return []string{"sign-in needed"}
	case m.hasFailed():
		const failed = "refresh failed"
		if origin := m.originText(); state.HasReading() && origin != "" {
			return []string{origin + noticeGap + failed, origin + noticeGap + "failed", failed}
		}
		return []string{failed}
	case !state.HasReading() && m.config.Offline:
		return []string{"offline"}
	case state.Failure() != nil && !m.config.Offline:
		return []string{"not in a file"}
	case !state.HasReading():
		return []string{""}
	}
	return []string{m.originText()}
}

// hasFailed reports whether the last refresh has failed. A file that lacks the period is no failure.
func (m Model) hasFailed() bool {
	failure := m.current().Failure()
	return failure != nil && failure.Kind != problem.NotStored && !m.config.Offline
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
	case m.hasFailed(), m.signIn.phase != signedIn:
		return theme.Warning
	}
	return theme.Plain
}
