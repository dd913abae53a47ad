package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// overlay is what the user has opened over the page.
type overlay int

// The overlays.
const (
	noOverlay overlay = iota
	helpOverlay
	errorOverlay // the whole of the last error
	dateOverlay  // the prompt for a date
	listOverlay  // the list of reports
)

func (m Model) toggleHelp() Model { return m.open(helpOverlay) }

// open opens an overlay, or closes it if it is open.
func (m Model) open(overlay overlay) Model {
	if m.overlay == overlay {
		return m.close()
	}
	m.overlay, m.scroll = overlay, 0
	return m
}

func (m Model) close() Model {
	m.overlay, m.scroll, m.prompt = noOverlay, 0, datePrompt{}
	return m
}

func (m Model) quit() (Model, tea.Cmd) { return m, tea.Quit }

// openError shows the whole of the last error.
func (m Model) openError() Model {
	if m.lastFailure == nil && len(m.reading().Notes) == 0 {
		m.notice = "No errors to show."
		return m
	}
	return m.open(errorOverlay)
}

// noteFailures records new failures; that of the report and period shown is the latest.
func (m Model) noteFailures(before Model) Model {
	note := func(failure, earlier *problem.Error) {
		isError := failure != nil && (failure.Kind != problem.NotStored || m.config.Offline) // else a file lacks the period
		if isError && failure != earlier {
			m.lastFailure, m.failedAt = failure, m.now
		}
	}
	for report := range m.others {
		m.eachFailure(before, report, note)
	}
	m.eachFailure(before, m.report, note)
	note(m.current().Failure(), before.failureOf(m.report, m.period))
	note(m.signIn.failure, before.signIn.failure)
	return m
}

// eachFailure calls a function with the failure of each period of a report, and with the one before.
func (m Model) eachFailure(before Model, report *model.Definition, do func(failure, earlier *problem.Error)) {
	for _, period := range model.Periods() {
		do(m.failureOf(report, period), before.failureOf(report, period))
	}
}

// failureOf is why the last attempt to fetch a period failed, nil if it did not.
func (m Model) failureOf(report *model.Definition, period model.Period) *problem.Error {
	state, _ := m.stateOf(report)
	return state.schedule.Period(period).Failure()
}

// fail shows that an action has failed.
func (m Model) fail(what string, err error) Model {
	m.lastFailure, m.failedAt = problem.As(err), m.now
	m.notice = m.fitWithDetails(what+": "+m.lastFailure.What, m.noticeWidth())
	return m
}

// isPrompting reports whether keys are typed into the prompt for a date.
func (m Model) isPrompting() bool { return m.overlay == dateOverlay && m.page() == reportPage }
