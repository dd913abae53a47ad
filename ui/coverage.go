package ui

import (
	"strconv"
	"time"

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
	series model.SessionType
	newest int
}

func coverageOf(days []model.Day) coverage {
	c := coverage{days: len(days), newest: -1}
	oldest := -1
	var latest [model.SessionTypeCount]int
	for i := range latest {
		latest[i] = -1
	}
	for i, day := range days {
		if _, known := day.Total(model.AllTypes).Value(); !known {
			continue
		}
		if oldest < 0 {
			oldest = i
		}
		c.known, c.newest = c.known+1, i
		for series, count := range day.Counts {
			if _, known := count.Value(); known {
				latest[series] = i
			}
		}
	}
	if c.known == 0 {
		c.newest, c.after = len(days)-1, len(days)
		return c
	}
	c.before, c.after = oldest, len(days)-1-c.newest
	for _, day := range days[oldest:c.newest] {
		_, known := day.Total(model.AllTypes).Value()
		switch {
		case known:
		case day.RefreshDate.IsZero():
			c.missing++
		default:
			c.blank++
		}
	}
	for series, newest := range latest {
		if newest < c.newest {
			c.ended = append(c.ended, endedSeries{model.SessionType(series), newest})
		}
	}
	return c
}

// span names the days that the totals are of: "30d", or "29/30d" where not all of them have data.
func (c coverage) span(period model.Period) string {
	if c.known == c.days {
		return shortLabel(period)
	}
	return strconv.Itoa(c.known) + "/" + strconv.Itoa(c.days) + "d"
}

// coverageWarning says where the data ends too early; "" where it does not.
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
		warnings = append(warnings, "no data after "+m.dateInYear(days[c.newest].Date)+" ("+daysInWords(c.after)+")")
	}
	for _, ended := range c.ended {
		switch {
		case !m.types.Has(ended.series):
		case ended.newest < 0:
			warnings = append(warnings, ended.series.Label()+": no data")
		default:
			warnings = append(warnings, ended.series.Label()+": no data after "+m.dateInYear(days[ended.newest].Date)+
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
			insight{"no data before", m.dateInYear(m.summary.days[c.before].Date) + " (" + daysInWords(c.before) + ")"})
	}
	if c.missing > 0 {
		insights = append(insights, insight{"missing", daysInWords(c.missing)})
	}
	if c.blank > 0 {
		insights = append(insights, insight{"blank", daysInWords(c.blank)})
	}
	return insights
}

// dateInYear is a date without its year where that is the present one.
func (m Model) dateInYear(date model.Date) string {
	if date.Time().Year() == m.now.In(time.UTC).Year() {
		return date.Time().Format("2 Jan")
	}
	return shortDate(date)
}
