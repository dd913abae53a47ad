package ui

import (
	"peerdash/ui/chart"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// chartLines is the chart, or why there is none.
func (m Model) chartLines(l layout) []string {
	if m.shown == 0 {
		return m.allHiddenLines(l.body)
	}
	return m.chartDrawing(l).Lines()
}

// allHiddenLines say in place of a chart that all series are hidden, and how to show them.
func (m Model) allHiddenLines(height int) []string {
	texts := []string{"All series are hidden.", "space shows " + m.report.Series[m.selected].Name() + " again."}
	lines := make([]string, height)
	for i, text := range texts {
		at := max(height/2-1, 0) + i
		r := m.painter.New(m.width)
		lines[min(at, height-1)] = r.PadTo((m.width-row.Width(text))/2).Put(theme.Plain, text).String()
	}
	return lines
}

// chartDrawing is the chart of the period shown.
func (m Model) chartDrawing(l layout) chart.Drawing { return chart.Draw(m.chartInput(l)) }

func (m Model) chartInput(l layout) chart.Input {
	return chart.Input{
		Timeline: m.summary.drawn, Earlier: m.summary.earlier, Resolution: m.chart.resolution, Scale: m.chart.scale,
		Series: chart.ReportSeries(m.report, m.shown), Selected: m.selected, Unit: m.report.Unit, Additive: m.report.Additive,
		Kind: views[m.view].kind, Width: m.width - 1, Height: l.body, Theme: m.painter.Theme, Cursor: m.day().Date,
		CursorOnDay: m.onDay,
	}
}
