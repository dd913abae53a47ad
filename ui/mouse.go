package ui

import (
	tea "github.com/charmbracelet/bubbletea"
)

// wheelRows is the number of rows by which one step of the wheel scrolls.
const wheelRows = 3

// useMouse does what the mouse points at. It is false if there is nothing, or if the dashboard does not use the mouse.
func (m Model) useMouse(event tea.MouseEvent) (Model, tea.Cmd, bool) {
	if !m.mouse || m.width < MinimumWidth || m.height < MinimumHeight {
		return m, nil, false
	}
	clicked := event.Action == tea.MouseActionPress && event.Button == tea.MouseButtonLeft
	onReport := m.page() == reportPage
	switch {
	case clicked && event.Y == m.height-1:
		return m.clickHint(event.X)
	case event.Button == tea.MouseButtonWheelUp:
		return m.turnWheel(-1)
	case event.Button == tea.MouseButtonWheelDown:
		return m.turnWheel(+1)
	case clicked && event.Y == tabsRow && (onReport || m.page() == statusPage):
		return m.clickTab(event.X)
	case clicked && m.page() == listPage:
		return m.clickListed(event.Y)
	case !onReport:
		return m, nil, false
	case clicked && m.view != TableView && m.seriesAt(event.Y) >= 0:
		m.selected = m.seriesAt(event.Y)
		return m, nil, true
	case clicked || event.Action == tea.MouseActionMotion:
		return m.pointAt(event.X, event.Y, clicked)
	}
	return m, nil, false
}

// turnWheel scrolls the table or a long page, or selects another day in a chart.
func (m Model) turnWheel(direction int) (Model, tea.Cmd, bool) {
	switch {
	case m.page() == reportPage && m.view == TableView:
		return m.moveRows(direction * wheelRows), nil, true
	case m.page() == reportPage:
		return m.stepDay(direction), nil, true
	case m.page() == listPage:
		return m.choose(direction), nil, true
	case m.pageIsLong():
		return m.scrollBy(direction * wheelRows), nil, true
	}
	return m, nil, false
}

// clickListed shows the report at a line of the list.
func (m Model) clickListed(line int) (Model, tea.Cmd, bool) {
	found := m.listedReports()
	index := line - len(m.pageHead()) - len(m.listTop())
	if index < 0 || index >= m.listRoom() || m.list.top+index >= len(found) {
		return m, nil, false
	}
	m.notice, m.list.chosen = "", found[m.list.top+index]
	next, command := m.showChosen()
	return next.withSummary(), command, true
}

// clickHint does what the key under the mouse in the key line does.
func (m Model) clickHint(column int) (Model, tea.Cmd, bool) {
	for _, hint := range m.footHints(m.width - 1) {
		if column >= hint.from && column < hint.to {
			next, command := m.do(hint.row)
			return next, command, true
		}
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
	if end := m.width - 1; column >= end-m.painter.WidthOf(m.viewName()) && column < end {
		return m.nextView(+1), nil, true
	}
	return m, nil, false
}

// pointAt selects the day under the mouse.
func (m Model) pointAt(column, line int, clicked bool) (Model, tea.Cmd, bool) {
	l := m.layout()
	line -= tabsRow + 1 + l.gap1
	if m.view != TableView {
		return m.pointAtChart(column, line, clicked)
	}
	_, buckets := m.buckets()
	index := m.tableTop + line - l.headings
	if line < l.headings || line >= l.headings+l.body || index >= len(buckets) {
		return m, nil, false
	}
	next := m.selectBucket(buckets, index)
	return next, nil, next.cursor != m.cursor
}

// pointAtChart selects the bucket under the mouse, or its day where it was clicked.
func (m Model) pointAtChart(column, line int, clicked bool) (Model, tea.Cmd, bool) {
	bucket, day, found := m.chartDrawing(m.layout()).At(column, line)
	if !found {
		return m, nil, false
	}
	_, buckets := m.buckets()
	next := m.selectBucket(buckets, bucket)
	if clicked {
		next = m.selectDate(day)
	}
	return next, nil, next.cursor != m.cursor || next.onDay != m.onDay
}

// seriesAt is the series whose legend row is at a line of the screen; -1 if none is.
func (m Model) seriesAt(line int) int {
	l := m.layout()
	first := tabsRow + 1 + l.gap1 + l.body + l.gap2 + l.headings
	if !l.allSeries || line < first || line >= first+len(m.report.Series) {
		return -1
	}
	return line - first
}
