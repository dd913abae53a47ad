package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"peerdash/model"
)

// moveCursor moves the day that is read, within the days of the report. On the last day it follows the newest.
func (m Model) moveCursor(days int) Model { return m.readDay(m.dayIndex() + days) }

// readDay reads the day with this index, or the nearest there is.
func (m Model) readDay(index int) Model {
	last := len(m.summary.days) - 1
	if index >= last {
		m.cursor = 0
		return m
	}
	m.cursor = m.summary.days[max(index, 0)].Date
	return m
}

func (m Model) firstDay() Model { return m.readDay(0) }

func (m Model) lastDay() Model {
	m.cursor = 0
	return m
}

// dayIndex is which of the report's days is read: that of the cursor, or the nearest there is.
func (m Model) dayIndex() int {
	last := len(m.summary.days) - 1
	if m.cursor.IsZero() || last < 0 {
		return last
	}
	return min(max(int(m.cursor-m.summary.days[0].Date), 0), last)
}

// day is the day that is read; only where there is one.
func (m Model) day() model.Day { return m.summary.days[m.dayIndex()] }

// choose moves the choice among the types, round and round.
func (m Model) choose(steps int) Model {
	m.chosen = model.SessionType((int(m.chosen) + steps + model.SessionTypeCount) % model.SessionTypeCount)
	return m
}

func (m Model) toggleType() Model {
	m.types = m.types.Toggle(m.chosen)
	return m
}

// onlyType shows the chosen type alone, or all types where it was alone already.
func (m Model) onlyType() Model {
	if m.types == model.OnlyType(m.chosen) {
		m.types = model.AllTypes
	} else {
		m.types = model.OnlyType(m.chosen)
	}
	return m
}

func (m Model) showView(view View) Model {
	m.view = view
	return m
}

func (m Model) periodAfter(steps int) model.Period {
	return model.Period((int(m.period) + steps + model.PeriodCount) % model.PeriodCount)
}

func (m Model) toggleHelp() (Model, tea.Cmd) {
	m.help, m.scroll = !m.help, 0
	return m, nil
}

func (m Model) toggleMouse() (Model, tea.Cmd) {
	m.mouse = !m.mouse
	if m.mouse {
		m.notice = "The mouse is used here: m gives it back to the terminal."
		return m, tea.EnableMouseAllMotion
	}
	m.notice = "The mouse is the terminal's again."
	return m, tea.DisableMouse
}
