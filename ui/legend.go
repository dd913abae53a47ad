package ui

import (
	"math/bits"
	"strconv"

	"github.com/charmbracelet/x/ansi"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// legendLines are the rows below a chart: the counts of each series on the selected day and in the whole period.
func (m Model) legendLines(l layout) []string {
	if !l.allSeries {
		return []string{m.shortLegend()}
	}
	c, s := m.legendColumns(), m.selection()
	var lines []string
	if l.headings > 0 {
		lines = append(lines, m.legendHeadings(c, s))
	}
	for series := range m.report.Series {
		lines = append(lines, m.legendRow(c, s, series))
	}
	if m.report.Additive {
		lines = append(lines, m.legendTotal(c, s))
	}
	if c.aside > 0 {
		m.putAside(lines[l.headings:], c.aside)
	}
	return lines
}

// putAside adds insights beside the legend, at a column: as many as it has lines.
func (m Model) putAside(lines []string, column int) {
	insights := m.insightList()
	for i, insight := range insights[:min(len(insights), len(lines))] {
		r := m.painter.New(m.width).PutStyled(lines[i], ansi.StringWidth(lines[i]))
		r.PadTo(column).Put(theme.Muted, insight.name).PadTo(column + asideLabel)
		lines[i] = r.Put(theme.Plain, insight.value).String()
	}
}

func (m Model) legendHeadings(c legendColumns, s selection) string {
	r := m.painter.New(m.width)
	for _, heading := range []struct {
		text   string
		column int
	}{
		{s.heading(), c.day}, {"share", c.share}, {c.trendHeading(), c.trend}, {m.periodHeading(), c.total}, {"change", c.change},
	} {
		if heading.column > 0 {
			r.PadTo(heading.column - len(heading.text))
			r.Put(theme.Muted, heading.text)
		}
	}
	return r.String()
}

func (m Model) legendRow(c legendColumns, s selection, series int) string {
	r := m.legendLabel(m.painter.New(m.width), series)
	tone := theme.Plain
	share := percent(s.counts[series], s.total)
	if !m.shown.Has(series) {
		tone, share = theme.Muted, "hidden"
	}
	r.PutRight(tone, m.fitValue(s.counts[series], c.dayPlaces), c.day)
	if c.share > 0 {
		r.PutRight(tone, share, c.share)
	}
	if c.trend > 0 {
		c.trends.put(r.PadTo(c.trend-c.trendWidth), m.seriesTone(series), c.trends.series[series])
	}
	return m.legendPeriod(r, c, tone, m.summary.totals[series], m.summary.changes[series])
}

// legendPeriod adds the columns for the whole period.
func (m Model) legendPeriod(r *row.Row, c legendColumns, tone theme.Tone, total model.Count, change change) string {
	if c.total > 0 {
		r.PutRight(tone, m.fitValue(total, c.totalPlaces), c.total)
	}
	if c.change > 0 {
		r.PutRight(tone, change.signed(), c.change)
	}
	return r.String()
}

// legendLabel begins a row with the series' mark and name, and a pointer at the selected one.
func (m Model) legendLabel(r *row.Row, series int) *row.Row {
	tone := theme.Plain
	if series == m.selected {
		tone = theme.Title
		r.Put(theme.Plain, " ").Put(theme.Accent, string(m.painter.Glyphs.Pointer))
	}
	r.PadTo(legendStart - 2)
	mark := string(chart.ReportSeries(m.report, m.shown)[series].Mark(views[m.view].kind, m.painter.Theme))
	if !m.shown.Has(series) {
		mark, tone = "·", theme.Muted
	}
	return r.Put(m.seriesTone(series), mark).Put(theme.Plain, " ").Put(tone, m.report.Series[series].Name())
}

// seriesTone is the tone of a series, muted while it is hidden.
func (m Model) seriesTone(series int) theme.Tone {
	if !m.shown.Has(series) {
		return theme.Muted
	}
	return theme.SeriesTone(series)
}

func (m Model) legendTotal(c legendColumns, s selection) string {
	r := m.painter.New(m.width)
	r.PadTo(legendStart).Put(theme.Title, m.totalLabel())
	r.PutRight(theme.Title, m.fitValue(s.total, c.dayPlaces), c.day)
	if c.trend > 0 {
		c.trends.put(r.PadTo(c.trend-c.trendWidth), theme.Axis, c.trends.total)
	}
	return m.legendPeriod(r, c, theme.Title, m.summary.total, m.summary.change)
}

// totalLabel names the total and, if some series are hidden, says of how many it is.
func (m Model) totalLabel() string {
	all := len(m.report.Series)
	shown := bits.OnesCount8(uint8(m.shown))
	if shown == all || !m.report.Additive {
		return "total"
	}
	return "total " + strconv.Itoa(shown) + " of " + strconv.Itoa(all)
}

// shortLegend is the legend in one line: the counts of the selected series, and the total if the report has one.
func (m Model) shortLegend() string {
	s := m.selection()
	r := m.legendLabel(m.painter.New(m.width), m.selected)
	r.Put(theme.Plain, " "+m.fitValue(s.counts[m.selected], len("1,000,000")))
	switch share := percent(s.counts[m.selected], s.total); {
	case !m.shown.Has(m.selected):
		r.Put(theme.Muted, " hidden")
	case share != "" && r.Width()+len(share)+1 <= m.width:
		r.Put(theme.Muted, " "+share)
	}
	if !m.report.Additive {
		return r.String()
	}
	total := m.totalLabel() + "  " + m.fitValue(s.total, len("1,000,000"))
	if r.Width()+columnGap+len(total) < m.width {
		r.PutRight(theme.Title, total, m.width-1)
	}
	return r.String()
}
