package chart

import (
	"math/bits"
	"slices"

	"github.com/NimbleMarkets/ntcharts/canvas/runes"

	"peerdash/model"
	"peerdash/ui/theme"
)

// lineCell is what the lines draw in a cell.
type lineCell struct {
	// dots are the dots of all lines, as bits of a braille pattern.
	dots uint8
	// level has a bit for each line with a level part in the cell, stroke one for each with a stroke between two buckets.
	level, stroke uint8
}

// The bits of lineCell have room for each series.
var _ [8]struct{} = [model.MaxSeries]struct{}{}

// brailleDots are the bits of a braille pattern from the bottom up, left and right.
var brailleDots = [quarters][2]uint8{{0x40, 0x80}, {0x04, 0x20}, {0x02, 0x10}, {0x01, 0x08}}

// lineDrawing collects the dots of all lines of a plot.
type lineDrawing struct {
	plot  *plot
	cells []lineCell
}

// drawLines draws each series as a line that is level over each bucket.
func (p *plot) drawLines(c *canvas) {
	if p.rows <= 0 || p.columns <= 0 {
		return
	}
	d := lineDrawing{plot: p, cells: make([]lineCell, p.rows*p.columns)}
	for place, series := range p.series {
		d.trace(place, series)
	}
	for i := range d.cells {
		column, row := i%p.columns, i/p.columns
		d.drawCell(c, &d.cells[i], p.left+column, row)
	}
}

// trace sets the dots of a line. Zeros have no dots.
func (d *lineDrawing) trace(place, series int) {
	before, beforeKnown := 0, false
	for i := range d.plot.buckets {
		value, known := d.plot.buckets[i].Mean(series)
		y := -1
		if known && value > 0 {
			y = d.plot.quarter(value)
		}
		first, next := d.plot.edges[i]*2, d.plot.edges[i+1]*2
		if y >= 0 {
			for x := first; x < next; x += d.dotDistance(&d.plot.buckets[i]) {
				d.setDot(x, y).level |= 1 << place
			}
		}
		if known && beforeKnown && 0 < first && first < next {
			middle := (before + y) / 2
			d.addStroke(place, first-1, before, middle)
			d.addStroke(place, first, middle, y)
		}
		before, beforeKnown = y, known
	}
}

// dotDistance is the distance of the dots of a bucket's line: those of a partial bucket are sparse.
func (d *lineDrawing) dotDistance(b *model.Bucket) int {
	switch {
	case !b.Marks.Has(model.PartialMark):
		return 1
	case hasLetters(d.plot.in.Theme):
		return 4
	}
	return 2
}

// hasLetters reports whether lines are drawn as letters, because there are no colours or no braille.
func hasLetters(t theme.Theme) bool { return t.Tier == theme.Mono || !t.Glyphs().Braille }

func dot(x, y int) uint8 { return brailleDots[y%quarters][x%2] }

// setDot sets a dot, counted from the bottom left, and returns its cell.
func (d *lineDrawing) setDot(x, y int) *lineCell {
	cell := &d.cells[(d.plot.rows-1-y/quarters)*d.plot.columns+x/2]
	cell.dots |= dot(x, y)
	return cell
}

func (d *lineDrawing) addStroke(place, x, from, to int) {
	for y := max(min(from, to), 0); y <= max(from, to); y++ {
		d.setDot(x, y).stroke |= 1 << place
	}
}

// drawCell draws the lines of a cell. A cell has one colour: that of a line which is level in it. If several are, their
// colours alternate from column to column.
func (d *lineDrawing) drawCell(c *canvas, cell *lineCell, column, row int) {
	if cell.dots == 0 {
		return
	}
	lines, isStroke := cell.level, cell.level == 0
	if isStroke {
		lines = cell.stroke
	}
	series := &d.plot.in.Series[d.plot.series[d.lineAt(lines, column)]]
	tone := series.tone()
	glyph := runes.BrailleBlockOffset + rune(cell.dots)
	if hasLetters(d.plot.in.Theme) {
		glyph = []rune(series.Letter)[0]
		if isStroke {
			glyph = d.plot.in.Theme.Glyphs().Crosshair
		}
	}
	c.set(column, d.plot.top+row, glyph, tone)
}

// lineAt is the line of a set whose colour a column has: the selected one in every other column, the others one after the other
// in between.
func (d *lineDrawing) lineAt(set uint8, column int) int {
	place := slices.Index(d.plot.series, d.plot.in.Selected)
	if place >= 0 && set&(1<<place) != 0 && set != 1<<place {
		if column%2 == 0 {
			return place
		}
		set, column = set&^(1<<place), column/2
	}
	for skip := column % bits.OnesCount8(set); skip > 0; skip-- {
		set &= set - 1
	}
	return bits.TrailingZeros8(set)
}
