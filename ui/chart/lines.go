package chart

import (
	"math/bits"

	"github.com/NimbleMarkets/ntcharts/canvas/runes"

	"peerdash/model"
	"peerdash/ui/theme"
)

// lineArea draws each type as a line from zero: in braille, or in letters where there is no braille.
type lineArea struct {
	left, rows, columns int
	// across and up are how many dots a cell has.
	across, up int
	// cells are row by row from the top.
	cells []lineCell
}

// lineCell is what lies in a cell of each line, as bits of a braille pattern, and which type's letter stands there
// instead, if any.
type lineCell struct {
	dots   [model.SessionTypeCount]uint8
	letter model.TypeSet
}

// brailleDots are the bits of a braille pattern from the bottom up, left and right.
var brailleDots = [4][2]uint8{{0x40, 0x80}, {0x04, 0x20}, {0x02, 0x10}, {0x01, 0x08}}

// letterEvery is how many columns lie between two letters on a braille line without colours.
const letterEvery = 25

func newLineArea(in Input, l layout) *lineArea {
	a := &lineArea{left: l.left, rows: l.rows, columns: l.spread.columns, across: 1, up: 1}
	braille := in.Theme.Glyphs().Braille
	if braille {
		a.across, a.up = len(brailleDots[0]), len(brailleDots)
	}
	a.cells = make([]lineCell, a.rows*a.columns)
	if len(a.cells) == 0 {
		return a
	}
	sampled := sample(in.Days, in.Shown, a.columns*a.across, peakOfEach)
	for _, t := range model.SessionTypes() {
		a.trace(t, sampled, l.scale)
		switch {
		case !in.Shown.Has(t):
		case !braille:
			a.letterAll(t)
		case in.Theme.Tier == theme.Mono:
			a.letterSome(t)
		}
	}
	return a
}

// trace marks the dots of a type's line. Neighbouring dots of different height are joined half by the one column and
// half by the other.
func (a *lineArea) trace(t model.SessionType, sampled []heights, s scale) {
	before := -1
	for x := range sampled {
		if !sampled[x].known.Has(t) {
			before = -1
			continue
		}
		// A value lies in the dot below its level, like the top of an area.
		y := min(max(s.level(sampled[x].values[t], a.up)-1, 0), a.rows*a.up-1)
		a.mark(t, x, y)
		if before >= 0 {
			middle := (before + y) / 2
			a.join(t, x-1, before, middle)
			a.join(t, x, middle, y)
		}
		before = y
	}
}

func (a *lineArea) join(t model.SessionType, x, from, to int) {
	for y := min(from, to); y <= max(from, to); y++ {
		a.mark(t, x, y)
	}
}

// mark sets a dot, counted from the bottom left.
func (a *lineArea) mark(t model.SessionType, x, y int) {
	cell := &a.cells[(a.rows-1-y/a.up)*a.columns+x/a.across]
	cell.dots[t] |= brailleDots[y%a.up][x%a.across]
}

// letterAll writes a type's letter wherever its line is.
func (a *lineArea) letterAll(t model.SessionType) {
	for i := range a.cells {
		if cell := &a.cells[i]; cell.dots[t] != 0 {
			cell.letter = model.OnlyType(t)
		}
	}
}

// letterSome writes a type's letter on its line now and then, at other columns than those of the other types.
func (a *lineArea) letterSome(t model.SessionType) {
	for column := int(t) * letterEvery / model.SessionTypeCount; column < a.columns; column += letterEvery {
		for row := range a.rows {
			if cell := &a.cells[row*a.columns+column]; cell.dots[t] != 0 {
				cell.letter = model.OnlyType(t)
				break
			}
		}
	}
}

func (a *lineArea) draw(s *surface, row int) {
	for column := range a.columns {
		cell := &a.cells[row*a.columns+column]
		switch {
		case cell.letter != 0:
			t := model.SessionType(bits.TrailingZeros8(uint8(cell.letter)))
			s.text(a.left+column, t.Letter(), theme.TypeTone(t))
		case cell.dots != [model.SessionTypeCount]uint8{}:
			pattern, most := cell.braille()
			s.set(a.left+column, pattern, theme.TypeTone(most), theme.Plain)
		}
	}
}

// braille is the pattern of all lines in a cell, and the type that gives it its one colour: that with the most dots.
func (c *lineCell) braille() (pattern rune, most model.SessionType) {
	var all uint8
	count := 0
	for _, t := range model.SessionTypes() {
		all |= c.dots[t]
		if n := bits.OnesCount8(c.dots[t]); n > 0 && n >= count {
			most, count = t, n
		}
	}
	return runes.BrailleBlockOffset + rune(all), most
}
