package chart

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

// Sparkline draws counts as a row of bars from zero, one column each, the highest as high as there is room for. Where
// there are more counts than width, each column shows the largest of several. A column in which nothing is known is
// blank. It has no colour, and as many columns as there are counts, at most width.
func Sparkline(counts []model.Count, width int, t theme.Theme) string {
	bars := t.Glyphs().Sparks
	s := spread{days: len(counts), columns: min(len(counts), max(width, 0))}
	columns := make([]model.Count, s.columns)
	most := int64(1)
	for column := range columns {
		for _, count := range counts[s.firstDay(column):s.firstDay(column+1)] {
			columns[column] = larger(columns[column], count)
		}
		sessions, _ := columns[column].Value()
		most = max(most, sessions)
	}
	line := make([]rune, s.columns)
	for column, count := range columns {
		line[column] = ' '
		if sessions, known := count.Value(); known {
			bar := (int64(len(bars))*sessions + most/2) / most
			line[column] = bars[max(bar-1, 0)]
		}
	}
	return string(line)
}

// larger is the larger of two counts; an unknown one is less than any known.
func larger(a, b model.Count) model.Count {
	sessionsA, knownA := a.Value()
	sessionsB, knownB := b.Value()
	if knownB && (!knownA || sessionsB > sessionsA) {
		return b
	}
	return a
}
