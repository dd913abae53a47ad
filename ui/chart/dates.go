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

// end is the column behind the label.
func (d dateLabel) end() int { return d.start + len(d.text) }

// dateLabels are the labels of the x axis from left to right, with at least one blank between them, none cut. The first
// one says its month, or its year where it is itself a month.
func (l *layout) dateLabels(days []model.Day) []dateLabel {
	if len(days) == 0 || l.spread.columns == 0 {
		return nil
	}
	for i := range rhythms {
		if labels := l.labelsOf(&rhythms[i], days); len(labels) > 0 && labels[0].text != "" {
			return labels
		}
	}
	text := dayLabel(days[0].Date.Time(), true)
	if len(text) > l.width {
		return nil
	}
	return []dateLabel{l.place(text, 0)}
}

// labelsOf labels the days of a rhythm, none where ordinary labels would touch. One that has to make room for a longer
// label, which says the larger unit too, is a tick without a text.
func (l *layout) labelsOf(r *rhythm, days []model.Day) []dateLabel {
	ordinary := len(r.label(days[len(days)-1].Date.Time(), false))
	if r.days*l.spread.columns < (ordinary+roomBetween)*len(days) {
		return nil
	}
	labels := l.longLabels(r, days)
	end := -1
	var before time.Time
	for i := range labels {
		date := days[labels[i].day].Date.Time()
		if labels[i].text != "" {
			before, end = date, labels[i].end()
			continue
		}
		label := l.place(r.label(date, false), labels[i].day)
		// What belongs to a larger unit that has not been said would seem to belong to the one before.
		fits := label.start > end && label.end()+roomBetween <= l.nextStart(labels[i:])
		if fits && !r.newContext(date, before) {
			labels[i].text, labels[i].start, end = label.text, label.start, label.end()
		}
	}
	return labels
}

// longLabels are all ticks of a rhythm, and on them those labels that say the larger unit too.
func (l *layout) longLabels(r *rhythm, days []model.Day) []dateLabel {
	var labels []dateLabel
	var before time.Time
	first, last := days[0].Date, days[len(days)-1].Date
	end := -roomBetween
	for date := r.next(first.Time()); model.DateOf(date) <= last; date = r.next(date.AddDate(0, 0, 1)) {
		label := l.place(r.label(date, true), int(model.DateOf(date)-first))
		label.weekend = r.days == 1 && model.DateOf(date).IsWeekend()
		isLong := len(labels) == 0 || r.newContext(date, before)
		if isLong && label.start >= end+roomBetween && len(label.text) <= l.width {
			before, end = date, label.end()
		} else {
			label.text = ""
		}
		labels = append(labels, label)
	}
	return labels
}

// nextStart is where the first of the labels that has a text begins; the drawing's edge is where one may begin at the
// earliest after the last.
func (l *layout) nextStart(labels []dateLabel) int {
	for _, label := range labels {
		if label.text != "" {
			return label.start
		}
	}
	return l.width + roomBetween
}

// roomBetween is the number of blanks before a long label, and between ordinary ones by and large. After a long label one
// is enough, for they read on: 22 Jun 23.
const roomBetween = 2

// place centres a label under the middle of a day, as far as the drawing's edges allow.
func (l *layout) place(text string, day int) dateLabel {
	tick := l.left + l.spread.columnOf(day)
	start := min(max(tick-len(text)/2, 0), l.width-len(text))
	return dateLabel{text: text, day: day, start: start, tick: tick}
}
