package ui

import (
	"strconv"

	"github.com/charmbracelet/x/ansi"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/format"
	"peerdash/ui/theme"
)

// Widths of the legend's columns that have a fixed one.
const (
	legendStart = 5 // margin, pointer, blank, mark, blank
	labelWidth  = 13
	shareWidth  = 9  // "100.0 %" and two blanks
	changeWidth = 11 // "+999.9 %" and two blanks, or "change"
	leastTrend  = 8
	mostTrend   = 48
	shortNumber = 5
	columnGap   = 2
	asideGap    = 4
	asideLabel  = 10 // "weekdays" and two blanks
	trendBeside = 20 // least trend that is to stay where remarks stand beside the legend
)

// legendColumns says where the legend's columns end, counted from the left; 0 is a column that has no room.
type legendColumns struct {
	day, dayPlaces     int
	share              int
	trend, trendWidth  int
	total, totalPlaces int
	change             int
	// aside is where the remarks begin that stand beside the legend.
	aside int
}

// legendColumns gives the width of the terminal to the columns, the most needed first. The widths of numbers are those
// of the longest in the period, so that nothing jumps when another day is read.
func (m Model) legendColumns() legendColumns {
	room := m.width - 1 - legendStart - labelWidth
	take := func(width int) bool {
		if width > room {
			return false
		}
		room -= width
		return true
	}
	c := legendColumns{
		dayPlaces:   max(len(format.Count(m.figures.mostTotal)), len("day")),
		totalPlaces: len(format.Count(m.figures.sumOfTotals())),
	}
	if !take(columnGap + c.dayPlaces) {
		c.dayPlaces = shortNumber
		take(columnGap + c.dayPlaces)
	}
	hasShare := take(shareWidth)
	hasTotal := take(columnGap + c.totalPlaces)
	if !hasTotal {
		c.totalPlaces = shortNumber
		hasTotal = take(columnGap + c.totalPlaces)
	}
	hasChange := hasTotal && m.figures.hasChange() && take(changeWidth)
	hasAside := room >= m.asideWidth()+columnGap+trendBeside && take(m.asideWidth())
	if room >= columnGap+leastTrend {
		c.trendWidth = min(room-columnGap, mostTrend, max(len(m.figures.days), leastTrend))
	}
	return c.place(hasShare, hasTotal, hasChange, hasAside)
}

// asideWidth is how many columns the remarks beside the legend take.
func (m Model) asideWidth() int {
	widest := 0
	for _, insight := range m.insightList() {
		widest = max(widest, len(insight.value))
	}
	return asideGap + asideLabel + widest
}

// place puts the columns that have room side by side.
func (c legendColumns) place(hasShare, hasTotal, hasChange, hasAside bool) legendColumns {
	column := legendStart + labelWidth + columnGap + c.dayPlaces
	c.day = column
	if hasShare {
		column += shareWidth
		c.share = column
	}
	if c.trendWidth > 0 {
		column += columnGap + c.trendWidth
		c.trend = column
	}
	if hasTotal {
		column += columnGap + c.totalPlaces
		c.total = column
	}
	if hasChange {
		column += changeWidth
		c.change = column
	}
	if hasAside {
		c.aside = column + asideGap
	}
	return c
}

// legendLines are the rows below a chart: what the day that is read and the whole period say of each type.
func (m Model) legendLines(l layout) []string {
	if !l.fullTypes {
		return []string{m.shortLegend()}
	}
	c := m.legendColumns()
	var lines []string
	if l.headings > 0 {
		lines = append(lines, m.legendHeadings(c))
	}
	for _, t := range model.SessionTypes() {
		lines = append(lines, m.legendRow(c, t))
	}
	lines = append(lines, m.legendTotal(c))
	if c.aside > 0 {
		m.putAside(lines[l.headings:], c.aside)
	}
	return lines
}

// putAside adds what is worth knowing of the period beside the legend, at a column.
func (m Model) putAside(lines []string, column int) {
	for i, insight := range m.insightList() {
		r := m.paint.newRow(m.width).putDrawn(lines[i], ansi.StringWidth(lines[i]))
		r.padTo(column).put(theme.Muted, insight.name).padTo(column + asideLabel)
		lines[i] = r.put(theme.Plain, insight.value).String()
	}
}

