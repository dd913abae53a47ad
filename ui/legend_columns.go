package ui

import (
	"peerdash/ui/quantity"
	"peerdash/ui/row"
)

// Fixed widths of the legend's columns.
const (
	legendStart = 5  // margin, pointer, blank, mark, blank
	leastLabel  = 13 // "total 4 of 5" and a blank
	shareWidth  = 9  // "100.0 %" and two blanks
	changeWidth = 11 // "+999.9 %" and two blanks, or "change"
	leastTrend  = 8
	mostTrend   = 48
	columnGap   = 2
	asideGap    = 4
	asideLabel  = 10 // "weekdays" and two blanks
	// mostDailyTrend is the most days for which a trend with a column for each day is preferred to insights beside it.
	mostDailyTrend = 31
	trendBeside    = 20 // narrowest trend with insights beside the legend
)

// legendColumns are the right ends of the legend's columns, counted from the left; 0 is a column without room.
type legendColumns struct {
	day, dayPlaces     int
	share              int
	trend, trendWidth  int
	trends             *trends
	total, totalPlaces int
	change             int
	// aside is the column at which insights beside the legend begin.
	aside int
}

// legendColumns divides the width of the terminal among the columns, the most important first. Columns of numbers are as wide as
// the longest number in the period, so that nothing moves when another day is selected.
func (m Model) legendColumns() legendColumns {
	room := m.width - 1 - legendStart - m.labelWidth()
	take := func(width int) int {
		if width > room {
			return 0
		}
		room -= width
		return width
	}
	widths := legendColumns{
		dayPlaces:   max(len(m.value(m.summary.mostTotal)), len("mean")),
		totalPlaces: max(len(m.value(m.summary.largestTotal(m.report))), len(m.periodHeading())),
	}
	shortNumber := quantity.ShortWidth(m.report.Unit)
	if widths.day = take(columnGap + widths.dayPlaces); widths.day == 0 {
		widths.dayPlaces = shortNumber
		widths.day = columnGap + shortNumber
		take(widths.day)
	}
	if m.report.Additive {
		widths.share = take(shareWidth)
	}
	if widths.total = take(columnGap + widths.totalPlaces); widths.total == 0 {
		widths.totalPlaces = max(shortNumber, len(m.periodHeading()))
		widths.total = take(columnGap + widths.totalPlaces)
	}
	if widths.total > 0 && m.summary.hasChange() {
		widths.change = take(changeWidth)
	}
	if m.prefersAside(room) {
		widths.aside = take(m.asideWidth())
	}
	if room >= columnGap+leastTrend {
		widths.trends = m.trendsIn(min(room-columnGap, mostTrend))
		widths.trendWidth = max(row.Width(widths.trends.series[0]), leastTrend)
		widths.trend = columnGap + widths.trendWidth
	}
	return widths.place(legendStart + m.labelWidth())
}

// prefersAside reports whether the room is large enough for insights beside the legend, and for the trend that is preferred to
// them.
func (m Model) prefersAside(room int) bool {
	trend := max(trendBeside, min(len(m.summary.days), mostDailyTrend))
	return len(m.insightList()) <= m.legendRows() && room >= m.asideWidth()+columnGap+trend
}

// legendRows is the number of the legend's rows, with that of the total.
func (m Model) legendRows() int {
	if m.report.Additive {
		return len(m.report.Series) + 1
	}
	return len(m.report.Series)
}

// labelWidth is the width of the legend's column of names.
func (m Model) labelWidth() int {
	width := leastLabel
	for _, series := range m.report.Series {
		width = max(width, len(series.Name()))
	}
	return width
}

// trendHeading is the heading of the sparklines; "" if there are none.
func (c legendColumns) trendHeading() string {
	if c.trend == 0 {
		return ""
	}
	return c.trends.heading(c.trendWidth)
}

// asideWidth is the width of the insights beside the legend.
func (m Model) asideWidth() int {
	widest := 0
	for _, insight := range m.insightList() {
		widest = max(widest, len(insight.value))
	}
	return asideGap + asideLabel + widest
}

// place puts columns of these widths side by side, after the names, which end at a column.
func (c legendColumns) place(labelEnd int) legendColumns {
	ends := c
	end := placeColumns(labelEnd, []columnWidth{
		{&ends.day, c.day}, {&ends.share, c.share}, {&ends.trend, c.trend}, {&ends.total, c.total}, {&ends.change, c.change},
	})
	if c.aside > 0 {
		ends.aside = end + asideGap
	}
	return ends
}

// columnWidth is the width of a column with its gap, 0 if it has no room, and where to store its right end.
type columnWidth struct {
	end   *int
	width int
}

// placeColumns puts columns side by side and returns where the last one ends.
func placeColumns(start int, columns []columnWidth) (end int) {
	end = start
	for _, column := range columns {
		if column.width > 0 {
			end += column.width
			*column.end = end
		}
	}
	return end
}
