package ui

import (
	"maps"
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/model"
	"peerdash/ui/refresh"
)

// reportState is the state of one report of the catalogue: what is loaded of it, and how it is shown.
type reportState struct {
	report *model.Definition
	// schedule is the state of every period, and when each is fetched.
	schedule refresh.Schedule
	// revision changes with the readings. No two reports share one, except 0, which has no readings.
	revision int

	period model.Period
	view   View
	// cursor is the selected day; zero follows the newest. onDay reports whether the day itself is selected rather than the
	// bucket in which it is drawn.
	cursor model.Date
	onDay  bool
	chart  chartSettings
	// selected is the selected series, shown the set of those that are not hidden.
	selected int
	shown    model.SeriesSet
	// tableTop is the first row that the table shows.
	tableTop int
}

// newReportState is the state of a report of which nothing has been read.
func newReportState(
	report *model.Definition, schedule refresh.Schedule, period model.Period, view View,
) reportState {
	return reportState{
		report: report, schedule: schedule, period: period, view: firstView(report, view), shown: report.All(),
	}
}

// firstView is the view in which a report is shown first: the given one if the report has it, otherwise its usual one.
func firstView(report *model.Definition, view View) View {
	if all := viewsOf(report); !slices.Contains(all, view) {
		return all[0]
	}
	return view
}

// reportStates are the states of the reports that have been shown and are not shown now. They are copied when changed,
// since copies of a Model share them.
type reportStates map[*model.Definition]reportState

func (s reportStates) with(state reportState) reportStates {
	next := maps.Clone(s)
	if next == nil {
		next = reportStates{}
	}
	next[state.report] = state
	return next
}

// stateOf is the state of a report; false if it has not been shown yet.
func (m Model) stateOf(report *model.Definition) (reportState, bool) {
	if report == m.report {
		return m.reportState, true
	}
	state, found := m.others[report]
	return state, found
}

// withState replaces the state of a report.
func (m Model) withState(state reportState) Model {
	if state.report == m.report {
		m.reportState = state
	} else {
		m.others = m.others.with(state)
	}
	return m
}

// settleTime is how long a report is shown before it is fetched, so that going through the reports fetches only the last one.
const settleTime = 400 * time.Millisecond

// showReport shows another report as it was last shown or, the first time, in the present period. Its stored data is read again,
// since another process may have fetched it.
func (m Model) showReport(report *model.Definition) (Model, tea.Cmd) {
	if report == m.report {
		return m, nil
	}
	next, found := m.others[report]
	if !found {
		next = newReportState(report, refresh.NewBrowsed(m.period, m.now), m.period, m.config.View)
	}
	next.schedule.Show(next.period, m.now)
	hidden := m.reportState
	hidden.schedule.Hide()
	m.others = m.others.with(hidden)
	m.reportState, m.scroll = next, 0
	m.visit++
	m.settling = true
	return m, tea.Batch(
		m.after(settleTime, reportSettledMsg{visit: m.visit}), m.readStoredPeriods(model.GraphPeriods()),
	)
}

// settle lets the report shown be fetched, unless another one was shown since the visit. All its days, which may be many, are read
// only now.
func (m Model) settle(message reportSettledMsg) (Model, tea.Cmd) {
	if !m.settling || message.visit != m.visit {
		return m, nil
	}
	m.settling = false
	if m.period == model.All {
		return m, nil
	}
	return m, m.readStored(model.All)
}
