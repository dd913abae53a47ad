package chart

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"peerdash/model"
	"peerdash/ui/quantity"
	"peerdash/ui/theme"
)

// drawCrosshair marks the selected bucket on the zero line and with a line from the top of the plot down to its area, and
// writes its date and values beside that line.
func (p *plot) drawCrosshair(c *canvas, selected int) {
	if selected < 0 {
		return
	}
	glyphs := p.in.Theme.Glyphs()
	bucket := &p.buckets[selected]
	first, next := p.columnsOf(selected)
	column := p.crosshairColumn(selected)
	if p.in.CursorOnDay && bucket.Days() > 1 {
		first, next = column, column+1
	}
	p.drawCrosshairLine(c, column)
	if p.hasAxis {
		for i := first; i < next; i++ {
			if cell := c.at(i, p.axisRow()); cell != nil && (cell.glyph == glyphs.Zero || cell.glyph == glyphs.WeekendZero || cell.glyph == ' ') {
				c.set(i, p.axisRow(), glyphs.SelectedZero, theme.Accent)
			}
		}
		c.set(column, p.axisRow(), glyphs.Marker, theme.Accent)
	}
	if p.isHeaded() {
		p.drawReadout(c, bucket, column)
	}
}

// crosshairColumn is the column of the crosshair; -1 if no bucket is selected.
func (p *plot) crosshairColumn(selected int) int {
	switch {
	case selected < 0:
		return -1
	case p.in.CursorOnDay:
		return p.dayColumn(&p.buckets[selected], selected, p.in.Cursor)
	}
	return p.middle(selected)
}

// drawCrosshairLine draws a line from the top of the plot down to the stack, or to the zero line behind lines.
func (p *plot) drawCrosshairLine(c *canvas, column int) {
	for row := p.top; row < p.axisRow(); row++ {
		cell := c.at(column, row)
		isBlank := cell != nil && (cell.glyph == 0 || cell.foreground == theme.Grid)
		switch {
		case isBlank || row == p.top && p.isHeaded():
			c.set(column, row, p.in.Theme.Glyphs().Crosshair, theme.Accent)
		case p.kind != Lines:
			return
		}
	}
}

// drawReadout writes the selected bucket's date and values beside the crosshair, as much of them as fits.
func (p *plot) drawReadout(c *canvas, b *model.Bucket, column int) {
	if p.in.CursorOnDay {
		day := p.in.Timeline.DayBucket(p.in.Cursor)
		b = &day
	}
	texts := p.readouts(b)
	dated := texts[:len(texts)-2]
	for distance := range mostDistance {
		if p.putReadout(c, dated, column, distance) {
			return
		}
	}
	p.putReadout(c, texts, column, 0)
}

// mostDistance is the largest number of columns between the crosshair and its date and values, if lines reach up to their row.
const mostDistance = 13

// putReadout writes the first of the texts that fits at a distance from the crosshair.
func (p *plot) putReadout(c *canvas, texts []string, column, distance int) bool {
	for _, text := range texts {
		width := len([]rune(text))
		places := []int{column + 2 + distance, column - 1 - width - distance}
		if column > p.left+p.columns/2 {
			slices.Reverse(places)
		}
		for _, start := range places {
			if start >= p.x && start+width <= p.x+p.width && c.isBlank(start-1, p.top, width+2, column) {
				c.text(start, p.top, text, theme.Accent)
				return true
			}
		}
	}
	return false
}

// readouts are ways to write a bucket's date and values, the longest first.
func (p *plot) readouts(b *model.Bucket) []string {
	date := p.dateText(b)
	short := b.First.Time().Format("2 Jan")
	if p.in.CursorOnDay {
		short = p.in.Cursor.Time().Format("2 Jan")
	}
	value, all := p.valueText(b), p.valueTexts(b)
	separator := " " + string(p.in.Theme.Glyphs().Separator) + " "
	join := func(parts ...string) string {
		return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), separator)
	}
	part := ""
	if b.Days() < b.Whole {
		part = ", " + strconv.Itoa(b.Days()) + " of " + strconv.Itoa(b.Whole) + " days"
	}
	var texts []string
	switch {
	case all != "" && p.in.Additive:
		texts = append(texts, join(date+part, value, all))
	case all != "":
		texts = append(texts, join(date+part, all), join(short+part, all))
	}
	if part != "" {
		texts = append(texts, join(date+part, value), join(short+part, value))
	}
	return append(texts, join(date, value), join(short, value), cmp.Or(value, short), short)
}

// dateText names a bucket's days.
func (p *plot) dateText(b *model.Bucket) string {
	first, last := b.First.Time(), b.Last.Time()
	switch {
	case p.in.CursorOnDay:
		return p.in.Cursor.Time().Format("Mon 2 Jan 2006")
	case b.First == b.Last:
		return first.Format("Mon 2 Jan 2006")
	case first.Year() == last.Year() && first.Month() == last.Month():
		return first.Format("2") + "-" + last.Format("2 Jan 2006")
	case first.Year() == last.Year():
		return first.Format("2 Jan") + " - " + last.Format("2 Jan 2006")
	}
	return first.Format("2 Jan 2006") + " - " + last.Format("2 Jan 2006")
}

// valueText is the total of a stack, or the value of the selected or only series of lines and panels. It is "" if none of
// several series without a total is selected.
func (p *plot) valueText(b *model.Bucket) string {
	series := p.in.Selected
	isSelected := p.kind == Lines && series >= 0 && series < len(p.in.Series) && !p.in.Series[series].Hidden
	switch {
	case len(p.series) == 1:
		return p.rounded(p.total(b))
	case isSelected:
		return p.in.Series[series].Label + " " + p.rounded(b.Mean(series))
	case p.in.Additive:
		return p.rounded(p.total(b))
	}
	return ""
}

// valueTexts lists each series' value by its letter.
func (p *plot) valueTexts(b *model.Bucket) string {
	if len(p.series) < 2 {
		return ""
	}
	var texts []string
	for _, series := range p.series {
		value, known := b.Mean(series)
		text := p.rounded(value, known)
		if p.kind == Share {
			total, _ := p.total(b)
			if total == 0 {
				continue
			}
			if known {
				text = strconv.FormatFloat(value/total*100, 'f', 0, 64)
			}
			text += " %"
		}
		texts = append(texts, p.in.Series[series].Letter+" "+text)
	}
	return strings.Join(texts, "  ")
}

// rounded is a value as a whole number of the unit; "unknown" where it is not known.
func (p *plot) rounded(value float64, known bool) string {
	if !known {
		return "unknown"
	}
	return quantity.Text(p.in.Unit, int64(math.Round(value)))
}
