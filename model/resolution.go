package model

import "time"

// Resolution is the length of a Bucket.
type Resolution int

// The resolutions, finest first. Automatic is the finest one that fits. Those after ByMonth cannot be chosen: they are for
// histories that do not fit otherwise.
const (
	Automatic Resolution = iota
	ByDay
	// SevenDayMean has a bucket for each day with the means of that day and the six days before it.
	SevenDayMean
	// ByWeek has weeks from Monday to Sunday.
	ByWeek
	ByMonth
	ByQuarter
	ByYear
	ByDecade
)

var resolutions = [...]struct{ name, label string }{
	Automatic:    {name: "automatic"},
	ByDay:        {name: "days", label: "daily"},
	SevenDayMean: {name: "7-day mean", label: "7-day mean"},
	ByWeek:       {name: "weeks", label: "weekly mean"},
	ByMonth:      {name: "months", label: "monthly mean"},
	ByQuarter:    {name: "quarters", label: "quarterly mean"},
	ByYear:       {name: "years", label: "yearly mean"},
	ByDecade:     {name: "decades", label: "ten-year mean"},
}

// Resolutions lists the resolutions that can be chosen, Automatic first.
func Resolutions() []Resolution {
	return []Resolution{Automatic, ByDay, SevenDayMean, ByWeek, ByMonth}
}

// String is its name: "weeks".
func (r Resolution) String() string { return resolutions[r].name }

// Label describes the values of its buckets: "weekly mean". Automatic has none.
func (r Resolution) Label() string { return resolutions[r].label }

// Coarser is the next resolution with longer buckets; false if there is none.
func (r Resolution) Coarser() (Resolution, bool) {
	switch r {
	case Automatic, ByDay, SevenDayMean:
		return ByWeek, true
	case ByDecade:
		return r, false
	default:
		return r + 1, true
	}
}

// HasDailyBuckets reports whether each day has a bucket of its own.
func (r Resolution) HasDailyBuckets() bool { return r <= SevenDayMean }

// start is the first day of the bucket that holds a day, next the first day of the bucket after it.
func (r Resolution) start(date Date) Date {
	if r.HasDailyBuckets() {
		return date
	}
	if r == ByWeek {
		return date - Date((int(date.Weekday())+6)%7)
	}
	t := date.Time()
	year, month := t.Year(), t.Month()
	switch r {
	case ByQuarter:
		month -= (month - 1) % 3
	case ByYear:
		month = time.January
	case ByDecade:
		year, month = year-year%10, time.January
	}
	return NewDate(year, month, 1)
}

func (r Resolution) next(start Date) Date {
	t := start.Time()
	switch r {
	case ByWeek:
		return start + 7
	case ByMonth:
		return DateOf(t.AddDate(0, 1, 0))
	case ByQuarter:
		return DateOf(t.AddDate(0, 3, 0))
	case ByYear:
		return DateOf(t.AddDate(1, 0, 0))
	case ByDecade:
		return DateOf(t.AddDate(10, 0, 0))
	}
	return start + 1
}
