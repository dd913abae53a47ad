package chart

import (
	"time"

	"peerdash/model"
)

// rhythm is a choice of days that get a label on the x axis.
type rhythm struct {
	// isTick reports whether a day gets a label.
	isTick func(date time.Time) bool
	// days is about how many days lie between two ticks.
	days int
	// label names a day; context asks for the larger unit too, the month of a day or the year of a month.
	label func(date time.Time, context bool) string
	// newContext reports whether the larger unit is another than at the label before.
	newContext func(date, before time.Time) bool
}

// rhythms are those of which the first that has room is used.
var rhythms = [...]rhythm{
	{days: 1, isTick: everyDay, label: dayLabel, newContext: newMonth},
	{days: 7, isTick: isMonday, label: dayLabel, newContext: newMonth},
	{days: 30, isTick: isFirstOf(1), label: monthLabel, newContext: newYear},
	{days: 91, isTick: isFirstOf(3), label: monthLabel, newContext: newYear},
	{days: 365, isTick: isYear(1), label: yearLabel, newContext: never},
	{days: 2 * 365, isTick: isYear(2), label: yearLabel, newContext: never},
	{days: 5 * 365, isTick: isYear(5), label: yearLabel, newContext: never},
	{days: 10 * 365, isTick: isYear(10), label: yearLabel, newContext: never},
	{days: 50 * 365, isTick: isYear(50), label: yearLabel, newContext: never},
}

func everyDay(time.Time) bool      { return true }
func isMonday(date time.Time) bool { return date.Weekday() == time.Monday }

func isFirstOf(months int) func(time.Time) bool {
	return func(date time.Time) bool { return date.Day() == 1 && int(date.Month()-1)%months == 0 }
}

func isYear(years int) func(time.Time) bool {
	return func(date time.Time) bool { return date.YearDay() == 1 && date.Year()%years == 0 }
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

// dateLabel is a label of the x axis for a day, by its index. It begins at a column of the drawing and belongs to the
// tick at another.
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

// labelsOf labels the days of a rhythm. It doesn't fit where ordinary labels would touch; a label that is too long only
// because it says its larger unit takes the place of the ones after it.
func (l *layout) labelsOf(r *rhythm, days []model.Day) (labels []dateLabel, fits bool) {
	ordinary := len(r.label(days[len(days)-1].Date.Time(), false))
	if r.days*l.spread.columns < (ordinary+roomBetween)*len(days) {
		return nil, false
	}
	end := -1
	var before time.Time
	for day := range days {
		date := days[day].Date.Time()
		if !r.isTick(date) {
			continue
		}
		context := len(labels) == 0 || r.newContext(date, before)
		label := l.place(r.label(date, context), day)
		label.weekend = r.days == 1 && days[day].Date.IsWeekend()
		if label.start <= end || len(label.text) > l.width {
			continue
		}
		labels, before, end = append(labels, label), date, label.start+len(label.text)
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
