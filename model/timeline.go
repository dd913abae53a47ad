package model

import (
	"slices"
	"time"
)

// Span is a range of days, First and Last included.
type Span struct{ First, Last Date }

// Days is the number of days of the span.
func (s Span) Days() int { return int(s.Last-s.First) + 1 }

// Span is the range of days that the report covers: its period up to the refresh date, even if rows are missing at its
// ends. The span of a report that Between returned ends at the given dates.
func (r Report) Span() Span {
	if r.IsEmpty() {
		return Span{}
	}
	rows := Span{First: r.days[0].Date, Last: r.days[len(r.days)-1].Date}
	span := Span{First: rows.First, Last: max(rows.Last, r.RefreshDate)}
	if days := r.Period.Days(); days > 0 {
		span.First = min(span.First, span.Last-Date(days)+1)
	}
	if !r.since.IsZero() {
		span.First = r.since
	}
	if !r.until.IsZero() {
		span.Last = r.until
	}
	if span.Days() > maxSpan {
		return rows
	}
	return span
}

// Timeline is every day of a span, whether the report has it or not, with its marks.
type Timeline struct {
	days     []Day
	marks    []Marks
	shown    SeriesSet
	measured SeriesSet
	// before are up to six days before the first, oldest first, for means of seven days.
	before []Day
}

// NewTimeline returns the timeline of the report's days over a span. UnknownMark refers to each of the series shown, LowMark
// and PeakMark to the total of those measured, as Definition.Measured gives them. The report's days outside the span count
// for the medians of weekdays.
func NewTimeline(report Report, span Span, shown, measured SeriesSet) Timeline {
	if span.First.IsZero() || span.Last < span.First {
		return Timeline{shown: shown, measured: measured}
	}
	first := span.First
	if !report.IsEmpty() {
		first = min(max(span.First-6, report.days[0].Date), span.First)
	}
	all := report.calendar(Span{First: first, Last: span.Last})
	start := int(span.First - first)
	t := Timeline{days: all[start:], before: all[:start], shown: shown, measured: measured}
	t.mark(report)
	return t
}

// WithDaysBefore is the timeline with the days before its first from a report of a longer period, so that its first means of seven
// days are known. It is unchanged if it has them, or if the report does not reach from before its first day up to it.
func (t Timeline) WithDaysBefore(longer Report) Timeline {
	const wanted = 6
	if len(t.days) == 0 || len(t.before) == wanted || longer.IsEmpty() {
		return t
	}
	first, last := longer.days[0].Date, longer.days[len(longer.days)-1].Date
	if first < t.First() && last >= t.First()-1 {
		t.before = longer.calendar(Span{First: max(t.First()-wanted, first), Last: t.First() - 1})
	}
	return t
}

// NewEarlierTimeline returns a timeline of a span with the counts of the days that are daysBefore days earlier, so that its
// buckets match those of a Timeline of the span.
func NewEarlierTimeline(report Report, span Span, daysBefore int, shown SeriesSet) Timeline {
	shifted := Report{Definition: report.Definition, Period: report.Period, days: slices.Clone(report.days)}
	for i := range shifted.days {
		shifted.days[i].Date += Date(daysBefore)
	}
	return NewTimeline(shifted, span, shown, shown)
}

// calendar is every day of a span. Days without a row have no refresh date and unknown counts.
func (r Report) calendar(span Span) []Day {
	days := make([]Day, span.Days())
	for i := range days {
		days[i].Date = span.First + Date(i)
	}
	for i := range r.days {
		if day := &r.days[i]; day.Date >= span.First && day.Date <= span.Last {
			days[day.Date-span.First] = *day
		}
	}
	return days
}

// Days are the timeline's days, oldest first. The slice must not be modified.
func (t Timeline) Days() []Day { return t.days }

// Series are the series shown.
func (t Timeline) Series() SeriesSet { return t.shown }

// Measured are the series to whose total LowMark and PeakMark refer.
func (t Timeline) Measured() SeriesSet { return t.measured }

// Marks are the marks of the day with this index.
func (t Timeline) Marks(day int) Marks { return t.marks[day] }

// First is its first day; zero if it is empty.
func (t Timeline) First() Date {
	if len(t.days) == 0 {
		return 0
	}
	return t.days[0].Date
}

// Last is its last day; zero if it is empty.
func (t Timeline) Last() Date {
	if len(t.days) == 0 {
		return 0
	}
	return t.days[len(t.days)-1].Date
}

// KnownSpan is the span from the first to the last day with a known count; false if there is none.
func (t Timeline) KnownSpan() (Span, bool) {
	known := func(day Day) bool { _, known := day.Total(AllSeries).Value(); return known }
	first := slices.IndexFunc(t.days, known)
	if first < 0 {
		return Span{}, false
	}
	last := len(t.days) - 1
	for !known(t.days[last]) {
		last--
	}
	return Span{First: t.days[first].Date, Last: t.days[last].Date}, true
}

// medians are the median totals of the report's days by weekday; 0 for a weekday without a known total.
func medians(report Report, shown SeriesSet) [7]float64 {
	var totals [7][]int64
	for _, day := range report.days {
		if total, known := day.Total(shown).Value(); known {
			totals[day.Date.Weekday()] = append(totals[day.Date.Weekday()], total)
		}
	}
	var medians [7]float64
	for weekday := range time.Saturday + 1 {
		sorted := totals[weekday]
		slices.Sort(sorted)
		if n := len(sorted); n > 0 {
			medians[weekday] = float64(sorted[(n-1)/2]+sorted[n/2]) / 2
		}
	}
	return medians
}
