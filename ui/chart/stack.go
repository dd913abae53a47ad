package chart

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

// drawStacks draws the areas of each bucket, one on top of the other, from the zero line.
func (p *plot) drawStacks(c *canvas) {
	s := newStacker(p)
	roomAbove := p.rows
	if p.isHeaded() {
		roomAbove--
	}
	for i := range p.buckets {
		cells := s.cells(&p.buckets[i])
		first, next := p.columnsOf(i)
		for row := range cells {
			for column := first; column < next; column++ {
				if at := c.at(column, p.rowFromBottom(row)); at != nil {
					*at = cells[row]
				}
			}
		}
		if isPartial := p.buckets[i].Marks.Has(model.PartialMark); isPartial && len(cells) > 0 && len(cells) < roomAbove {
			p.drawPartialEdge(c, i, len(cells))
		}
	}
}

// partialEdge is the largest number of columns that drawPartialEdge draws.
const partialEdge = 5

// drawPartialEdge draws the sign of a partial bucket above the middle of its stack, a number of rows above zero, since its
// mean, of a Monday for instance, may not be comparable with those beside it.
func (p *plot) drawPartialEdge(c *canvas, bucket, rows int) {
	first, next := p.columnsOf(bucket)
	indent := max(next-first-partialEdge, 0) / 2
	for column := first + indent; column < next-indent; column++ {
		c.setIfBlank(column, p.rowFromBottom(rows), p.in.Theme.Glyphs().Partial, theme.Muted)
	}
}

// stacker turns a bucket's values into the cells of a column.
type stacker struct {
	plot   *plot
	perRow int
	// values are the means of the drawn series, heights their heights in levels before rounding, borders the levels up to which
	// each reaches, column their cells.
	values  []float64
	heights []float64
	borders []int
	column  []cell
	arranger
}

func newStacker(p *plot) *stacker {
	s := &stacker{plot: p, perRow: levelsPerRow(p.in.Theme)}
	s.values, s.heights, s.borders = make([]float64, len(p.series)), make([]float64, len(p.series)), make([]int, len(p.series))
	return s
}

// levelsPerRow is 1 where areas differ by pattern, since a pattern cannot fill a part of a cell.
func levelsPerRow(t theme.Theme) int {
	if t.Tier == theme.Mono {
		return 1
	}
	return len(t.Glyphs().Levels) - 1
}

// cells are the column of a bucket from the zero line up. They depend on its values alone, so that equal values look
// equal.
func (s *stacker) cells(b *model.Bucket) []cell {
	total := s.setValues(b)
	s.column = s.column[:0]
	if total <= 0 {
		return nil
	}
	if s.perRow == 1 {
		return s.wholeCells(total)
	}
	s.setBorders(total)
	for _, part := range s.arrange(s.borders, s.heights, s.perRow) {
		s.column = append(s.column, s.splitCell(part))
	}
	return s.column
}

// setValues sets the values to the bucket's, in percent in a chart of shares, and returns their sum.
func (s *stacker) setValues(b *model.Bucket) float64 {
	total := 0.0
	for i, series := range s.plot.series {
		s.values[i], _ = b.Mean(series)
		total += s.values[i]
	}
	if s.plot.kind != Share || total == 0 {
		return total
	}
	for i := range s.values {
		s.values[i] *= 100 / total
	}
	return 100
}

// setBorders sets the borders and heights of the values. It rounds the sums rather than the values, so that rounding errors do
// not add up. A stack of more than zero has at least one level.
func (s *stacker) setBorders(total float64) {
	sum := 0.0
	for i, value := range s.values {
		sum += value
		s.borders[i] = s.plot.level(sum, s.perRow)
		s.heights[i] = s.plot.rowsAbove(value) * float64(s.perRow)
	}
	last := len(s.borders) - 1
	s.borders[last] = max(s.plot.level(total, s.perRow), 1)
}

// wholeCells are cells that show one series each: the one that takes up most of the cell.
func (s *stacker) wholeCells(total float64) []cell {
	height := max(s.plot.level(total, 1), 1)
	for row := range height {
		low, high := float64(row), float64(row+1)
		most, largest := 0.0, 0
		bottom, sum := 0.0, 0.0
		for i, value := range s.values {
			sum += value
			top := s.plot.rowsAbove(sum)
			if part := min(top, high) - max(bottom, low); part > most+epsilon {
				most, largest = part, i
			}
			bottom = top
		}
		series := &s.plot.in.Series[s.plot.series[largest]]
		s.column = append(s.column, cell{glyph: s.plot.fillGlyph(series), foreground: series.tone()})
	}
	return s.column
}

// epsilon is the least difference, in rows, between two parts of a cell of different size.
const epsilon = 1e-9

// fillGlyph is the glyph of a cell that shows one series alone.
func (p *plot) fillGlyph(series *Series) rune {
	if p.in.Theme.Tier != theme.Mono && !p.in.Theme.ASCII() {
		levels := p.in.Theme.Glyphs().Levels
		return levels[len(levels)-1]
	}
	return p.in.Theme.Mark(series.Palette, series.Letter)
}

// splitCell is a cell with two series, or with one up to a level.
func (s *stacker) splitCell(part split) cell {
	tone := func(i int) theme.Tone { return s.plot.in.Series[s.plot.series[i]].tone() }
	c := cell{glyph: s.plot.in.Theme.Glyphs().Levels[part.level], foreground: tone(part.lower)}
	if part.upper >= 0 {
		c.background = tone(part.upper)
	}
	return c
}
