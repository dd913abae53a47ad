// Package format writes a report as text for scripts and readers: the formats of peerdash print. It writes data and
// nothing else, and draws no colour of its own.
package format

import (
	"io"

	"peerdash/graphapi/reports"
)

// Format is one of the formats that a reading can be written in.
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

// Write writes the reading in the format; a chart is drawn as canvas says. Errors are those of w.
func Write(w io.Writer, format Format, reading reports.Reading, canvas ChartCanvas) error {
	switch format {
	case CSV:
		return WriteCSV(w, reading.Report)
	case JSON:
		return WriteJSON(w, reading)
	case NDJSON:
		return WriteNDJSON(w, reading.Report.Days(), reading.Report.Period)
	case Chart:
		return WriteChart(w, reading, canvas)
	default:
		return WriteTable(w, reading)
	}
}
