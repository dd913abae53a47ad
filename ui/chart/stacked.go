package chart

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

// stackArea draws areas that lie one upon the other.
type stackArea struct {
	left, rows int
	// perRow is how many levels a row has: eight where there are eighth blocks.
	perRow  int
	columns []stack
	letters []areaLetter
}

// stack is one column of areas, as the level up to which each type's reaches. A type without an area reaches as high
// as the one below it.
type stack [model.SessionTypeCount]int

func newStackArea(in Input, l layout) *stackArea {
	a := &stackArea{left: l.left, rows: l.rows, perRow: levelsPerRow(in.Theme), columns: make([]stack, l.spread.columns)}
	merge := peakDay
	if in.Kind == Share {
		merge = sum
	}
	for column, heights := range sample(in.Days, in.Shown, l.spread.columns, merge) {
		if in.Kind == Share {
			heights = heights.shares()
		}
		a.columns[column] = newStack(heights, l.scale, a.perRow)
	}
	if in.Theme.Tier == theme.Mono && !in.Theme.ASCII() {
		a.letters = placeLetters(a.columns, in.Shown)
	}
	return a
}

// levelsPerRow is 1 where areas are told apart by pattern, for which there are no parts of a cell.
func levelsPerRow(t theme.Theme) int {
	if t.Tier == theme.Mono {
		return 1
	}
	return len(t.Glyphs().Levels) - 1
}

// newStack adds up first and then rounds each border to a level, so that rounding never adds up. What is known is seen:
// at least one level, which belongs to the largest type.
func newStack(h heights, s scale, perRow int) stack {
	var borders stack
	if h.known == 0 {
		return borders
	}
	var sum float64
	largest := -1
	for _, t := range model.SessionTypes() {
		sum += h.values[t]
		borders[t] = s.level(sum, perRow)
		if h.known.Has(t) && (largest < 0 || h.values[t] > h.values[largest]) {
			largest = int(t)
		}
	}
	if borders[model.SessionTypeCount-1] == 0 {
		for t := largest; t < model.SessionTypeCount; t++ {
			borders[t] = 1
		}
	}
	return borders
}

// shares are the heights in percent of their total, nothing where that is zero.
func (h heights) shares() heights {
	total := h.total()
	if total == 0 {
		return heights{}
	}
	for t := range h.values {
		h.values[t] *= 100 / total
	}
	return h
}

func (a *stackArea) draw(s *surface, row int) {
	bottom := (a.rows - 1 - row) * a.perRow
	for column := range a.columns {
		borders := &a.columns[column]
		if borders[model.SessionTypeCount-1] > bottom {
			a.drawCell(s, a.left+column, borders, bottom)
		}
	}
	for _, letter := range a.letters {
		if letter.level == bottom {
			s.text(a.left+letter.column, letter.of.Letter(), theme.TypeTone(letter.of))
		}
	}
}

// drawCell draws the part of a stack that lies in the cell whose lower edge is at level bottom. A cell shows two areas
// at most: where the stack ends in it the largest one below the end, else the two largest.
func (a *stackArea) drawCell(s *surface, column int, borders *stack, bottom int) {
	lower, upper, level := split(borders, bottom, a.perRow)
	tone := theme.TypeTone(lower)
	switch {
	case s.theme.Tier == theme.Mono || s.theme.ASCII():
		s.set(column, s.theme.Glyphs().Patterns[lower], tone, theme.Plain)
	case level == a.perRow:
		s.fill(column, tone)
	case upper == lower:
		s.set(column, s.theme.Glyphs().Levels[level], tone, theme.Plain)
	default:
		s.set(column, s.theme.Glyphs().Levels[level], tone, theme.TypeTone(upper))
	}
}

// split finds the two areas to show in a cell of so many levels, and the level of the border between them. The upper one
// is the lower one again where there is nothing above it.
func split(borders *stack, bottom, levels int) (lower, upper model.SessionType, level int) {
	first := 0
	for borders[first] <= bottom {
		first++
	}
	if borders[first] >= bottom+levels {
		return model.SessionType(first), model.SessionType(first), levels
	}
	size := func(t int) int { return min(borders[t], bottom+levels) - max(borders[t-1], bottom) }
	largest, next, sizeOfLargest, sizeOfNext := first, -1, borders[first]-bottom, 0
	for t := first + 1; t < model.SessionTypeCount; t++ {
		switch size := size(t); {
		case size > sizeOfLargest:
			largest, next, sizeOfLargest, sizeOfNext = t, largest, size, sizeOfLargest
		case size > sizeOfNext:
			next, sizeOfNext = t, size
		}
	}
	end := borders[model.SessionTypeCount-1] - bottom
	if end < levels || next < 0 {
		return model.SessionType(largest), model.SessionType(largest), min(end, levels)
	}
	lowest, sizeOfLowest := largest, sizeOfLargest
	if next < largest {
		lowest, sizeOfLowest = next, sizeOfNext
	}
	both := sizeOfLargest + sizeOfNext
	level = (sizeOfLowest*levels + both/2) / both
	return model.SessionType(lowest), model.SessionType(max(largest, next)), min(max(level, 1), levels-1)
}
