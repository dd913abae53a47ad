package chart

import (
	"peerdash/ui/theme"
)

// drawCrosshair marks the selected bucket on the zero line and with a line from the top of the plot down to its area.
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
				c.set(i, p.axisRow(), p.selectedZero(), theme.Title)
			}
		}
		c.set(column, p.axisRow(), glyphs.Marker, theme.Title)
	}
}

// selectedZero is the zero line's glyph under the selected bucket: without colours it differs by its shape.
func (p *plot) selectedZero() rune {
	if p.in.Theme.Tier == theme.Mono || p.in.Theme.ASCII() {
		return p.in.Theme.Glyphs().SelectedZero
	}
	return p.in.Theme.Glyphs().Zero
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
			c.set(column, row, p.in.Theme.Glyphs().Crosshair, theme.Title)
		case p.kind != Lines:
			return
		}
	}
}
