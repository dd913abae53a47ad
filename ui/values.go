package ui

import (
	"peerdash/model"
	"peerdash/ui/format"
)

// value is a count of the report in full.
func (m Model) value(count model.Count) string { return format.Value(m.report.Unit, count) }

// fitValue is a count of the report in at most places columns: in full if it fits, otherwise shortened as in "12.3k".
func (m Model) fitValue(count model.Count, places int) string {
	return format.FitValue(m.report.Unit, count, places)
}

// measured are the series that totals, marks, peaks and means refer to: those shown, or the selected one if the report has no
// total.
func (m Model) measured() model.SeriesSet { return m.report.Measured(m.shown, m.selected) }

// summed are the series of a total; none if the report has no total.
func (m Model) summed() model.SeriesSet {
	if m.report.Additive {
		return m.shown
	}
	return 0
}

// measuredName is the name of the series that peaks and means refer to; "" if these refer to a total or the only series.
func (m Model) measuredName() string {
	if m.report.Additive || len(m.report.Series) == 1 {
		return ""
	}
	return m.report.Series[m.selected].Name()
}

// ofMeasured adds the name of the measured series to a text.
func (m Model) ofMeasured(text string) string {
	if name := m.measuredName(); name != "" {
		return text + " (" + name + ")"
	}
	return text
}

// totalOrMean is a series' total over days, or the mean of a day if counts of different days do not add up.
func totalOrMean(definition *model.Definition, days []model.Day, series int) model.Count {
	var total model.Count
	known := int64(0)
	for i := range days {
		count := days[i].Counts[series]
		if _, isKnown := count.Value(); isKnown {
			total = total.Plus(count)
			known++
		}
	}
	value, isKnown := total.Value()
	if !isKnown || definition.Unit.AddsUpOverDays() {
		return total
	}
	return model.Known((value + known/2) / known)
}

// periodHeading is what the column for the whole period is called: "30d", "29/30d", "30d mean".
func (m Model) periodHeading() string {
	span := m.summary.coverage.span(m.period)
	if !m.report.Unit.AddsUpOverDays() {
		span += " mean"
	}
	return span
}
