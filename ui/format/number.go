package format

import (
	"peerdash/model"
	"peerdash/ui/chart"
)

// Unknown is what stands where a count is not known.
const Unknown = "-"

// Count is a count for reading, its thousands grouped by commas, or Unknown.
func Count(count model.Count) string {
	sessions, known := count.Value()
	if !known {
		return Unknown
	}
	return chart.Grouped(sessions)
}
