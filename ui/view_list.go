package ui

import (
	"strconv"
	"time"

	"peerdash/graphapi/sanitize"
	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/format"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// Widths of the list's columns.
const (
	listStart    = 3 // margin, pointer, blank
	listValue    = 8 // "1,234.5k", "1,165h"
	listUnit     = 11
	listDate     = 11 // "28 Jun 2021"
	listAge      = 4  // "now", "59m", "23h", "999d"
	listChange   = 8  // "+999.9 %"
	listHeadings = 12 // least height of a terminal that has room for headings
)

// listColumns are where the columns of the list end; 0 is a column without room.
type listColumns struct {
	title, value, unit, series, trend, change, date, age int
	// trendDays is the number of days of the sparklines.
	trendDays int
	// shortDates reports whether dates have two digits of the year, or none.
	shortDates bool
}

// listColumns divides the width of the terminal among the columns, the most important first.
func (m Model) listColumns() listColumns {
	const week, shortDates = 7, 9
	room := m.width - 1 - listStart
	take := func(gap, width int) int {
		if gap+width > room {
			return 0
		}
		room -= gap + width
		return gap + width
	}
	title := min(len(m.longestTitle()), room-1-listValue)
	room -= title
	widths := listColumns{
		title: title, value: take(1, listValue), unit: take(1, listUnit), date: take(1, shortDates), trend: take(1, week),
		age: take(1, listAge), trendDays: week, shortDates: true,
	}
	// Wide terminals have longer dates, changes, a longer trend and wider gaps.
	if more := take(0, listDate-shortDates); more > 0 && widths.age > 0 {
		widths.shortDates = false
		widths.date += more
	}
	if widths.age > 0 {
		widths.change = take(2, listChange)
	}
	if more := take(0, listDays-week); more > 0 {
		widths.trendDays = listDays
		widths.trend += more
	}
	gap := 0
	if widths.change > 0 {
		widths.series = take(2, m.longestName())
		gap = min(room/4, 2)
	}
	return widths.place(gap)
}

// place puts columns of these widths side by side, with a further gap before some of them.
func (c listColumns) place(gap int) listColumns {
	ends := c
	ends.title = listStart + c.title
	withGap := func(width int) int {
		if width == 0 {
			return 0
		}
		return gap + width
	}
	placeColumns(ends.title, []columnWidth{
		{&ends.value, withGap(c.value)}, {&ends.unit, c.unit}, {&ends.series, c.series}, {&ends.trend, withGap(c.trend)},
		{&ends.change, c.change}, {&ends.date, withGap(c.date)}, {&ends.age, withGap(c.age)},
	})
	return ends
}

// listRoom is the number of reports that the list shows at once.
func (m Model) listRoom() int {
	return max(m.pageRoom()-len(m.listTop()), 1)
}

// listContent are the filter, the headings and as many reports as fit.
func (m Model) listContent() []string {
	lines := m.listTop()
	c, found := m.listColumns(), m.listedReports()
	if len(found) == 0 {
		return append(lines, m.painter.New(m.width).PadTo(listStart).PutFitted(theme.Muted, "No report matches.").String())
	}
	for _, definition := range found[min(m.list.top, len(found)):min(m.list.top+m.listRoom(), len(found))] {
		lines = append(lines, m.listRow(c, definition))
	}
	return lines
}

// listTop are the lines above the reports.
func (m Model) listTop() []string {
	lines := []string{m.filterLine()}
	if m.height >= listHeadings {
		lines = append(lines, m.listHeadings())
	}
	return lines
}

// filterLine is what has been typed, and how many reports that finds.
func (m Model) filterLine() string {
	r := m.painter.New(m.width-1).Put(theme.Plain, " ").Put(theme.Accent, "Find a report: ")
	hidden := max(r.Width()+len(m.list.filter)+1-(m.width-1), 0)
	r.Put(theme.Plain, m.list.filter[min(hidden, len(m.list.filter)):]).Put(theme.Selected, " ")
	all := len(m.config.Available)
	count := strconv.Itoa(all) + " reports"
	if m.list.filter != "" {
		count = strconv.Itoa(len(m.listedReports())) + " of " + strconv.Itoa(all)
	}
	if r.Width()+2+len(count) < m.width {
		r.PutRight(theme.Muted, count, m.width-1)
	}
	return r.String()
}

func (m Model) listHeadings() string {
	c := m.listColumns()
	r := m.painter.New(m.width).PadTo(listStart).Put(theme.Muted, "report")
	if c.value > 0 {
		r.PutRight(theme.Muted, "latest", c.value)
	}
	if c.trend > 0 {
		r.PadTo(c.trend-c.trendDays).Put(theme.Muted, m.trendName(c))
	}
	for _, heading := range []struct {
		text string
		end  int
	}{{"change", c.change}, {"data to", c.date}, {"age", c.age}} {
		if heading.end > 0 {
			r.PutRight(theme.Muted, heading.text, heading.end)
		}
	}
	return r.String()
}

// trendName says how many days the sparklines have.
func (m Model) trendName(c listColumns) string { return strconv.Itoa(c.trendDays) + "d" }

// listRow is a report: its title, and its latest value with what is stored.
func (m Model) listRow(c listColumns, definition *model.Definition) string {
	r := m.painter.New(m.width - 1)
	tone := theme.Plain
	if definition == m.list.chosen {
		tone = theme.Title
		r.Put(theme.Plain, " ").Put(theme.Accent, string(m.painter.Glyphs.Pointer))
	}
	r.PadTo(listStart).Put(tone, sanitize.Line(definition.Title, c.title-listStart))
	listed, known := m.list.known[definition]
	switch {
	case !known:
		return r.String()
	case listed.failure != nil && c.unit > 0:
		return r.PadTo(c.title+1).Put(theme.Warning, "cannot be read").String()
	case listed.failure != nil:
		return r.PutRight(theme.Warning, "error", c.value).String()
	case !listed.found && c.unit > 0:
		return r.PadTo(c.title+1).Put(theme.Muted, "not stored").String()
	case !listed.found:
		return r.PutRight(theme.Muted, "none", c.value).String()
	}
	r.PutRight(tone, format.FitValue(definition.Unit, listed.latest, listValue), c.value)
	m.putUnit(r, c, definition)
	if c.series > 0 && !definition.Additive && len(definition.Series) > 1 {
		r.PadTo(c.unit+2).Put(theme.Muted, definition.Series[listed.firstSeries()].Name())
	}
	if c.trend > 0 {
		r.PadTo(c.trend-c.trendDays).Put(theme.SeriesTone(listed.trendSeries(definition)), m.listTrend(c, listed, definition))
	}
	if c.change > 0 {
		r.PutRight(theme.Plain, listed.change.signed(), c.change)
	}
	if c.date > 0 {
		r.PutRight(theme.Plain, m.listDate(c, listed.dataTo), c.date)
	}
	if c.age > 0 {
		r.PutRight(theme.Plain, listedAge(listed, m.now), c.age)
	}
	return r.String()
}

// putUnit adds the unit. Values in seconds are shown in hours and minutes, so that their unit is "time".
func (m Model) putUnit(r *row.Row, c listColumns, definition *model.Definition) {
	if c.unit == 0 {
		return
	}
	unit := string(definition.Unit)
	if definition.Unit == model.Seconds {
		unit = "time"
	}
	r.PadTo(c.value+1).Put(theme.Muted, unit)
}

// longestName is the length of the longest name of a series of the reports that may be shown.
func (m Model) longestName() int {
	longest := 0
	for _, definition := range m.config.Available {
		for _, series := range definition.Series {
			longest = max(longest, len(series.Name()))
		}
	}
	return longest
}

// listTrend is a sparkline of the latest days.
func (m Model) listTrend(c listColumns, listed listedReport, definition *model.Definition) string {
	days := listed.recent.Days()
	if len(days) == 0 {
		return ""
	}
	var line string
	if definition.Additive {
		line = chart.TotalSparkline(listed.recent, model.ByDay, m.painter.Theme)
	} else {
		line = chart.Sparkline(listed.recent, listed.firstSeries(), model.ByDay, m.painter.Theme)
	}
	runes := []rune(line)
	return string(runes[max(len(runes)-c.trendDays, 0):])
}

// trendSeries is the series whose colour the sparkline has.
func (l listedReport) trendSeries(definition *model.Definition) int {
	if definition.Additive {
		return 0
	}
	return l.firstSeries()
}

// firstSeries is the first of the series that the value is of.
func (l listedReport) firstSeries() int {
	for series := range model.MaxSeries {
		if l.series.Has(series) {
			return series
		}
	}
	return 0
}

// listDate is a date, as long as its column: short dates have the year only if it is not the present one.
func (m Model) listDate(c listColumns, date model.Date) string {
	switch {
	case date.IsZero():
		return "no days"
	case !c.shortDates:
		return shortDate(date)
	case date.Time().Year() == m.now.UTC().Year():
		return date.Time().Format("2 Jan")
	}
	return date.Time().Format("2 Jan 06")
}

// listedAge is how old stored data is: the time since Graph last sent or confirmed it.
func listedAge(listed listedReport, now time.Time) string {
	age := now.Sub(listed.checked)
	switch {
	case listed.isFile:
		return "file"
	case age < time.Minute:
		return "now"
	case age < time.Hour:
		return strconv.Itoa(int(age/time.Minute)) + "m"
	case age < 24*time.Hour:
		return strconv.Itoa(int(age/time.Hour)) + "h"
	case age < 1000*24*time.Hour:
		return strconv.Itoa(int(age/(24*time.Hour))) + "d"
	}
	return strconv.Itoa(int(age/(365*24*time.Hour))) + "y"
}
