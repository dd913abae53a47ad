package model

import (
	"fmt"
	"strings"
)

// Period is the report period: one of the four that Graph offers, or All.
type Period int

// The report periods of Graph, and All, which is every stored day. Graph's are documented at
// https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinesspeertopeeractivitycounts.
const (
	D7 Period = iota
	D30
	D90
	D180
	All

	// PeriodCount is how many periods there are.
	PeriodCount = int(All) + 1
)

var periods = [PeriodCount]struct {
	name, number, short, label string
	days                       int
}{
	D7:   {name: "D7", number: "7", short: "7d", label: "7 days", days: 7},
	D30:  {name: "D30", number: "30", short: "30d", label: "30 days", days: 30},
	D90:  {name: "D90", number: "90", short: "90d", label: "90 days", days: 90},
	D180: {name: "D180", number: "180", short: "180d", label: "180 days", days: 180},
	All:  {name: "all", number: "all", short: "all", label: "all stored days"},
}

// Periods lists every period, shortest first, All last.
func Periods() [PeriodCount]Period { return [PeriodCount]Period{D7, D30, D90, D180, All} }

// GraphPeriods lists the periods that Graph has reports of, shortest first.
func GraphPeriods() []Period { return []Period{D7, D30, D90, D180} }

// PeriodReaching is the shortest of Graph's periods that reaches back to since if it ends on last; All if none does.
func PeriodReaching(since, last Date) Period {
	for _, period := range GraphPeriods() {
		if since > last-Date(period.Days()) {
			return period
		}
	}
	return All
}

// ParsePeriod parses D7, 7 or 7d, likewise 30, 90 and 180, or all, in any case of letters.
func ParsePeriod(text string) (Period, error) {
	lower := strings.ToLower(strings.TrimSpace(text))
	for _, p := range Periods() {
		row := periods[p]
		if lower == strings.ToLower(row.name) || lower == row.number || lower == row.short {
			return p, nil
		}
	}
	return 0, fmt.Errorf("%q is not a report period; use D7, D30, D90, D180 or all", text)
}

// String is the name that Graph and the command line use: "D7", or "all".
func (p Period) String() string { return periods[p].name }

// Number is what the report's column Report Period holds: "7", or "all" for All.
func (p Period) Number() string { return periods[p].number }

// Label is the name to display: "7 days".
func (p Period) Label() string { return periods[p].label }

// Days is the number of days the period covers; 0 for All, which has no fixed length.
func (p Period) Days() int { return periods[p].days }
