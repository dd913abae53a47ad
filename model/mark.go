package model

// Marks is a set of notable properties of a day, or of any of a bucket's days.
type Marks uint8

// The marks.
const (
	// MissingMark: the report has no row for the day.
	MissingMark Marks = 1 << iota
	// UnknownMark: the report has the day, but counts of it are blank.
	UnknownMark
	// LowMark: the total is below half the median of its weekday.
	LowMark
	// PeakMark: the total is the largest of the timeline, and the first such.
	PeakMark
	// WeekendMark: a Saturday or a Sunday.
	WeekendMark
	// MonthMark: the first of a month.
	MonthMark
	// PartialMark: days of the bucket's week, month or year lie outside the timeline.
	PartialMark

	// NotableMarks are the marks that do not follow from the calendar.
	NotableMarks = MissingMark | UnknownMark | LowMark | PeakMark
)

// Has reports whether any of the given marks is set.
func (m Marks) Has(marks Marks) bool { return m&marks != 0 }

// mark sets the marks of each day of the timeline.
func (t *Timeline) mark(report Report) {
	t.marks = make([]Marks, len(t.days))
	medians := medians(report, t.measured)
	peak, most := -1, int64(0)
	reported := t.reportedSeries()
	for i := range t.days {
		day := &t.days[i]
		t.marks[i] = calendarMarks(day.Date)
		if t.shown == 0 {
			continue
		}
		t.marks[i] |= day.completeness(reported)
		total, known := day.Total(t.measured).Value()
		if known && float64(total) < medians[day.Date.Weekday()]/2 {
			t.marks[i] |= LowMark
		}
		if known && total > most {
			peak, most = i, total
		}
	}
	if peak >= 0 {
		t.marks[peak] |= PeakMark
	}
}

// reportedSeries are the series shown, without those whose counts are unknown on all days: these would mark every day.
func (t *Timeline) reportedSeries() SeriesSet {
	var reported SeriesSet
	for i := range t.days {
		for series, count := range t.days[i].Counts {
			if _, known := count.Value(); known {
				reported |= OnlySeries(series)
			}
		}
	}
	if reported&t.shown == 0 {
		return t.shown
	}
	return reported & t.shown
}

func calendarMarks(date Date) Marks {
	var marks Marks
	if date.IsWeekend() {
		marks |= WeekendMark
	}
	if date.Time().Day() == 1 {
		marks |= MonthMark
	}
	return marks
}

// completeness returns the mark of a day without a row, or with blank counts.
func (d *Day) completeness(shown SeriesSet) Marks {
	unknown, known := false, false
	for series, count := range d.Counts {
		if _, isKnown := count.Value(); isKnown {
			known = true
		} else if shown.Has(series) {
			unknown = true
		}
	}
	switch {
	case !known && d.RefreshDate.IsZero():
		return MissingMark
	case unknown:
		return UnknownMark
	}
	return 0
}
