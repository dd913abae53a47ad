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

// drawHeading writes into the plot's top row what the columns show, away from the crosshair.
func (p *plot) drawHeading(c *canvas, crosshair int) {
	if !p.isHeaded() || len(p.buckets) == 0 {
		return
	}
	texts := p.headings()
	for i, text := range texts {
		isName := p.title != "" && i == len(texts)-1
		if crosshair >= 0 && !isName && len(text)+readoutWidth > p.columns {
			continue
		}
		for _, column := range []int{p.left + 1, p.left + p.columns - len(text)} {
			isFree := crosshair < column-1 || crosshair > column+len(text)
			if isFree && c.isBlank(column-1, p.top, len(text)+2) {
				c.text(column, p.top, text, theme.Muted)
				if p.isSelectedPanel() {
					c.set(column-1, p.top, p.in.Theme.Glyphs().Pointer, theme.Accent)
				}
				return
			}
		}
	}
}

// readoutWidth is the number of columns that a heading leaves for the crosshair's shortest date and value.
const readoutWidth = 17

// headedRows is the least number of rows of a plot whose top row is reserved for its heading and the crosshair's values. A
// panel has fewer rows, since it needs its name.
const (
	headedRows      = 5
	headedPanelRows = 3
)

func (p *plot) isHeaded() bool {
	return p.height >= headedRows || p.kind == Panels && p.height >= headedPanelRows
}

// headings name what the columns show: the unit or the panel's series, and the mean where they are means. The shortest
// comes last.
func (p *plot) headings() []string {
	name := p.title
	switch {
	case name != "":
	case p.kind == Share:
		name = "share"
	default:
		name = unitName(p.in.Unit)
	}
	if p.resolution == model.ByDay {
		return slices.Compact([]string{name + p.ordinal, name})
	}
	label := p.resolution.Label()
	switch {
	case name == "":
		return []string{label}
	case p.title != "":
		short, _, _ := strings.Cut(label, " ")
		return slices.Compact([]string{
			name + p.ordinal + ", " + label, name + ", " + label, name + p.ordinal + ", " + short, name + ", " + short, name,
		})
	}
	return []string{name + ", " + label, label}
}

// unitName is what the axis counts in words: "sessions".
func unitName(unit model.Unit) string {
	if unit == model.Seconds {
		return "duration"
	}
	return string(unit)
}

// drawCrosshair marks the selected bucket with a line from the top of the plot down to its area, with its date and values
// beside the line, and on the zero line.
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

// drawReadout writes the selected bucket's date and values beside the crosshair, as many as fit.
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

// mostDistance is the number of columns by which the date and values may be away from the crosshair, where lines reach up
// to their row.
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

// valueText is the total of a stack; of lines and panels the selected or only series' value; "" where no series is selected
// of several that have no total.
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
