// Package reports is where a report comes from: from Graph, from what is kept of Graph's earlier answers, or from CSV
// files. It knows when what is kept still counts as fresh, so that nobody who shows a report has to.
package reports

import (
	"time"

	"peerdash/model"
)

// Origin says where a reading came from, in the words of the JSON format.
type Origin string

// The origins of a reading.
const (
	FromGraph Origin = "graph"
	FromKept  Origin = "kept"
	FromFile  Origin = "file"
	FromDemo  Origin = "demo"
)

// Reading is a report and how it was come by.
type Reading struct {
	Report model.Report
	// Period is the period that was asked for.
	Period model.Period
	Origin Origin
	// FetchedAt is when Graph said this, or last said that it still holds.
	FetchedAt time.Time
	// Fresh tells that the reading is young enough not to be asked for again.
	Fresh bool
	// Notes are one-line warnings, such as of a store that cannot be written. They hold no control characters.
	Notes []string
}
