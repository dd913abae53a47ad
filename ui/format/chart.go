package format

import (
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"

	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// ChartCanvas is how large a chart is drawn, and in which look.
type ChartCanvas struct {
	// Width and Height are the columns and rows of the whole text, its title and legend among them.
	Width, Height int
	Theme         theme.Theme
}

// leastChartRows is how many rows a chart keeps before its legend or title is left out.
const leastChartRows = 4

// WriteChart draws the reading's stacked chart as text, with a title above it and a legend below where these have room.
func WriteChart(w io.Writer, reading reports.Reading, canvas ChartCanvas) error {
	var above []string
	below := chartLegend(reading.Report, canvas)
	room := canvas.Height
	if room-1 >= leastChartRows {
		room--
		above = append(above, runewidth.Truncate(title(reading), canvas.Width, ""))
	}
	if room-len(below) < leastChartRows {
		below = nil
	}
	drawing := chart.Draw(chart.Input{
		Timeline: model.NewTimeline(reading.Report, reading.Report.Span(), model.AllSeries, model.AllSeries),
		Series:   chart.ReportSeries(reading.Report.Definition, model.AllSeries),
		Selected: model.NoSeries,
		Unit:     reading.Report.Definition.Unit,
		Kind:     chart.Stacked,
		Width:    canvas.Width,
		Height:   max(room-len(below), 1),
		Theme:    canvas.Theme,
	})
	lines := slices.Concat(above, drawing.Lines(), below)
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

// legendForms are the ways to write a series and its total beside its mark, the roomiest first.
var legendForms = []func(series model.Series, total model.Count) string{
	func(series model.Series, total model.Count) string { return " " + series.Name() + " " + Count(total) },
	func(series model.Series, _ model.Count) string { return " " + series.Name() },
	func(series model.Series, _ model.Count) string { return " " + series.Letter },
}

// chartLegend names each series' mark, and its total if there is room, in as many lines as the width needs: none
// where not even a mark has room.
func chartLegend(report model.Report, canvas ChartCanvas) []string {
	for _, form := range legendForms {
		var texts []string
		fits := true
		for i, series := range report.Definition.Series {
			text := form(series, report.Total(model.OnlySeries(i)))
			texts = append(texts, text)
			fits = fits && 1+len(text) <= canvas.Width
		}
		if fits {
			return flowLegend(report.Definition, texts, canvas)
		}
	}
	return nil
}

// flowLegend sets each series' mark before its text, and as many of them on a line as fit.
func flowLegend(definition *model.Definition, texts []string, canvas ChartCanvas) []string {
	const between = "   "
	var lines []string
	var line strings.Builder
	width := 0
	for i, text := range texts {
		entry := 1 + len(text)
		if width > 0 && width+len(between)+entry > canvas.Width {
			lines = append(lines, line.String())
			line.Reset()
			width = 0
		}
		if width > 0 {
			line.WriteString(between)
			width += len(between)
		}
		mark := string(canvas.Theme.Mark(i, definition.Series[i].Letter))
		line.WriteString(canvas.Theme.Render(theme.SeriesTone(i), mark) + text)
		width += entry
	}
	return append(lines, line.String())
}
