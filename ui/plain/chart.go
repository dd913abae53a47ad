package plain

import (
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"peerdash/graphapi/source"
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

// WriteChart draws the reading's stacked chart as text, with a title above it and a legend below.
func WriteChart(w io.Writer, reading source.Reading, canvas ChartCanvas) error {
	legend := chartLegend(reading.Report, canvas)
	drawing := chart.Draw(chart.Input{
		Days:   reading.Report.Calendar(),
		Shown:  model.AllTypes,
		Kind:   chart.Stacked,
		Width:  canvas.Width,
		Height: max(canvas.Height-1-len(legend), 1),
		Theme:  canvas.Theme,
		Cursor: chart.NoCursor,
	})
	lines := []string{runewidth.Truncate(title(reading), canvas.Width, "")}
	lines = append(lines, drawing.Lines()...)
	lines = append(lines, legend...)
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

// chartLegend names each type's mark and total, in as many lines as the width needs.
func chartLegend(report model.Report, canvas ChartCanvas) []string {
	const between = "   "
	var lines []string
	var line strings.Builder
	width := 0
	for _, t := range model.SessionTypes() {
		mark := string(canvas.Theme.Mark(t))
		text := " " + t.Label() + " " + Count(report.Total(model.OnlyType(t)))
		entry := runewidth.StringWidth(mark + text)
		if width > 0 && width+len(between)+entry > canvas.Width {
			lines = append(lines, line.String())
			line.Reset()
			width = 0
		}
		if width > 0 {
			line.WriteString(between)
			width += len(between)
		}
		line.WriteString(canvas.Theme.Render(theme.TypeTone(t), mark) + text)
		width += entry
	}
	return append(lines, line.String())
}
