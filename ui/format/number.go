package format

import (
	"github.com/dustin/go-humanize"

	"peerdash/model"
)

// Unknown stands for an unknown count.
const Unknown = "-"

// Count formats a count with its thousands grouped by commas, or as Unknown.
func Count(count model.Count) string {
	sessions, known := count.Value()
	if !known {
		return Unknown
	}
	return humanize.Comma(sessions)
}
