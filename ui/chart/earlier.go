package chart

import (
	"slices"

	"github.com/NimbleMarkets/ntcharts/canvas/runes"

	"peerdash/model"
	"peerdash/ui/theme"
)

// drawEarlier draws an earlier period over the chart: the total of a stack, or the selected series.
func (p *plot) drawEarlier(c *canvas) {
	if p.rows <= 0 {
		return
	}
	for i := range min(len(p.earlier), len(p.buckets)) {
		value, known := p.earlierValue(&p.earlier[i])
		if !known || value <= 0 {
			continue
		}
		y := p.quarter(value)
		first, next := p.columnsOf(i)
		for column := first; column < next; column++ {
			if cell := c.at(column, p.rowFromBottom(y/quarters)); cell != nil {
				cell.glyph, cell.foreground, cell.background = earlierGlyph(p.in.Theme, y), theme.Title, p.backgroundUnder(cell)
			}
		}
	}
}

func (p *plot) earlierValue(b *model.Bucket) (float64, bool) {
	if p.kind != Lines {
		return p.total(b)
	}
	if p.in.Selected < 0 || p.in.Selected >= len(p.in.Series) {
		return 0, false
	}
	return b.Mean(p.in.Selected)
}

// earlierGlyph is the line of an earlier period at a quarter of a row.
func earlierGlyph(t theme.Theme, y int) rune {
	if !t.Glyphs().Braille || t.Tier == theme.Mono {
		return t.Glyphs().Earlier
	}
	dots := brailleDots[y%quarters]
	return runes.BrailleBlockOffset + rune(dots[0]|dots[1])
}

// backgroundUnder is the background of a line over a cell: the series that fills most of the cell.
func (p *plot) backgroundUnder(cell *cell) theme.Tone {
	if p.kind == Lines || levelsPerRow(p.in.Theme) == 1 {
		return theme.Plain
	}
	level := slices.Index(p.in.Theme.Glyphs().Levels, cell.glyph)
	if 2*level >= levelsPerRow(p.in.Theme) {
		return cell.foreground
	}
	return cell.background
}

func earlierSign(t theme.Theme) Sign { return Sign{earlierGlyph(t, 1), theme.Title, "earlier period"} }
