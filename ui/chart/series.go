package chart

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

// Series is one line or area of a chart.
type Series struct {
	// Label is its name, Letter a letter that is unique in the report.
	Label, Letter string
	// Palette is the index of its colour, for theme.SeriesTone.
	Palette int
	Hidden  bool
}

// tone is the colour of a series.
func (s *Series) tone() theme.Tone { return theme.SeriesTone(s.Palette) }

// Mark is the rune for a series in the legend. It looks like the area or line of the series in a chart of this kind.
func (s Series) Mark(kind Kind, t theme.Theme) rune {
	if kind == Lines && hasLetters(t) && s.Letter != "" {
		return rune(s.Letter[0])
	}
	return t.Mark(s.Palette, s.Letter)
}

// ReportSeries returns the series of a report; those that are not in shown are hidden.
func ReportSeries(report *model.Definition, shown model.SeriesSet) []Series {
	series := make([]Series, 0, len(report.Series))
	for i, s := range report.Series {
		series = append(series, Series{Label: s.Name(), Letter: s.Letter, Palette: i, Hidden: !shown.Has(i)})
	}
	return series
}
