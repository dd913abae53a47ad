package ui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// reportList is the list of reports that o opens.
type reportList struct {
	// filter is what has been typed to find a report.
	filter string
	// chosen is the report that enter shows; top is the first row that the list shows.
	chosen *model.Definition
	top    int
	// known is what was found in memory or in the store; it is copied when changed, since copies of a Model share it.
	known map[*model.Definition]listedReport
	// opened counts how often the list was opened; what an earlier list reads is ignored.
	opened int
}

// listedReport is what the list shows of a report.
type listedReport struct {
	// found reports whether there is data to show; failure is why it could not be read.
	found   bool
	failure *problem.Error
	// recent are the last 30 days, with the series that latest is of as those measured.
	recent model.Timeline
	series model.SeriesSet
	latest model.Count
	dataTo model.Date
	// change compares the last 7 days with the 7 days before.
	change  change
	checked time.Time
	isFile  bool
}

// listDays is the number of days of the list's sparklines.
const listDays = 30

// summarize is what the list shows of a reading, given the series selected in its report.
func summarize(reading reports.Reading, selected int) listedReport {
	report := reading.Report
	listed := listedReport{
		found: true, checked: reading.FetchedAt, isFile: reading.Origin == reports.FromFile,
		series: report.Definition.Measured(report.Definition.All(), selected),
	}
	days := report.Days()
	for i := len(days) - 1; i >= 0 && listed.dataTo.IsZero(); i-- {
		if hasData(days[i]) {
			listed.dataTo, listed.latest = days[i].Date, days[i].Total(listed.series)
		}
	}
	if listed.dataTo.IsZero() {
		return listed
	}
	span := model.Span{First: listed.dataTo - listDays + 1, Last: listed.dataTo}
	listed.recent = model.NewTimeline(report, span, report.Definition.All(), listed.series)
	week := report.Between(listed.dataTo-6, listed.dataTo)
	week.Period = model.D7
	if found, known := week.Change(report, listed.series); known {
		listed.change = change{value: found.Value, known: true}
	}
	return listed
}

// listPeriods are the periods that the list tries to read, until one is stored: first the shortest that fills the sparklines.
var listPeriods = []model.Period{model.D30, model.D90, model.D180, model.D7, model.All}

// openReportList opens the list at the report shown, and reads what is stored of each report.
func (m Model) openReportList() (Model, tea.Cmd) {
	m = m.open(listOverlay)
	m.list = reportList{chosen: m.report, known: m.list.known, opened: m.list.opened + 1}
	for _, definition := range m.config.Available {
		if state, shown := m.stateOf(definition); shown {
			m = m.listLoaded(state)
		}
	}
	return m.listScrolled(), m.readListed(0)
}

// listLoaded updates the list with what is loaded of a report.
func (m Model) listLoaded(state reportState) Model {
	for _, period := range listPeriods {
		if loaded := state.schedule.Period(period); loaded.HasReading() {
			return m.withListed(state.report, summarize(loaded.Reading(), state.selected))
		}
	}
	return m
}

func (m Model) withListed(definition *model.Definition, listed listedReport) Model {
	known := make(map[*model.Definition]listedReport, len(m.config.Available))
	for _, each := range m.config.Available {
		if before, found := m.list.known[each]; found {
			known[each] = before
		}
	}
	known[definition] = listed
	m.list.known = known
	return m
}

// readListed reads what is stored of the report with this index. The list reads one report at a time, so that the page shown
// never waits long for the store.
func (m Model) readListed(index int) tea.Cmd {
	all := m.config.Available
	if index >= len(all) {
		return nil
	}
	source, message := m.config.Reports, listReadMsg{index: index, opened: m.list.opened}
	state, _ := m.stateOf(all[index])
	return m.command(func(ctx context.Context) tea.Msg {
		for _, period := range listPeriods {
			reading, err := source.Stored(ctx, all[index], period)
			if err == nil {
				message.listed, message.notes = summarize(reading, state.selected), reading.Notes
				return message
			}
			if failure := problem.As(err); failure.Kind != problem.NotStored {
				message.listed.failure = failure
				return message
			}
		}
		return message
	})
}

