package ui

import "peerdash/ui/chart"

// chartDrawing is the chart of the period shown.
func (m Model) chartDrawing(l layout) chart.Drawing { return chart.Draw(m.chartInput(l)) }

func (m Model) chartInput(l layout) chart.Input {
	return chart.Input{
		Timeline: m.summary.timeline, Series: chart.ReportSeries(m.types), Selected: int(m.chosen), Unit: "sessions",
		Kind: views[m.view].kind, Width: m.width - 1, Height: l.body, Theme: m.painter.Theme, Cursor: m.day().Date,
		CursorOnDay: true,
	}
}
