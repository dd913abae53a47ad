package ui

import (
	"strconv"

	"peerdash/model"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// tableStart is the column at which dates begin, after a margin, a pointer and a blank.
const tableStart = 3

// tableLines are the table: headings, as many rows as fit, and the totals or means below the last row.
func (m Model) tableLines(l layout) []string {
	c := m.tableColumns()
	rows := l.headings + l.body + l.total
	lines := make([]string, 0, rows)
	for i := range l.headings {
		lines = append(lines, m.tableHeading(c, i, l.headings))
	}
	_, buckets := m.buckets()
	selected := bucketAt(buckets, m.day().Date)
	for i := m.tableTop; i < min(m.tableTop+l.body, len(buckets)); i++ {
		lines = append(lines, m.tableRow(c, &buckets[i], i == selected))
	}
	lines = append(lines, m.tableTotals(c))
	return append(lines, make([]string, rows-len(lines))...)
}

// tableHeading is one line of the headings, which are aligned at the bottom.
func (m Model) tableHeading(c tableColumns, line, lines int) string {
	r := m.painter.New(m.width)
	last := line == lines-1
	if last {
		r.PadTo(tableStart).Put(theme.Muted, m.tablePosition(len(c.date(anyDate))))
	}
	if last && c.ends[0] == 0 {
		r.PadTo(tableStart+len(c.date(anyDate))).Put(theme.Accent, "<")
	}
	for series := range m.report.Series {
		part := line - (lines - len(c.heads[series]))
		if part < 0 || c.ends[series] == 0 {
			continue
		}
		head, pointer := c.heads[series][part], ""
		if series == m.selected && last {
			pointer = string(m.painter.Glyphs.Pointer)
		}
		r.PadTo(c.ends[series]-len(head)-row.Width(pointer)).Put(theme.Accent, pointer).Put(m.seriesTone(series), head)
	}
	if last && c.more {
		r.PutRight(theme.Accent, ">", m.width-1)
	}
	if last && c.total > 0 {
		r.PutRight(theme.Muted, "total", c.total)
	}
	return r.String()
}

// rowName is the heading of the table's first column.
func rowName(resolution model.Resolution) string {
	switch resolution {
	case model.ByWeek:
		return "week from"
	case model.ByMonth:
		return "month from"
	case model.SevenDayMean:
		return "7 days to"
	}
	return "day"
}

// rowSelection is what a row of the table shows.
func (m Model) rowSelection(bucket *model.Bucket) selection {
	if isDaily(m.tableResolution()) {
		day := m.summary.days[bucket.First-m.summary.days[0].Date]
		return selection{first: day.Date, last: day.Date, counts: day.Counts, total: day.Total(m.summed())}
	}
	return bucketSelection(bucket, m.summed())
}

// tablePosition names the rows shown if there are more, in at most width columns: "14–30 of 30".
func (m Model) tablePosition(width int) string {
	_, buckets := m.buckets()
	rows, room := len(buckets), m.layout().body
	if rows <= room {
		return rowName(m.tableResolution())
	}
	first, last, all := strconv.Itoa(m.tableTop+1), strconv.Itoa(m.tableTop+room), strconv.Itoa(rows)
	for _, text := range []string{first + "–" + last + " of " + all, first + "–" + last, first} {
		if m.painter.WidthOf(text) <= width {
			return text
		}
	}
	return ""
}

func (m Model) tableRow(c tableColumns, bucket *model.Bucket, isSelected bool) string {
	s := m.rowSelection(bucket)
	r := m.painter.New(m.width)
	tone := theme.Plain
	if s.last == s.first && s.first.IsWeekend() {
		tone = theme.Muted
	}
	pointer := "   "
	if isSelected {
		pointer, tone = " "+string(m.painter.Glyphs.Pointer)+" ", theme.Title
	}
	text := m.painter.New(m.width).Put(theme.Plain, pointer+c.date(s.first))
	m.putCounts(text, c, s.counts, s.total)
	return r.Put(tone, text.String()).String()
}

func (m Model) tableTotals(c tableColumns) string {
	label := "mean"
	if m.report.Unit.AddsUpOverDays() {
		label = m.totalLabel()
	}
	text := m.painter.New(m.width).PadTo(tableStart).Put(theme.Plain, label)
	m.putCounts(text, c, m.summary.totals, m.summary.total)
	return m.painter.New(m.width).Put(theme.Title, text.String()).String()
}

// putCounts adds a column for each series, blank if it is hidden, and the total.
func (m Model) putCounts(r *row.Row, c tableColumns, counts [model.MaxSeries]model.Count, total model.Count) {
	for series, count := range counts {
		if m.shown.Has(series) && c.ends[series] > 0 {
			r.PutRight(theme.Plain, m.fitValue(count, c.widths[series]), c.ends[series])
		}
	}
	if c.total > 0 {
		r.PutRight(theme.Plain, m.fitValue(total, c.totalWidth), c.total)
	}
}

// tableScroll is the first row of the table, such that the selected one is visible.
func (m Model) tableScroll() int {
	if m.view != TableView || len(m.summary.days) == 0 {
		return m.tableTop
	}
	_, buckets := m.buckets()
	room, index := m.layout().body, bucketAt(buckets, m.day().Date)
	last := max(len(buckets)-room, 0)
	return max(min(m.tableTop, index, last), index-room+1, 0)
}
