package chart

import (
	"time"

	"peerdash/model"
)

// rhythm is a choice of days that get a label on the x axis.
type rhythm struct {
	// days is about how many days lie between two ticks.
	days int
	// next is the first tick on or after a date.
	next func(date time.Time) time.Time
	// label names a day; context asks for the larger unit too, the month of a day or the year of a month.
	label func(date time.Time, context bool) string
	// newContext reports whether the larger unit is another than at the label before.
	newContext func(date, before time.Time) bool
}

// rhythms are those of which the first that has room is used.
var rhythms = [...]rhythm{
	{days: 1, next: everyDay, label: dayLabel, newContext: newMonth},
	{days: 7, next: nextMonday, label: dayLabel, newContext: newMonth},
	{days: 30, next: nextFirst(1), label: monthLabel, newContext: newYear},
	{days: 91, next: nextFirst(3), label: monthLabel, newContext: newYear},
	{days: 365, next: nextYear(1), label: yearLabel, newContext: never},
	{days: 2 * 365, next: nextYear(2), label: yearLabel, newContext: never},
	{days: 5 * 365, next: nextYear(5), label: yearLabel, newContext: never},
	{days: 10 * 365, next: nextYear(10), label: yearLabel, newContext: never},
	{days: 50 * 365, next: nextYear(50), label: yearLabel, newContext: never},
}

func everyDay(date time.Time) time.Time { return date }

func nextMonday(date time.Time) time.Time {
	return date.AddDate(0, 0, (int(time.Monday-date.Weekday())+7)%7)
}

// nextFirst is the first of a month, of every so manieth month from January.
func nextFirst(months int) func(time.Time) time.Time {
	return func(date time.Time) time.Time {
		month := int(date.Month()) - 1
		if date.Day() > 1 {
			month++
		}
		month = (month + months - 1) / months * months
		return time.Date(date.Year(), time.January+time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	}
}

// nextYear is the first of January of a year that is a multiple of years.
func nextYear(years int) func(time.Time) time.Time {
	return func(date time.Time) time.Time {
		year := date.Year()
		if date.YearDay() > 1 {
			year++
		}
		return time.Date((year+years-1)/years*years, time.January, 1, 0, 0, 0, 0, time.UTC)
	}
}

func dayLabel(date time.Time, context bool) string {
	if context {
		return date.Format("2 Jan")
	}
	return date.Format("2")
}

func monthLabel(date time.Time, context bool) string {
	if context {
		return date.Format("Jan 2006")
	}
	return date.Format("Jan")
}

func yearLabel(date time.Time, _ bool) string { return date.Format("2006") }

func newMonth(date, before time.Time) bool {
	return date.Month() != before.Month() || newYear(date, before)
}
func newYear(date, before time.Time) bool { return date.Year() != before.Year() }
func never(_, _ time.Time) bool           { return false }

// dateLabel is a label of the x axis for a day, by its index. Its text, "" where there is no room for one, begins at a
// column of the drawing and belongs to the tick at another.
type dateLabel struct {
	text             string
	day, start, tick int
	// weekend is never set on a label that names a month or a year.
	weekend bool
}

// dateLabels are the labels of the x axis from left to right, with at least one blank between them, none cut. The first
// one says its month, or its year where it is itself a month.
func (l *layout) dateLabels(days []model.Day) []dateLabel {
	if len(days) == 0 || l.spread.columns == 0 {
		return nil
	}
	for i := range rhythms {
		labels, fits := l.labelsOf(&rhythms[i], days)
		if fits && len(labels) > 0 {
			return labels
		}
	}
	text := dayLabel(days[0].Date.Time(), true)
	if len(text) > l.width {
		return nil
	}
	return []dateLabel{l.place(text, 0)}
}

// labelsOf labels the days of a rhythm. It doesn't fit where ordinary labels would touch; one that is too long only
// because it says its larger unit takes the place of the next, which then is a tick without a text.
func (l *layout) labelsOf(r *rhythm, days []model.Day) (labels []dateLabel, fits bool) {
	ordinary := len(r.label(days[len(days)-1].Date.Time(), false))
	if r.days*l.spread.columns < (ordinary+roomBetween)*len(days) {
		return nil, false
	}
	end := -1
	var before time.Time
	last := days[len(days)-1].Date
	for date := r.next(days[0].Date.Time()); model.DateOf(date) <= last; date = r.next(date.AddDate(0, 0, 1)) {
		context := len(labels) == 0 || r.newContext(date, before)
		label := l.place(r.label(date, context), int(model.DateOf(date)-days[0].Date))
		label.weekend = r.days == 1 && model.DateOf(date).IsWeekend()
		switch {
		case len(label.text) > l.width:
			continue
		case label.start <= end:
			label.text = ""
		default:
			before, end = date, label.start+len(label.text)
		}
		labels = append(labels, label)
	}
	return labels, true
}

// roomBetween is the number of blanks that ordinary labels of a rhythm must leave; the long ones among them need one.
const roomBetween = 2

// place centres a label under the middle of a day, as far as the drawing's edges allow.
func (l *layout) place(text string, day int) dateLabel {
	tick := l.left + l.spread.columnOf(day)
	start := min(max(tick-len(text)/2, 0), l.width-len(text))
	return dateLabel{text: text, day: day, start: start, tick: tick}
}
