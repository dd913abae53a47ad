package chart

import "peerdash/ui/theme"

// Sign is a glyph of a chart and its meaning.
type Sign struct {
	Glyph rune
	Tone  theme.Tone
	Label string
}

// Signs are the signs that a chart may have on its zero line, and the line of an earlier period.
func Signs(t theme.Theme) []Sign {
	var signs []Sign
	for _, sign := range append(markSigns(t), earlierSign(t)) {
		signs = append(signs, Sign{sign.glyph, sign.tone, sign.label})
	}
	g := t.Glyphs()
	return append(signs, Sign{g.WeekendZero, theme.Weekend, "weekend"}, Sign{g.Month, theme.Axis, "first of a month"})
}
