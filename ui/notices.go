package ui

import (
	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/model"
	"peerdash/ui/format"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// remarkLine is the one line for what is worth a remark: what a key has just done, a failure over what is shown, a
// warning, or else what is worth knowing of the period. Pressing tells that it is more than that.
func (m Model) remarkLine(l layout) (line string, pressing bool) {
	r := m.painter.New(m.width-1).Put(theme.Plain, " ")
	state := m.current()
	switch {
	case m.notice != "":
		return r.PutFitted(theme.Accent, m.notice).String(), true
	case state.Failure() != nil:
		return r.PutFitted(theme.Warning, m.failureInShort(state.Failure(), m.width-2)).String(), true
	case len(state.Reading().Notes) > 0:
		return r.PutFitted(theme.Warning, sanitize.Line(state.Reading().Notes[0], m.width)).String(), true
	case m.summary.allZero:
		return r.PutFitted(theme.Muted, allZeroHint).String(), false
	case m.view != TableView && l.fullTypes && m.legendColumns().aside > 0:
		return "", false
	}
	return r.Put(theme.Muted, m.insights(m.width-2)).String(), false
}

const allZeroHint = "All zeros: since the service's retirement a tenant may report nothing else."

// leastReason is how many columns of a reason are worth having.
const leastReason = 24

// failureInShort says in one line that the refresh has failed, and how: with the reason where there is room for some of it.
func (m Model) failureInShort(failure *problem.Error, room int) string {
	text := "Refresh failed"
	if failure.Kind == problem.Throttled && failure.RetryAt.After(m.now) {
		text += ", again at " + m.clock(failure.RetryAt)
	}
	whole, short := text+": "+failure.Error(), text+": "+failure.What
	if row.Width(whole) > room && row.Width(short)+leastReason > room {
		return short
	}
	return whole
}

// insights are the peak day and the means of weekdays and weekends, of the types shown: as many of them as have room.
func (m Model) insights(room int) string {
	var line string
	for _, insight := range m.insightList() {
		part := insight.name + " " + insight.value
		if line != "" {
			part = " · " + part
		}
		if row.Width(line)+row.Width(part) > room {
			break
		}
		line += part
	}
	return line
}

// insight is something worth knowing of the period.
type insight struct{ name, value string }

func (m Model) insightList() []insight {
	var insights []insight
	if m.summary.hasPeak {
		peak := m.summary.peak
		insights = append(insights, insight{"peak", format.Count(peak.Total(m.types)) + " on " + longDate(peak.Date)})
	}
	means := m.summary.means
	for _, mean := range []struct {
		name  string
		count model.Count
	}{{"weekdays", means.Weekday.Value()}, {"weekends", means.Weekend.Value()}} {
		if _, known := mean.count.Value(); known {
			insights = append(insights, insight{mean.name, format.Count(mean.count) + " a day"})
		}
	}
	if gaps := m.summary.gaps; gaps > 0 {
		insights = append(insights, insight{"missing", daysInWords(gaps)})
	}
	return insights
}
