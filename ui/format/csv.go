package format

import (
	"encoding/csv"
	"io"

	"peerdash/graphapi"
	"peerdash/model"
)

// WriteCSV writes the report as CSV with graphapi.Columns, oldest day first, with \n at the end of each line and without a byte
// order mark. An unknown count is an empty cell, a duration is in ISO 8601. graphapi.ParseReport returns the same report again.
func WriteCSV(w io.Writer, report model.Report) error {
	writer := csv.NewWriter(w)
	_ = writer.Write(graphapi.Columns(report.Definition)) // Error returns the first error of all rows
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
