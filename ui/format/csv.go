package format

import (
	"encoding/csv"
	"io"

	"peerdash/graphapi"
	"peerdash/model"
)

// WriteCSV writes the report under the names of Graph's columns, oldest day first, lines ending with \n, without a BOM, with
// an empty cell for an unknown count and durations in ISO 8601. graphapi.ParseReport reads it back as the same report.
func WriteCSV(w io.Writer, report model.Report) error {
	writer := csv.NewWriter(w)
	header := []string{"Report Refresh Date", "Report Date", "Report Period"}
	for _, series := range report.Definition.Series {
		header = append(header, series.Column)
	}
	// Error returns the first error of a csv.Writer at the end.
	_ = writer.Write(header)
	for _, day := range report.Days() {
		row := []string{day.RefreshDate.String(), day.Date.String(), report.Period.Number()}
		for _, count := range day.Counts[:len(report.Definition.Series)] {
			row = append(row, graphapi.FormatCount(count, report.Definition.Unit))
		}
		_ = writer.Write(row)
	}
	writer.Flush()
	return writer.Error()
}
