// Package model holds the catalogue of reports, the reports themselves, and what is computed from them: totals, shares,
// buckets, marks and trends. It does no input or output and knows no colours.
package model

import (
	"fmt"
	"slices"
)

// Day is one row of a report.
type Day struct {
	// Date is the day of the counts.
	Date Date
	// RefreshDate is the refresh date of the report that has the day: the last day that Graph had counted then. It is zero
	// if no report has the day.
	RefreshDate Date
	// Counts is indexed like the Series of the report's Definition; those beyond its last series are unknown.
	Counts [MaxSeries]Count
}

// Total is the sum of the day's known counts of the given series, unknown if none of them is known.
func (d Day) Total(shown SeriesSet) Count {
	var total Count
	for series, count := range d.Counts {
		if shown.Has(series) {
			total = total.Plus(count)
		}
	}
	return total
}

// Report is the report of one period. Its days are in order, oldest first, each date once; days may be missing.
type Report struct {
	// Definition is its row of the catalogue.
	Definition *Definition
	// RefreshDate is the latest refresh date of its days; zero in a report without days.
	RefreshDate Date
	// Period is what the report's rows say they cover.
	Period Period
	days   []Day
	// since and until are the bounds that Between was given.
	since, until Date
}

// maxSpan is the longest time, in days, that a report's days may lie apart: a century, so that a timeline of them is
// always small.
const maxSpan = 36525

// NewReport returns the report of the days, in order of their dates. Days of the same date and with the same counts become
// one day, with the later refresh date; with different counts they are an error, and so are days more than a century apart.
func NewReport(definition *Definition, period Period, days []Day) (Report, error) {
	ordered := slices.Clone(days)
	slices.SortStableFunc(ordered, func(a, b Day) int { return int(a.Date - b.Date) })
	if n := len(ordered); n > 0 && ordered[n-1].Date-ordered[0].Date > maxSpan {
		return Report{}, fmt.Errorf("%s and %s lie more than a century apart", ordered[0].Date, ordered[n-1].Date)
	}
	report := Report{Definition: definition, Period: period, days: ordered[:0]}
	for _, day := range ordered {
		report.RefreshDate = max(report.RefreshDate, day.RefreshDate)
		last := len(report.days) - 1
		if last < 0 || report.days[last].Date != day.Date {
			report.days = append(report.days, day)
			continue
		}
		if report.days[last].Counts != day.Counts {
			return Report{}, fmt.Errorf("%s appears twice with different counts", day.Date)
		}
		report.days[last].RefreshDate = max(report.days[last].RefreshDate, day.RefreshDate)
	}
	return report, nil
}

// Days are the days that the report has, oldest first. The slice must not be modified.
func (r Report) Days() []Day { return r.days }

// IsEmpty reports whether the report has no day. Graph answers so for a tenant without activity; it is not an error.
func (r Report) IsEmpty() bool { return len(r.days) == 0 }

// Between is the report of the days from since to until, both included; a zero Date sets no bound. Its Span is exactly
// that range, even if the report lacks days at its ends.
func (r Report) Between(since, until Date) Report {
	cut := Report{Definition: r.Definition, Period: r.Period, since: since, until: until}
	for _, day := range r.days {
		if day.Date.Within(since, until) {
			cut.days = append(cut.days, day)
			cut.RefreshDate = max(cut.RefreshDate, day.RefreshDate)
		}
	}
	return cut
}

// Total is the sum of the known counts of the given series on all days, unknown if none of them is known.
func (r Report) Total(shown SeriesSet) Count {
	var total Count
	for _, day := range r.days {
		total = total.Plus(day.Total(shown))
	}
	return total
}

// Peak is the first day on which the given series' total is largest; false if no total is known.
func (r Report) Peak(shown SeriesSet) (Day, bool) {
	var peak Day
	found, most := false, int64(0)
	for _, day := range r.days {
		value, known := day.Total(shown).Value()
		if known && (!found || value > most) {
			peak, most, found = day, value, true
		}
	}
	return peak, found
}

// Share is the part of a whole, from 0 to 1; false if either is unknown or the whole is zero.
func Share(part, whole Count) (float64, bool) {
	p, partKnown := part.Value()
	w, wholeKnown := whole.Value()
	if !partKnown || !wholeKnown || w == 0 {
		return 0, false
	}
	return float64(p) / float64(w), true
}
