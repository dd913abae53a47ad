package chart

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

// Sign is a glyph of a chart and its meaning.
type Sign struct {
	Glyph rune
	Tone  theme.Tone
	Label string
}

// Signs are the signs that a chart may have on its zero line, and the line of an earlier period.
func Signs(t theme.Theme) []Sign {
	var signs []Sign
	for _, sign := range markSigns(t) {
		signs = append(signs, sign.Sign)
	}
	g := t.Glyphs()
	return append(signs, earlierSign(t), Sign{g.WeekendZero, theme.Weekend, "weekend"}, Sign{g.Month, theme.Axis, "first of a month"})
}

// markSign is the sign of a mark.
type markSign struct {
	Sign
	mark model.Marks
}

// markSigns are the signs of marks on the zero line, the most important first.
func markSigns(t theme.Theme) []markSign {
	g := t.Glyphs()
	return []markSign{
		{Sign{g.Missing, theme.Error, "missing day"}, model.MissingMark},
		{Sign{g.Unknown, theme.Warning, "unknown count"}, model.UnknownMark},
		{Sign{g.Low, theme.Warning, "low day"}, model.LowMark},
		{Sign{g.Peak, theme.Accent, "peak"}, model.PeakMark},
		{Sign{g.Partial, theme.Muted, "part of a week or month"}, model.PartialMark},
	}
}

// markSigns are the signs of marks, with the name of the selected series in those that refer to it alone.
func (in *Input) markSigns() []markSign {
	signs := markSigns(in.Theme)
	if in.Additive || len(in.Series) < 2 || in.Selected < 0 || in.Selected >= len(in.Series) {
		return signs
	}
	for i := range signs {
		if signs[i].mark == model.LowMark || signs[i].mark == model.PeakMark {
			signs[i].Label += " of " + in.Series[in.Selected].Label
		}
	}
	return signs
}