// handleListed records what is stored of a report, unless newer data of it is loaded, and reads the next one.
func (m Model) handleListed(message listReadMsg) (Model, tea.Cmd) {
	if message.opened != m.list.opened || m.overlay != listOverlay {
		return m, nil
	}
	definition := m.config.Available[message.index]
	if before := m.list.known[definition]; !before.found || message.listed.found && !message.listed.checked.Before(before.checked) {
		m = m.withListed(definition, message.listed)
	}
	if len(message.notes) > 0 {
		m.notice = message.notes[0]
	}
	return m, m.readListed(message.index + 1)
}

// listedReports are the reports that the filter finds.
func (m Model) listedReports() []*model.Definition {
	words := strings.Fields(strings.ToLower(m.list.filter))
	var found []*model.Definition
	for _, definition := range m.config.Available {
		if !slices.ContainsFunc(words, func(word string) bool { return !isFoundBy(definition, word) }) {
			found = append(found, definition)
		}
	}
	return found
}

// isFoundBy reports whether a word in lower case is part of a report's title, name or unit, or begins the name of its function,
// with or without "get".
func isFoundBy(definition *model.Definition, word string) bool {
	text := strings.ToLower(definition.Title + " " + definition.Name + " " + string(definition.Unit))
	function := strings.ToLower(string(definition.Function))
	return strings.Contains(text, word) || strings.HasPrefix(function, word) || strings.HasPrefix(function, "get"+word)
}

// longestFilter is the most characters of the filter, enough for the name of any function of Graph.
const longestFilter = 60

// typeFilter handles a key while the list is open.
func (m Model) typeFilter(message tea.KeyMsg) (Model, tea.Cmd) {
	switch message.Type {
	case tea.KeyEnter:
		return m.showChosen()
	case tea.KeyUp, tea.KeyShiftTab, tea.KeyCtrlP:
		return m.choose(-1), nil
	case tea.KeyDown, tea.KeyTab, tea.KeyCtrlN:
		return m.choose(+1), nil
	case tea.KeyPgUp, tea.KeyCtrlB:
		return m.choose(-max(m.listRoom()-1, 1)), nil
	case tea.KeyPgDown, tea.KeyCtrlF:
		return m.choose(max(m.listRoom()-1, 1)), nil
	case tea.KeyHome:
		return m.choose(-len(m.config.Available)), nil
	case tea.KeyEnd:
		return m.choose(len(m.config.Available)), nil
	}
	if filter, edited := editField(m.list.filter, message, longestFilter); edited {
		return m.withFilter(filter), nil
	}
	return m, nil
}

// withFilter lists the reports that a filter finds. The chosen one stays chosen if it is among them.
func (m Model) withFilter(filter string) Model {
	m.list.filter = filter
	if found := m.listedReports(); len(found) > 0 && !slices.Contains(found, m.list.chosen) {
		m.list.chosen = found[0]
	}
	return m.listScrolled()
}

// choose moves the choice by a number of rows, at most to the first or last one.
func (m Model) choose(rows int) Model {
	if found := m.listedReports(); len(found) > 0 {
		m.list.chosen = found[min(max(slices.Index(found, m.list.chosen)+rows, 0), len(found)-1)]
	}
	return m.listScrolled()
}

// showChosen closes the list and shows the report that is chosen in it.
func (m Model) showChosen() (Model, tea.Cmd) {
	if len(m.listedReports()) == 0 {
		return m, nil
	}
	chosen := m.list.chosen
	return m.close().showReport(chosen)
}

// listScrolled scrolls the list so that the chosen report is visible.
func (m Model) listScrolled() Model {
	found, room := m.listedReports(), m.listRoom()
	index, last := slices.Index(found, m.list.chosen), max(len(found)-room, 0)
	m.list.top = max(min(m.list.top, index, last), index-room+1, 0)
	return m
}

// stepReport shows the report a number of steps later. The first report follows the last.
func (m Model) stepReport(steps int) (Model, tea.Cmd) {
	all := m.config.Available
	if len(all) == 1 {
		m.notice = "There is no other report."
		return m, nil
	}
	return m.showReport(all[(slices.Index(all, m.report)+steps+len(all))%len(all)])
}
