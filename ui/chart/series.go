package chart

import "peerdash/model"

// Series is one line or area of a chart.
type Series struct {
	// Label is its name, Letter a letter that is unique in the report.
	Label, Letter string
	// Palette is the index of its colour, for theme.SeriesTone.
	Palette int
	Hidden  bool
}

// ReportSeries returns the series of the peer-to-peer report; those that are not in shown are hidden.
func ReportSeries(shown model.TypeSet) []Series {
	series := make([]Series, 0, model.SessionTypeCount)
	for i, t := range model.SessionTypes() {
		series = append(series, Series{Label: t.Label(), Letter: t.Letter(), Palette: i, Hidden: !shown.Has(t)})
	}
	return series
}
