package ui

import (
	tea "github.com/charmbracelet/bubbletea"

	"peerdash/model"
)

// wheelDays is how many days one step of the wheel scrolls the table.
const wheelDays = 3

// useMouse does what the mouse points at; false where that is nothing, or where the mouse is the terminal's.
func (m Model) useMouse(event tea.MouseEvent) (Model, tea.Cmd, bool) {
	if !m.mouse || m.page() != reportPage && m.page() != statusPage || m.width < MinimumWidth || m.height < MinimumHeight {
		return m, nil, false
	}
	clicked := event.Action == tea.MouseActionPress && event.Button == tea.MouseButtonLeft
	switch {
	case clicked && event.Y == tabsRow:
		return m.clickTab(event.X)
	case m.page() == statusPage:
		return m, nil, false
	case event.Button == tea.MouseButtonWheelUp && m.view == TableView:
		return m.moveCursor(-wheelDays), nil, true
	case event.Button == tea.MouseButtonWheelDown && m.view == TableView:
		return m.moveCursor(wheelDays), nil, true
	case clicked && m.view != TableView && m.typeAt(event.Y) >= 0:
		m.chosen = model.SessionType(m.typeAt(event.Y))
		return m, nil, true
	case clicked || event.Action == tea.MouseActionMotion:
		return m.pointAt(event.X, event.Y)
	}
	return m, nil, false
}

// tabsRow is the row of the screen that holds the tabs.
const tabsRow = 1

func (m Model) clickTab(column int) (Model, tea.Cmd, bool) {
	for _, tab := range m.tabs() {
		if column >= tab.from && column < tab.to {
			next, command := m.showPeriod(tab.period)
			return next, command, true
		}
	}
	if column >= m.width-1-len(m.viewName()) {
		m.view = m.view.next(+1)
		return m, nil, true
	}
	return m, nil, false
}

// pointAt reads the day under the mouse.
func (m Model) pointAt(column, line int) (Model, tea.Cmd, bool) {
	l := m.layout()
	line -= tabsRow + 1 + l.gap1
	index, found := 0, false
	if m.view == TableView {
		index = m.tableTop + line - l.headings
		found = line >= l.headings && line < l.headings+l.body && index < len(m.summary.days)
	} else {
		_, day, at := m.chartDrawing(l).At(column, line)
		index, found = int(day-m.summary.days[0].Date), at
	}
	if !found || index == m.dayIndex() {
		return m, nil, false
	}
	return m.readDay(index), nil, true
}

// typeAt is the type whose legend row is at a line of the screen; -1 where none is.
func (m Model) typeAt(line int) int {
	l := m.layout()
	first := tabsRow + 1 + l.gap1 + l.body + l.gap2 + l.headings
	if !l.fullTypes || line < first || line >= first+l.legend {
		return -1
	}
	return line - first
}
