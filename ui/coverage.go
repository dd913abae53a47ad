package ui

import (
	"strconv"

	"peerdash/model"
)

// coverage says for which days of the period there is data. A day has data if at least one of its counts is known.
type coverage struct {
	days, known int
	// newest is the index of the latest day with data, or of the last day where none has any.
	newest int
	// before and after are the days without data at the two ends of the period.
	before, after int
	// missing are the days between these for which the report has no row, blank those whose counts are all blank.
	missing, blank int
	// ended are the series whose counts end before those of the others, with the index of their latest known count, or -1.
	ended []endedSeries
}

type endedSeries struct {
	series int
	newest int
}

func coverageOf(days []model.Day) coverage {
	c := coverage{days: len(days), newest: len(days) - 1, after: len(days)}
	oldest := -1
	latest := latestKnown(days)
	for i, day := range days {
		if !hasData(day) {
			continue
		}
		if oldest < 0 {
			oldest = i
		}
		c.known, c.newest = c.known+1, i
	}
	if c.known == 0 {
		return c
	}
	c.before, c.after = oldest, len(days)-1-c.newest
	for _, day := range days[oldest:c.newest] {
		switch {
		case hasData(day):
		case day.RefreshDate.IsZero():
			c.missing++
		default:
			c.blank++
		}
	}
	for series, newest := range latest {
		if newest < c.newest {
			c.ended = append(c.ended, endedSeries{series, newest})
		}
	}
	return c
}

func hasData(day model.Day) bool {
	_, known := day.Total(model.AllSeries).Value()
	return known
}

// latestKnown is the index of the latest known count of each series, -1 if it has none.
func latestKnown(days []model.Day) [model.MaxSeries]int {
	var latest [model.MaxSeries]int
	for series := range latest {
		latest[series] = -1
		for i := len(days) - 1; i >= 0 && latest[series] < 0; i-- {
			if _, known := days[i].Counts[series].Value(); known {
				latest[series] = i
			}
		}
	}
	return latest
}

// span names the days that are counted in the totals: "30d", or "29/30d" if one of them has no data.
func (c coverage) span(period model.Period) string {
	if c.known == c.days {
		return shortLabel(period)
	}
	return strconv.Itoa(c.known) + "/" + strconv.Itoa(c.days) + "d"
}

// coverageWarnings say where data ends too early.
func (m Model) coverageWarnings() []string {
	c, days := m.summary.coverage, m.summary.days
	switch {
	case len(days) == 0:
		return nil
	case c.known == 0:
		return []string{"no data for any of the " + daysInWords(c.days) + ": all counts are blank"}
	}
	var warnings []string
	if c.after > 0 {
		warnings = append(warnings, "no data after "+m.dateOf(c.newest)+" ("+daysInWords(c.after)+")")
	}
	for _, ended := range c.ended {
		switch {
		case !m.shown.Has(ended.series):
		case ended.newest < 0:
			warnings = append(warnings, m.report.Series[ended.series].Name()+": no data")
		default:
			warnings = append(warnings, m.report.Series[ended.series].Name()+": no data after "+m.dateOf(ended.newest)+
				" ("+daysInWords(c.newest-ended.newest)+")")
		}
	}
	return warnings
}

// coverageInsights are the other days without data.
func (m Model) coverageInsights() []insight {
	c := m.summary.coverage
	if c.known == 0 {
		return nil
	}
	var insights []insight
	if c.before > 0 {
		insights = append(insights,
			insight{"no data before", m.dateOf(c.before) + " (" + daysInWords(c.before) + ")"})
	}
	if c.missing > 0 {
		insights = append(insights, insight{"missing", daysInWords(c.missing)})
	}
	if c.blank > 0 {
		insights = append(insights, insight{"blank", daysInWords(c.blank)})
	}
	return insights
}

// dateOf is the date of a day of the period, without its year where that is the last day's.
func (m Model) dateOf(index int) string {
	date, last := m.summary.days[index].Date, m.summary.span.Last
	if date.Time().Year() == last.Time().Year() {
		return date.Time().Format("2 Jan")
	}
	return shortDate(date)
}
