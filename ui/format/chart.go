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

// ChartCanvas is the size and the look of a chart.
type ChartCanvas struct {
	// Width and Height are the columns and rows of the whole text, its title and legend among them.
	Width, Height int
	Theme         theme.Theme
}

// leastChartRows is the least number of rows of a chart with a legend or a title.
const leastChartRows = 4

// WriteChart draws the reading's usual chart as text, with a title above it and a legend below it if there is room. A report
// without days has a sentence instead.
func WriteChart(w io.Writer, reading reports.Reading, canvas ChartCanvas) error {
	report, definition := reading.Report, reading.Report.Definition
	if report.IsEmpty() {
		lines := []string{fitTitle(reading, canvas.Width), runewidth.Truncate(noDays, canvas.Width, "")}
		_, err := io.WriteString(w, strings.Join(lines[:min(len(lines), canvas.Height)], "\n")+"\n")
		return err
	}
	var above []string
	below := chartLegend(report, canvas)
	room := canvas.Height
	if room-1 >= leastChartRows {
		room--
		above = append(above, fitTitle(reading, canvas.Width))
	}
	if room-len(below) < leastChartRows {
		below = nil
	}
	drawing := chart.Draw(chart.Input{
		Timeline: model.NewTimeline(report, report.Span(), definition.All(), definition.Measured(definition.All(), model.NoSeries)),
		Series:   chart.ReportSeries(definition, definition.All()),
		Selected: model.NoSeries,
		Unit:     definition.Unit,
		Additive: definition.Additive,
		Kind:     chart.Kinds(definition.Additive)[0],
		Width:    canvas.Width,
		Height:   max(room-len(below), 1),
		Theme:    canvas.Theme,
	})
	lines := slices.Concat(above, drawing.Lines(), below)
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

// fitTitle is as many parts of the title as fit, at least a part of the first.
func fitTitle(reading reports.Reading, width int) string {
	parts := titleParts(reading)
	fitted := runewidth.Truncate(parts[0], width, "")
	for i := range parts {
		if text := strings.Join(parts[:i+1], ", "); runewidth.StringWidth(text) <= width {
			fitted = text
		}
	}
	return fitted
}

// legendForms are the ways to write a series and its total, if any, after its mark, the longest first.
var legendForms = []func(series model.Series, total string) string{
	func(series model.Series, total string) string {
		return strings.TrimRight(" "+series.Name()+" "+total, " ")
	},
	func(series model.Series, _ string) string { return " " + series.Name() },
	func(series model.Series, _ string) string { return " " + series.Letter },
}

// chartLegend names each series with its mark, and in an additive report with its total if there is room, in as many lines as
// the width requires. It is nil if the width has no room for a mark and a letter.
func chartLegend(report model.Report, canvas ChartCanvas) []string {
	for _, form := range legendForms {
		var texts []string
		fits := true
		for i, series := range report.Definition.Series {
			total := ""
			if report.Definition.Additive {
				total = Value(report.Definition.Unit, report.Total(model.OnlySeries(i)))
			}
			text := form(series, total)
			texts = append(texts, text)
			fits = fits && 1+len(text) <= canvas.Width
		}
		if fits {
			return flowLegend(report.Definition, texts, canvas)
		}
	}
	return nil
}

// flowLegend writes each series' mark before its text, and as many series on a line as fit.
func flowLegend(definition *model.Definition, texts []string, canvas ChartCanvas) []string {
	const between = "   "
	kind, series := chart.Kinds(definition.Additive)[0], chart.ReportSeries(definition, definition.All())
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
		mark := string(series[i].Mark(kind, canvas.Theme))
		line.WriteString(canvas.Theme.Render(theme.SeriesTone(i), mark) + text)
		width += entry
	}
	return append(lines, line.String())
}
