package model

import (
	"fmt"
	"time"
)

// Date is a calendar day without time or zone, in days since 1 January of year 1, so that dates are compared and subtracted
// as numbers. The zero Date is an unknown date.
type Date int

const secondsPerDay = 24 * 60 * 60

var dateZero = time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)

// NewDate is the Date of a day of the Gregorian calendar.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf is the day of t in its own time zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Date((midnight.Unix() - dateZero.Unix()) / secondsPerDay)
}

// ParseDate parses "2021-06-28" or "2021-06-28T00:00:00Z", the two forms in which Graph writes a date. A time of day
// other than midnight UTC is an error.
func ParseDate(text string) (Date, error) {
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05Z"} {
		t, err := time.Parse(layout, text)
		if err == nil && t.Year() >= 1900 && t.Equal(t.Truncate(24*time.Hour)) {
			return DateOf(t), nil
		}
	}
	return 0, fmt.Errorf("%q is not a date like 2021-06-28", text)
}

// IsZero reports whether the date is unknown.
func (d Date) IsZero() bool { return d == 0 }

// Time is midnight UTC at the start of the day.
func (d Date) Time() time.Time { return dateZero.AddDate(0, 0, int(d)) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return time.Weekday((int(d) + int(time.Monday)) % 7) }

// IsWeekend reports whether the day is a Saturday or a Sunday.
func (d Date) IsWeekend() bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// Within reports whether the day is since, until or between them; a zero Date sets no bound.
func (d Date) Within(since, until Date) bool { return d >= since && (until.IsZero() || d <= until) }

// String is the date as 2021-06-28, or "" if it is unknown.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}
