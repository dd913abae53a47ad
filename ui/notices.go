package ui

import (
	"strconv"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/model"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// notice is a line of text below the legend that the reader must not miss.
type notice struct {
	tone theme.Tone
	text string
}

const noticeGap = " · "

// standingNotices are the notices that stay until the state of the period changes, the most important first: that its data ends
// too early, that a refresh has failed, and warnings of the store.
func (m Model) standingNotices(room int) []notice {
	state := m.current()
	var notices []notice
	if m.shown == 0 && m.view == TableView {
		notices = append(notices, notice{theme.Warning, "all series are hidden; space shows " + m.report.Series[m.selected].Name() + " again"})
	}
	for _, warning := range m.coverageWarnings() {
		notices = append(notices, notice{theme.Warning, warning})
	}
	if state.Failure() != nil {
		notices = append(notices, notice{theme.Warning, m.failureNotice(state.Failure(), room)})
	}
	if texts := m.budgetTexts(); len(texts) > 0 {
		notices = append(notices, notice{theme.Warning, longestOf(texts, room)})
	}
	if len(state.Reading().Notes) > 0 {
		text := sanitize.Line(state.Reading().Notes[0], room)
		notices = append(notices, notice{theme.Warning, m.fitWithDetails(text, room)})
	}
	return notices
}

// mostNoticeRows is the largest number of rows that notices take.
const mostNoticeRows = 2

// noticeRows is the number of rows that the standing notices need.
func (m Model) noticeRows() int {
	return min(len(m.packNotices(m.standingNotices(m.noticeWidth()), mostNoticeRows)), mostNoticeRows)
}

func (m Model) noticeWidth() int { return m.width - 2 }

// packNotices puts notices into at most this number of rows, several into one row if they fit.
func (m Model) packNotices(notices []notice, rows int) [][]notice {
	var packed [][]notice
	room := 0
	for _, next := range notices {
		width := m.painter.WidthOf(next.text)
		switch {
		case len(packed) > 0 && row.Width(noticeGap)+width <= room:
			last := len(packed) - 1
			packed[last] = append(packed[last], next)
			room -= row.Width(noticeGap) + width
		case len(packed) < rows:
			packed = append(packed, []notice{next})
			room = m.noticeWidth() - width
		}
	}
	return packed
}

// noticeLines are the notices in a limited number of rows; none if there are none. The answer to the latest key comes after the
// first standing notice, and before it if they do not fit together.
func (m Model) noticeLines(rows int) []string {
	notices := m.standingNotices(m.noticeWidth())
	if m.notice != "" {
		answer := notice{theme.Accent, m.notice}
		warned := min(len(m.coverageWarnings()), 1)
		notices = append(notices[:warned:warned], append([]notice{answer}, notices[warned:]...)...)
		if len(m.packNotices(notices[:warned+1], mostNoticeRows)) > rows {
			notices[0], notices[warned] = notices[warned], notices[0]
		}
	}
	var lines []string
	for _, packed := range m.packNotices(notices, max(rows, 1)) {
		r := m.painter.New(m.width-1).Put(theme.Plain, " ")
		for i, notice := range packed {
			if i > 0 {
				r.Put(theme.Muted, noticeGap)
			}
			r.PutFitted(notice.tone, notice.text)
		}
		lines = append(lines, r.String())
	}
	return lines
}

// insightLine has facts about the period, if nothing else takes its row.
func (m Model) insightLine(l layout) string {
	r := m.painter.New(m.width-1).Put(theme.Plain, " ")
	switch {
	case m.summary.allZero:
		return r.PutFitted(theme.Muted, longestOf(m.allZeroHints(), m.noticeWidth())).String()
	case m.view != TableView && l.allSeries && m.legendColumns().aside > 0:
		return ""
	}
	return r.Put(theme.Muted, m.insights(m.noticeWidth())).String()
}

// allZeroHints say that there is nothing to show, and why that may be, the longest first.
func (m Model) allZeroHints() []string {
	const zero = "All counts are zero"
	retired := m.report.Service.Retired
	if retired.IsZero() {
		return []string{zero + "."}
	}
	return []string{
		zero + ": " + m.retirement(), zero + " (retired in " + retired.Time().Format("2006") + ").", zero + ".",
	}
}

// retirement says when the service that the report is about was retired; "" if it is in use.
func (m Model) retirement() string {
	service := m.report.Service
	if service.Retired.IsZero() {
		return ""
	}
	return service.Name + " was retired in " + service.Retired.Time().Format("January 2006") + "."
}

// longestOf is the first text that fits, or else the last. The texts are ASCII.
func longestOf(texts []string, room int) string {
	for _, text := range texts {
		if len(text) <= room {
			return text
		}
	}
	return texts[len(texts)-1]
}

// failureNotice says in one line that the refresh or, offline, the reading has failed, and which key shows the whole error.
func (m Model) failureNotice(failure *problem.Error, room int) string {
	if failure.Kind == problem.Throttled {
		return m.fitWithDetails(m.throttledText(failure), room)
	}
	if whole := "Refresh failed: " + failure.What; !m.config.Offline && m.painter.WidthOf(whole)+row.Width(detailsHint) <= room {
		return whole + detailsHint
	}
	return m.fitWithDetails(failure.What, room) // the header says that the refresh failed
}

// throttledText says that Graph is throttling requests, and when they are retried.
func (m Model) throttledText(failure *problem.Error) string {
	text := "Graph is throttling requests (429)."
	if retrying := m.retrying(failure); retrying != "" {
		text += " " + retrying
	}
	return text
}

// detailsHint names the key that shows the whole error.
const detailsHint = " (! for details)"

// fitWithDetails is text with a hint at the key that shows the whole error, cut to fit if necessary.
func (m Model) fitWithDetails(text string, room int) string {
	const short = " (!)"
	for _, ending := range []string{detailsHint, short} {
		if m.painter.WidthOf(text)+row.Width(ending) <= room {
			return text + ending
		}
	}
	return sanitize.Line(text, max(room-row.Width(short)-1, 0)) + short
}

// insights are facts about the period, as many of them as fit.
func (m Model) insights(room int) string {
	var parts []string
	for _, insight := range m.insightList() {
		parts = append(parts, insight.name+" "+insight.value)
	}
	return fitParts(parts, room, m.painter.WidthOf)
}

// insight is a fact about the period.
type insight struct{ name, value string }

func (m Model) insightList() []insight {
	insights := m.coverageInsights()
	if change := m.summary.change; change.uncompared > 0 {
		known := m.summary.coverage.known
		compared := strconv.Itoa(known-change.uncompared) + " of " + daysInWords(known)
		insights = append(insights, insight{"compared", compared})
	}
	if m.summary.hasPeak {
		peak := m.summary.peak
		text := m.value(peak.Total(m.summary.measured)) + " on " + longDate(peak.Date)
		insights = append(insights, insight{"peak", m.ofMeasured(text)})
	}
	means := m.summary.means
	for _, mean := range []struct {
		name  string
		count model.Count
	}{{"weekdays", means.Weekday.Value()}, {"weekends", means.Weekend.Value()}} {
		if _, known := mean.count.Value(); known {
			insights = append(insights, insight{mean.name, m.value(mean.count) + " a day"})
		}
	}
	return insights
}
