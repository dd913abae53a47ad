// Package reports reads reports from Graph, from the store of Graph's earlier answers, or from CSV files. It decides whether a
// stored report is fresh, and how many requests may be sent to Graph.
package reports

import (
	"time"

	"peerdash/model"
)

// Origin is where a reading comes from, in the words of the JSON format.
type Origin string

// The origins of a reading.
const (
	FromGraph Origin = "graph"
	FromStore Origin = "kept"
	FromFile  Origin = "file"
	FromDemo  Origin = "demo"
)

// Reading is a report and its origin.
type Reading struct {
	Report model.Report
	// Period is the period of the request.
	Period model.Period
	Origin Origin
	// Start is the first day that the reading covers. From it to the refresh date, a day that the report lacks has no data. It
	// is zero if the report is empty.
	Start model.Date
	// FetchedAt is when Graph sent the report or last confirmed it, in UTC and in the store's precision; of files, when the last
	// of them was modified.
	FetchedAt time.Time
	// FreshUntil is when the reading becomes stale, so that Graph should be requested; the zero Time if it is stale already.
	FreshUntil time.Time
	// Notes are one-line warnings, for example that the store cannot be written. They contain no control characters.
	Notes []string
}

// startOf is the first day that an answer of Graph for the period covers.
func startOf(report model.Report, period model.Period) model.Date {
	if report.IsEmpty() {
		return 0
	}
	return min(report.RefreshDate-model.Date(period.Days())+1, report.Days()[0].Date)
}

// firstDay is the first day of a report, zero if it is empty.
func firstDay(report model.Report) model.Date {
	if report.IsEmpty() {
		return 0
	}
	return report.Days()[0].Date
}

// latestStart is the first day of the period that ends with the last day of a report.
func latestStart(report model.Report) model.Date {
	days := report.Days()
	return days[len(days)-1].Date - model.Date(report.Period.Days()) + 1
}

// Within derives the reading of a shorter period of Graph from that of a longer one, whose answer has its days too. It has the
// times of the longer one. It is false if the period is not shorter, or the reading is not an answer of Graph.
func (r Reading) Within(period model.Period) (Reading, bool) {
	isAnswer := !r.FreshUntil.IsZero() && r.Period != model.All
	if !isAnswer || period == model.All || period.Days() >= r.Period.Days() {
		return Reading{}, false
	}
	shorter := r
	shorter.Period = period
	if last := r.Report.RefreshDate; !r.Report.IsEmpty() {
		shorter.Report = r.Report.Between(last-model.Date(period.Days())+1, last)
	}
	shorter.Report.Period = period
	shorter.Start = startOf(shorter.Report, period)
	return shorter, true
}
