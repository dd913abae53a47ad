package chart

import (
	"time"

	"peerdash/model"
)

// dateStep is a distance of labels on the x axis.
type dateStep struct {
	// next is the first tick on or after a date.
	next func(date time.Time) time.Time
	// label names a day; context adds the larger unit, the month of a day or the year of a month.
	label func(date time.Time, context bool) string
	// newContext reports whether the larger unit differs from that of the label before.
	newContext func(date, before time.Time) bool
	// longest is the coarsest resolution whose buckets have at most one label each.
	longest model.Resolution
	// mostDays is the longest range for which the step is used; 0 for any. Longer ones have labels at Mondays.
	mostDays int
}

// dateSteps are the steps, shortest first. The first whose labels all fit is used.
var dateSteps = [...]dateStep{
	{next: everyDays(1), label: dayLabel, newContext: newMonth, longest: model.SevenDayMean},
	{next: everyDays(2), label: dayLabel, newContext: newMonth, longest: model.SevenDayMean, mostDays: 10},
	{next: everyDays(3), label: dayLabel, newContext: newMonth, longest: model.SevenDayMean, mostDays: 10},
	{next: everyWeek(1), label: dayLabel, newContext: newMonth, longest: model.ByWeek},
	{next: everyWeek(2), label: dayLabel, newContext: newMonth, longest: model.ByWeek},
	{next: everyMonth(1), label: monthLabel, newContext: newYear, longest: model.ByMonth},
	{next: everyMonth(3), label: monthLabel, newContext: newYear, longest: model.ByQuarter},
	{next: everyYear(1), label: yearLabel, newContext: never, longest: model.ByYear},
	{next: everyYear(2), label: yearLabel, newContext: never, longest: model.ByYear},
	{next: everyYear(5), label: yearLabel, newContext: never, longest: model.ByYear},
	{next: everyYear(10), label: yearLabel, newContext: never, longest: model.ByDecade},
	{next: everyYear(50), label: yearLabel, newContext: never, longest: model.ByDecade},
}

// everyDays is every n-th day, counted from the zero Date.
func everyDays(days int) func(time.Time) time.Time {
	return func(date time.Time) time.Time {
		return date.AddDate(0, 0, (days-(int(model.DateOf(date))%days))%days)
	}
}

// everyWeek is every n-th Monday: the zero Date, 1 January of year 1, is one.
func everyWeek(weeks int) func(time.Time) time.Time { return everyDays(7 * weeks) }

// everyMonth is the first of every n-th month from January.
func everyMonth(months int) func(time.Time) time.Time {
	return func(date time.Time) time.Time {
		month := int(date.Month()) - 1
		if date.Day() > 1 {
			month++
		}
		month = (month + months - 1) / months * months
		return time.Date(date.Year(), time.January+time.Month(month), 1, 0, 0, 0, 0, time.UTC)
	}
}

// everyYear is 1 January of each year that is a multiple of n.
func everyYear(years int) func(time.Time) time.Time {
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

// dateLabel is a label of the x axis, which begins at a column of the drawing.
type dateLabel struct {
	text  string
	start int
	// weekend is never set on a label that names a month or a year.
	weekend bool
}

// end is the column after the label.
func (d dateLabel) end() int { return d.start + len(d.text) }

// roomBetween is the least number of blanks between two labels.
const roomBetween = 2

// dateLabels are the labels of the x axis from left to right, at even distances. The first one includes its month, or its
// year if it is a month itself.
func (p *plot) dateLabels() []dateLabel {
	if len(p.buckets) == 0 || p.columns == 0 {
		return nil
	}
	for i := range dateSteps {
		step := &dateSteps[i]
		if p.resolution > step.longest || step.mostDays > 0 && len(p.buckets) > step.mostDays {
			continue
		}
		first := p.buckets[0].First.Time()
		if p.isCutOff(step) {
			if labels, fit := p.labelsOf(step, first); fit {
				return labels
			}
		}
		if labels, fit := p.labelsOf(step, step.next(first)); fit && len(labels) > 0 {
			return labels
		}
	}
	text := dayLabel(p.buckets[0].First.Time(), true)
	if len(text) > p.width {
		return nil
	}
	return []dateLabel{p.placeDate(text, 0)}
}

// isCutOff reports whether a step labels every bucket but the first, whose own first day is before the timeline. The label of its
// first day within the timeline names it, too: the day of a week, the month, or the year.
func (p *plot) isCutOff(step *dateStep) bool {
	tick := model.DateOf(step.next(p.buckets[0].First.Time()))
	return p.resolution == step.longest && p.resolution != model.ByQuarter && p.resolution != model.ByDecade &&
		len(p.buckets) > 1 && p.buckets[1].Has(tick)
}

// labelsOf returns the labels of a step from a date on; fit is false if any of them does not fit.
func (p *plot) labelsOf(step *dateStep, from time.Time) (labels []dateLabel, fit bool) {
	last := p.buckets[len(p.buckets)-1].Last
	bucket, end := 0, p.x-roomBetween
	var before time.Time
	for date := from; model.DateOf(date) <= last; date = step.next(date.AddDate(0, 0, 1)) {
		for !p.buckets[bucket].Has(model.DateOf(date)) {
			bucket++
		}
		label := p.placeDate(step.label(date, len(labels) == 0 || step.newContext(date, before)), bucket)
		if label.start < end+roomBetween || len(label.text) > p.width {
			return nil, false
		}
		label.weekend = step.longest == model.SevenDayMean && model.DateOf(date).IsWeekend()
		labels, before, end = append(labels, label), date, label.end()
	}
	return labels, true
}

// placeDate centres a label under a bucket, as far as the plot's edges allow.
func (p *plot) placeDate(text string, bucket int) dateLabel {
	start := p.middle(bucket) - (len(text)-1)/2
	return dateLabel{text: text, start: max(min(start, p.x+p.width-len(text)), p.x)}
}
