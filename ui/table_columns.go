package ui

import (
	"strings"

	"peerdash/model"
)

// tableForm is a way to write the table.
type tableForm struct {
	date func(model.Date) string
	// places is the width in which counts are to fit if they can; 0 writes the shortest form.
	places  int
	gap     int
	letters bool // for headings
	split   bool // headings of two words in two lines
	noTotal bool // no column of totals
	partial bool // only the columns that fit, among them the selected one
}

// tableForms are the ways to write the table, the widest first.
var tableForms = []tableForm{
	{date: fullDate, places: fullNumber, gap: 4},
	{date: fullDate, places: fullNumber, gap: 2, split: true},
	{date: fullDate, places: fullNumber, gap: 1, split: true},
	{date: weekdayAndDate, places: fullNumber, gap: 1, split: true},
	{date: weekdayAndDate, places: fullNumber, gap: 1, letters: true},
	{date: weekdayAndDate, places: briefNumber, gap: 1, letters: true},
	{date: monthAndDay, places: briefNumber, gap: 1, letters: true},
	{date: monthAndDay, gap: 1, letters: true},
	{date: monthAndDay, places: briefNumber, gap: 1, letters: true, noTotal: true},
	{date: monthAndDay, gap: 1, letters: true, noTotal: true},
	{date: monthAndDay, gap: 1, letters: true, noTotal: true, partial: true},
}

const (
	fullNumber  = 40 // room for any count in full
	briefNumber = 6  // room for "12,345" and "1,234h"
	leastNumber = 5  // room for any count in its shortest form, "61.7M" or "999kh"
)

func fullDate(date model.Date) string { return date.Time().Format("Mon _2 Jan 2006") }

func weekdayAndDate(date model.Date) string { return date.Time().Format("Mon _2 Jan") }

func monthAndDay(date model.Date) string { return date.Time().Format("01-02") }

// anyDate stands for a date where only its width matters.
const anyDate = model.Date(737_000)

// tableColumns are the right ends of the table's columns, and how they are written.
type tableColumns struct {
	tableForm
	heads [model.MaxSeries][]string // each heading's lines
	// ends are where the columns end; 0 is a column without room. widths are the columns that their counts may take.
	ends, widths [model.MaxSeries]int
	// more reports whether columns without room follow.
	more bool
	// total is where the totals end; 0 if there is no column of them.
	total, totalWidth int
}

// tableColumns chooses the widest form that fits the terminal.
func (m Model) tableColumns() tableColumns {
	var c tableColumns
	for _, form := range tableForms {
		form.noTotal = form.noTotal || !m.report.Additive
		var width int
		if c, width = m.columnsIn(form); width < m.width {
			break
		}
	}
	return c
}

// columnsIn are the columns in one form, each as wide as its heading and its longest number, and where the last one ends.
func (m Model) columnsIn(form tableForm) (tableColumns, int) {
	c := tableColumns{tableForm: form}
	column := tableStart + len(form.date(anyDate))
	for series := range m.report.Series {
		c.heads[series] = form.heading(m.report.Series[series])
		c.widths[series] = max(m.widthIn(form, m.summary.most[series], m.summary.totals[series]), longest(c.heads[series]))
	}
	first, last := 0, len(m.report.Series)-1
	if form.partial {
		const more = 1 // for ">"
		first, last = columnsAround(c.widths[:last+1], form.gap, m.selected, m.width-1-more-column)
	}
	c.more = last < len(m.report.Series)-1
	for series := first; series <= last; series++ {
		column += form.gap + c.widths[series]
		c.ends[series] = column
	}
	if !form.noTotal {
		c.totalWidth = max(m.widthIn(form, m.summary.mostTotal, m.summary.largestTotal(m.report)), len("total"))
		column += form.gap + c.totalWidth
		c.total = column
	}
	return c, column
}

// columnsAround are the first and the last of the columns of these widths that fit together with one of them, each after a gap,
// from the first one as far as possible.
func columnsAround(widths []int, gap, included, room int) (first, last int) {
	last = included
	for column := included; column >= 0; column-- {
		if room -= gap + widths[column]; room < 0 && column < included {
			return column + 1, last
		}
		first = column
	}
	for column := included + 1; column < len(widths); column++ {
		if room -= gap + widths[column]; room < 0 {
			break
		}
		last = column
	}
	return first, last
}

// widthIn is the width of a column of counts up to most, and their total, as a form writes them. If it shortens the highest,
// lower ones may take all of its places: "1.5G", but "61.7M".
func (m Model) widthIn(form tableForm, most, total model.Count) int {
	highest := m.fitValue(most, form.places)
	width := max(len(highest), len(m.fitValue(total, form.places)))
	if highest != m.fitValue(most, fullNumber) {
		width = max(width, form.places, leastNumber)
	}
	return width
}

// heading is the name of a series, in one or more lines.
func (f tableForm) heading(series model.Series) []string {
	switch {
	case f.letters:
		return []string{series.Letter}
	case f.split:
		return strings.Fields(series.Name())
	}
	return []string{series.Name()}
}

// headingRows is the number of lines of the headings.
func (c tableColumns) headingRows() int {
	rows := 1
	for _, head := range c.heads {
		rows = max(rows, len(head))
	}
	return rows
}

func longest(lines []string) int {
	width := 0
	for _, line := range lines {
		width = max(width, len(line))
	}
	return width
}