func (m Model) legendHeadings(c legendColumns) string {
	r := m.paint.newRow(m.width)
	for _, heading := range []struct {
		text   string
		column int
	}{
		{"day", c.day}, {"share", c.share}, {"trend", c.trend}, {shortLabel(m.period), c.total}, {"change", c.change},
	} {
		if heading.column > 0 {
			r.padTo(heading.column - len(heading.text))
			r.put(theme.Muted, heading.text)
		}
	}
	return r.String()
}

func (m Model) legendRow(c legendColumns, t model.SessionType) string {
	day := m.day()
	r := m.legendLabel(m.paint.newRow(m.width), t)
	tone := theme.Plain
	share := percent(day.Counts[t], day.Total(m.types))
	if !m.types.Has(t) {
		tone, share = theme.Muted, "hidden"
	}
	r.putRight(tone, fitCount(day.Counts[t], c.dayPlaces), c.day)
	if c.share > 0 {
		r.putRight(tone, share, c.share)
	}
	if c.trend > 0 {
		r.padTo(c.trend-c.trendWidth).put(m.typeTone(t), chart.Sparkline(m.figures.series[t], c.trendWidth, m.paint.theme))
	}
	return m.legendPeriod(r, c, tone, m.figures.totals[t], m.figures.changes[t])
}

// legendPeriod adds the columns that speak of the whole period.
func (m Model) legendPeriod(r *row, c legendColumns, tone theme.Tone, total model.Count, change change) string {
	if c.total > 0 {
		r.putRight(tone, fitCount(total, c.totalPlaces), c.total)
	}
	if c.change > 0 {
		r.putRight(tone, change.signed(), c.change)
	}
	return r.String()
}

// legendLabel begins a row with the type's mark and name, the chosen one pointed at.
func (m Model) legendLabel(r *row, t model.SessionType) *row {
	tone := theme.Plain
	if t == m.chosen {
		tone = theme.Title
		r.put(theme.Plain, " ").put(theme.Accent, string(m.paint.glyphs.Pointer))
	}
	r.padTo(legendStart - 2)
	mark := string(m.paint.theme.Mark(t))
	if !m.types.Has(t) {
		mark, tone = "·", theme.Muted
	}
	return r.put(m.typeTone(t), mark).put(theme.Plain, " ").put(tone, t.Label())
}

// typeTone is the tone of a type, muted while it is hidden.
func (m Model) typeTone(t model.SessionType) theme.Tone {
	if !m.types.Has(t) {
		return theme.Muted
	}
	return theme.TypeTone(t)
}

func (m Model) legendTotal(c legendColumns) string {
	r := m.paint.newRow(m.width)
	r.padTo(legendStart).put(theme.Title, m.totalLabel())
	r.putRight(theme.Title, fitCount(m.day().Total(m.types), c.dayPlaces), c.day)
	if c.trend > 0 {
		r.padTo(c.trend-c.trendWidth).put(theme.Axis, chart.Sparkline(m.figures.seriesTotal, c.trendWidth, m.paint.theme))
	}
	return m.legendPeriod(r, c, theme.Title, m.figures.total, m.figures.change)
}

// totalLabel says of which types the total is.
func (m Model) totalLabel() string {
	shown := 0
	for _, t := range model.SessionTypes() {
		if m.types.Has(t) {
			shown++
		}
	}
	if shown == model.SessionTypeCount {
		return "total"
	}
	return "total " + strconv.Itoa(shown) + " of " + strconv.Itoa(model.SessionTypeCount)
}

// shortLegend is the legend in one line: the chosen type's figures, and the total.
func (m Model) shortLegend() string {
	day := m.day()
	r := m.legendLabel(m.paint.newRow(m.width), m.chosen)
	r.put(theme.Plain, " "+fitCount(day.Counts[m.chosen], len("1,000,000")))
	switch share := percent(day.Counts[m.chosen], day.Total(m.types)); {
	case !m.types.Has(m.chosen):
		r.put(theme.Muted, " hidden")
	case share != "" && r.width+len(share)+1 <= m.width:
		r.put(theme.Muted, " "+share)
	}
	total := m.totalLabel() + "  " + fitCount(day.Total(m.types), len("1,000,000"))
	if r.width+columnGap+len(total) < m.width {
		r.putRight(theme.Title, total, m.width-1)
	}
	return r.String()
}
