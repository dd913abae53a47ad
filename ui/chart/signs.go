package chart

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

// Sign is a glyph on the zero line and what it stands for.
type Sign struct {
	Glyph rune
	Tone  theme.Tone
	Label string
}

// Signs are all the signs that a chart may have on its zero line.
func Signs(t theme.Theme) []Sign {
	g := t.Glyphs()
	signs := signsOf(t, ^model.Marks(0))
	return append(signs, Sign{g.WeekendZero, theme.Weekend, "weekend"}, Sign{g.Month, theme.Axis, "first of a month"})
}

// Signs are those of the marks that the drawing has.
func (d Drawing) Signs(t theme.Theme) []Sign {
	var marks model.Marks
	for i := range d.buckets {
		marks |= d.buckets[i].Marks
	}
	return signsOf(t, marks)
}

func signsOf(t theme.Theme, marks model.Marks) []Sign {
	var signs []Sign
	for _, sign := range markSigns(t) {
		if marks.Has(sign.mark) {
			signs = append(signs, Sign{sign.glyph, sign.tone, sign.label})
		}
	}
	return signs
}
