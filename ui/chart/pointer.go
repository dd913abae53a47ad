package chart

import (
	"slices"

	"peerdash/ui/theme"
)

// drawPointer points at the selected series from the left, as the legend does, if there are several. A colour or shade of its own
// would make it look like another series.
func (p *plot) drawPointer(c *canvas) {
	isAlone := len(p.series) < 2 && !(p.isSelectedPanel() && !p.isHeaded())
	if p.left == p.x || isAlone {
		return
	}
	if row, found := p.pointerRow(); found {
		c.set(p.left-1, row, p.in.Theme.Glyphs().Pointer, theme.Accent)
	} else if p.isSelectedPanel() {
		c.set(p.x, p.top, p.in.Theme.Glyphs().Pointer, theme.Accent)
	}
}

// isSelectedPanel reports whether the plot is the panel of the selected series. Its heading, if any, has the pointer.
func (p *plot) isSelectedPanel() bool {
	return p.kind == Panels && len(p.series) == 1 && p.series[0] == p.in.Selected
}

// pointerRow is the row of the drawing next to the middle of the selected series in the first bucket that has it. Rows
// with a tick are avoided.
func (p *plot) pointerRow() (row int, found bool) {
	bottom, top, found := p.selectedBand()
	if !found {
		return 0, false
	}
	isFree := func(row int) bool {
		hasTick := slices.ContainsFunc(p.labels, func(label valueLabel) bool { return label.row == row })
		return row >= p.top && row < p.axisRow() && !hasTick
	}
	middle := p.rowFromBottom(int((bottom + top) / 2))
	for _, row := range []int{middle, middle + 1, middle - 1} {
		if isFree(row) {
			return row, true
		}
	}
	return 0, false
}

// selectedBand are the heights, in rows above zero, between which the selected series is drawn in the first bucket that has it.
func (p *plot) selectedBand() (bottom, top float64, found bool) {
	place := slices.Index(p.series, p.in.Selected)
	if place < 0 {
		return 0, 0, false
	}
	s := newStacker(p)
	for i := range p.buckets {
		s.setValues(&p.buckets[i])
		if s.values[place] <= 0 {
			continue
		}
		if p.kind == Lines {
			height := p.rowsAbove(s.values[place])
			return height, height, true
		}
		below := 0.0
		for _, value := range s.values[:place] {
			below += value
		}
		return p.rowsAbove(below), p.rowsAbove(below + s.values[place]), true
	}
	return 0, 0, false
}
