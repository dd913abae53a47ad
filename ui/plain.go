package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"peerdash/model"
	"peerdash/ui/format"
)

// PlainLines describe in sentences what the screen shows, for screen readers and logs.
func (m Model) PlainLines() []string {
	var lines []string
	switch m.page() {
	case reportPage:
		lines = m.spokenReport()
	case statusPage, signInPage:
		lines = append([]string{m.period.Label() + "."}, m.content()...)
	case helpPage:
		for _, entry := range m.helpEntries(readingKeys, showingKeys, doingKeys, programKeys, signingInKeys) {
			if entry.keys != "" {
				lines = append(lines, entry.keys+": "+entry.does+".")
			}
		}
	}
	remark, pressing := m.remarkLine(m.layout())
	if pressing && (m.page() == reportPage || m.notice != "") {
		lines = append(lines, remark)
	}
	for i, line := range lines {
		lines[i] = m.painter.Show(strings.TrimSpace(ansi.Strip(line)))
	}
	return lines
}

func (m Model) spokenReport() []string {
	refreshed := m.reading().Report.RefreshDate
	lines := []string{
		m.period.Label() + ", " + m.view.String() + ", refreshed " + shortDate(refreshed) + ", " +
			ageInWords(refreshed, m.now) + ", " + m.activity() + ".",
		m.spokenChoice(),
	}
	if m.view == TableView {
		for _, day := range m.summary.days {
			lines = append(lines, dayInWords(day, m.types))
		}
	}
	day := m.day()
	lines = append(lines,
		longDate(day.Date)+": "+m.spokenCounts(day.Counts, day.Total(m.types), func(t model.SessionType) string {
			return percent(day.Counts[t], day.Total(m.types))
		})+".",
		m.period.Label()+": "+m.spokenCounts(m.summary.totals, m.summary.total, func(t model.SessionType) string {
			return m.summary.changes[t].signed()
		})+".")
	for _, insight := range m.insightList() {
		lines = append(lines, insight.name+" "+insight.value+".")
	}
	return lines
}

// spokenChoice says which type is chosen, and whether it is hidden.
func (m Model) spokenChoice() string {
	if m.types.Has(m.chosen) {
		return m.chosen.Label() + " is chosen and shown."
	}
	return m.chosen.Label() + " is chosen and hidden."
}

// spokenCounts lists the counts of the types shown, each with something to add, and their total.
func (m Model) spokenCounts(
	counts [model.SessionTypeCount]model.Count, total model.Count, add func(model.SessionType) string,
) string {
	var parts []string
	for _, t := range model.SessionTypes() {
		if !m.types.Has(t) {
			continue
		}
		part := t.Label() + " " + spokenCount(counts[t])
		if added := add(t); added != "" {
			part += " (" + added + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(append(parts, m.totalLabel()+": "+spokenCount(total)), ", ")
}

func spokenCount(count model.Count) string {
	if _, known := count.Value(); !known {
		return "unknown"
	}
	return format.Count(count)
}
