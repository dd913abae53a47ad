// Package format writes reports as table, CSV, JSON, NDJSON or text chart, the formats of the print command.
package format

import (
	"io"

	"peerdash/graphapi/reports"
)

// Format is a format of a reading.
type Format string

// The formats.
const (
	Table  Format = "table"
	CSV    Format = "csv"
	JSON   Format = "json"
	NDJSON Format = "ndjson"
	Chart  Format = "chart"
)

// Formats lists every format, the default first.
func Formats() []Format { return []Format{Table, CSV, JSON, NDJSON, Chart} }

// Write writes the reading in the format; canvas is for Chart only. Errors are those of w.
func Write(w io.Writer, format Format, reading reports.Reading, canvas ChartCanvas) error {
	switch format {
	case CSV:
		return WriteCSV(w, reading.Report)
	case JSON:
		return WriteJSON(w, reading)
	case NDJSON:
		return WriteNDJSON(w, reading.Report.Definition, reading.Report.Days(), reading.Report.Period)
	case Chart:
		return WriteChart(w, reading, canvas)
	default:
		return WriteTable(w, reading)
	}
}
