package ui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/model"
)

// moveCursor selects the day a number of days later, within the period.
func (m Model) moveCursor(days int) Model { return m.selectDay(m.dayIndex() + days) }

// selectDay selects the day with this index, or the nearest one. If that is the newest day with data, the cursor moves on
// when newer data arrives.
func (m Model) selectDay(index int) Model {
	days := m.summary.days
	if len(days) == 0 {
		return m
	}
	index = min(max(index, 0), len(days)-1)
	m.cursor = days[index].Date
	if index == m.summary.coverage.newest {
		m.cursor = 0
	}
	return m
}

// move moves the cursor in a direction, and says so if it is already at that end of the period.
func (m Model) move(direction float64, move func(Model) Model) Model {
	next := move(m)
	if m.page() != reportPage {
		return next
	}
	hasMoved := next.dayIndex() != m.dayIndex() || next.onDay != m.onDay
	switch {
	case hasMoved && !m.layout().allSeries && slices.Equal(next.lines(), m.lines()):
		// On a small screen days may share a column, and there may be no room for their dates.
		next.notice = next.selection().name()
	case hasMoved:
	case direction < 0:
		next.notice = "No earlier day in this period."
	default:
		next.notice = "No later day in this period."
	}
	return next
}

func (m Model) firstDay() Model { return m.selectDay(0) }

func (m Model) lastDay() Model { return m.selectDay(len(m.summary.days) - 1) }

// dayIndex is the index of the selected day, or the nearest there is; -1 without days.
func (m Model) dayIndex() int {
	last := len(m.summary.days) - 1
	if last < 0 || m.cursor.IsZero() {
		return min(m.summary.coverage.newest, last)
	}
	return min(max(int(m.cursor-m.summary.days[0].Date), 0), last)
}

// day is the selected day. Call it only if there are days.
func (m Model) day() model.Day { return m.summary.days[m.dayIndex()] }

// movePages selects the day a number of pages later, or scrolls a long page.
func (m Model) movePages(pages float64) Model {
	if m.page() != reportPage {
		return m.scrollBy(int(pages * float64(max(m.pageRoom()-1, 2))))
	}
	return m.moveRows(int(pages * float64(max(m.pageOfDays(), 2))))
}

// selectSeries moves the selection among the series, from the last to the first.
func (m Model) selectSeries(steps int) Model {
	m.selected = (m.selected + steps + len(m.report.Series)) % len(m.report.Series)
	return m
}

func (m Model) toggleSeries() Model {
	m.shown = m.shown.Toggle(m.selected)
	return m
}

// onlySeries shows the selected series alone, or all series if it already is.
func (m Model) onlySeries() Model {
	if m.shown == model.OnlySeries(m.selected) {
		m.shown = m.report.All()
	} else {
		m.shown = model.OnlySeries(m.selected)
	}
	return m
}

func (m Model) periodAfter(steps int) model.Period {
	return model.Period((int(m.period) + steps + model.PeriodCount) % model.PeriodCount)
}

func (m Model) toggleMouse() (Model, tea.Cmd) {
	m.mouse = !m.mouse
	if m.mouse {
		m.notice = "Mouse on; m turns it off so that you can select text."
		return m, tea.EnableMouseAllMotion
	}
	m.notice = "Mouse off."
	return m, tea.DisableMouse
}
