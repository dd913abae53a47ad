package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"peerdash/model"
	"peerdash/ui/format"
)

// PlainLines describe in sentences what the screen shows, for screen readers and logs.
func (m Model) PlainLines() []string {
	var lines []string
	if m.held != nil {
		return nil
	}
	switch m.page() {
	case reportPage:
		lines = m.plainReport()
	case statusPage, signInPage:
		lines = append([]string{m.report.Title + ", " + m.period.Label() + "."}, m.content()...)
	case errorPage:
		lines = m.content()
	case listPage:
		lines = m.plainList()
	case helpPage:
		groups := m.helpGroups()
		for _, entry := range m.helpEntries(slices.Concat(groups[0], groups[1])) {
			if entry.keys != "" {
				lines = append(lines, entry.keys+": "+entry.does+".")
			}
		}
	}
	switch {
	case m.page() == reportPage:
		lines = append(lines, m.noticeLines(len(lines))...)
	case m.notice != "":
		lines = append(lines, m.notice)
	}
	if m.isPrompting() {
		lines = append(lines, m.promptLine())
	}
	for i, line := range lines {
		lines[i] = m.painter.Show(strings.TrimSpace(ansi.Strip(line)))
	}
	return lines
}

// plainList is the list of reports with a sentence for each.
func (m Model) plainList() []string {
	lines := []string{"Find a report: " + m.list.filter}
	for _, definition := range m.listedReports() {
		line := definition.Title
		switch listed, known := m.list.known[definition]; {
		case !known:
			continue // it is being read
		case listed.failure != nil:
			line += ": cannot be read"
		case !listed.found:
			line += ": not stored"
		default:
			line += ": " + format.Value(definition.Unit, listed.latest)
			if definition.Unit != model.Seconds {
				line += " " + string(definition.Unit)
			}
			if !listed.dataTo.IsZero() {
				line += ", data to " + shortDate(listed.dataTo)
			}
		}
		if definition == m.list.chosen {
			line += ", selected"
		}
		lines = append(lines, line+".")
	}
	return lines
}

func (m Model) plainReport() []string {
	status := m.report.Title + ", " + m.period.Label() + ", " + m.view.String()
	date := m.headerDate()
	for _, part := range []string{date.full + date.age, m.statusTexts()[0]} {
		if part != "" {
			status += ", " + part
		}
	}
	lines := []string{status + ".", m.plainSelection()}
	if m.view == TableView {
		_, buckets := m.buckets()
		for i := range buckets {
			lines = append(lines, m.selectionInWords(m.rowSelection(&buckets[i])))
		}
	}
	s := m.selection()
	name := s.name()
	if s.isMean {
		name += ", mean per day"
	}
	lines = append(lines,
		name+": "+m.plainCounts(s.counts, s.total, func(series int) string {
			return percent(s.counts[series], s.total)
		})+".",
		m.plainSpan()+": "+m.plainCounts(m.summary.totals, m.summary.total, func(series int) string {
			return m.summary.changes[series].signed()
		})+".")
	for _, insight := range m.insightList() {
		lines = append(lines, insight.name+" "+insight.value+".")
	}
	return lines
}

// plainSpan names the days that are counted in the totals or means.
func (m Model) plainSpan() string {
	span := m.period.Label()
	if c := m.summary.coverage; c.known < c.days {
		span = strconv.Itoa(c.known) + " of " + daysInWords(c.days)
	}
	if !m.report.Unit.AddsUpOverDays() {
		span += ", mean per day"
	}
	return span
}

// plainSelection names the selected series, and says whether it is hidden.
func (m Model) plainSelection() string {
	if m.shown.Has(m.selected) {
		return m.report.Series[m.selected].Name() + " is selected and shown."
	}
	return m.report.Series[m.selected].Name() + " is selected and hidden."
}

// plainCounts lists the counts of the series shown, each with something to add, and their total if the report has one.
func (m Model) plainCounts(
	counts [model.MaxSeries]model.Count, total model.Count, add func(int) string,
) string {
	var parts []string
	for series := range m.report.Series {
		if !m.shown.Has(series) {
			continue
		}
		part := m.report.Series[series].Name() + " " + m.plainCount(counts[series])
		if added := add(series); added != "" {
			part += " (" + added + ")"
		}
		parts = append(parts, part)
	}
	if m.report.Additive {
		parts = append(parts, m.totalLabel()+": "+m.plainCount(total))
	}
	return strings.Join(parts, ", ")
}

func (m Model) plainCount(count model.Count) string {
	if _, known := count.Value(); !known {
		return "unknown"
	}
	return m.value(count)
}
