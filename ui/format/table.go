package format

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"peerdash/graphapi/reports"
	"peerdash/model"
)

// noDays stands for the figures of an empty report.
const noDays = "The report has no days."

// WriteTable writes a title, then one line per day, oldest first, with its counts. An additive report has the total of each
// day, too, and at the end the total of each series.
func WriteTable(w io.Writer, reading reports.Reading) error {
	report := reading.Report
	if report.IsEmpty() {
		_, err := fmt.Fprintf(w, "%s\n%s\n", title(reading), noDays)
		return err
	}
	rows := [][]string{tableHeader(report.Definition)}
	for _, day := range report.Days() {
		label := day.Date.Time().Format("Mon 2 Jan 2006")
		rows = append(rows, tableRow(report.Definition, label, day.Counts, day.Total(model.AllSeries)))
	}
	if report.Definition.Additive {
		var totals [model.MaxSeries]model.Count
		for series := range report.Definition.Series {
			totals[series] = report.Total(model.OnlySeries(series))
		}
		rows = append(rows, tableRow(report.Definition, "Total", totals, report.Total(model.AllSeries)))
	}
	_, err := io.WriteString(w, title(reading)+"\n\n"+alignRows(rows))
	return err
}

func title(reading reports.Reading) string { return strings.Join(titleParts(reading), ", ") }

// titleParts are the report's title, its period, and its refresh date if it has one.
func titleParts(reading reports.Reading) []string {
	parts := []string{reading.Report.Definition.Title, reading.Period.Label()}
	if refreshed := reading.Report.RefreshDate; !refreshed.IsZero() {
		parts = append(parts, "refreshed "+refreshed.Time().Format("2 Jan 2006"))
	}
	return parts
}

func tableHeader(definition *model.Definition) []string {
	header := []string{"Day"}
	for _, series := range definition.Series {
		header = append(header, series.Name())
	}
	if definition.Additive {
		header = append(header, "Total")
	}
	return header
}

func tableRow(definition *model.Definition, label string, counts [model.MaxSeries]model.Count, total model.Count) []string {
	row := []string{label}
	for series := range definition.Series {
		row = append(row, Value(definition.Unit, counts[series]))
	}
	if definition.Additive {
		row = append(row, Value(definition.Unit, total))
	}
	return row
}

// alignRows aligns the first column left and the others right; text/tabwriter aligns all columns on one side.
func alignRows(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var table strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			padding := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				table.WriteString(cell + padding)
			} else {
				table.WriteString("  " + padding + cell)
			}
		}
		table.WriteByte('\n')
	}
	return table.String()
}
