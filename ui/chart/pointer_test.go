package chart_test

import (
	"strings"
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

func TestSelectedSeriesIsPointedAt(t *testing.T) {
	equal := func(model.Date) []int64 { return []int64{300, 300, 300, 300, 300} }
	for _, size := range sizes {
		for selected := range len(model.Default().Series) {
			in := input(timeline(t, everyDay(30, equal), 30), chart.Stacked, size[0], size[1], colourful)
			in.Selected = selected
			s := show(t, chart.Draw(in), size[0], size[1])
			row := pointerRow(s)
			if row < 0 {
				// Where each row has a tick, there is no room for it.
				if size[1] > 12 {
					t.Errorf("at %v nothing points at series %d:\n%s", size, selected, s)
				}
				continue
			}
			beside, want := s.cells[row][s.left], seriesColour(colourful, selected)
			if size[1] >= 24 && beside.foreground != want && beside.background != want {
				t.Errorf("at %v the pointer at series %d points at %+v:\n%s", size, selected, beside, s)
			}
		}
	}
}

func TestSelectedSeriesStandsOutInEachView(t *testing.T) {
	for _, kind := range []chart.Kind{chart.Stacked, chart.Lines, chart.Share, chart.Panels} {
		for _, look := range []theme.Theme{colourful, letters, theme.New(theme.Colours16, theme.Dark, theme.Console)} {
			for _, height := range []int{13, 24} {
				in := input(timeline(t, organization(30), 30), kind, 80, height, look)
				plain := strings.Join(chart.Draw(in).Lines(), "\n")
				in.Selected = audioSeries
				if strings.Join(chart.Draw(in).Lines(), "\n") == plain {
					t.Errorf("kind %d: selecting a series changes nothing:\n%s", kind, plain)
				}
			}
		}
	}
}

// pointerRow is the row of the pointer left of the chart, or -1.
func pointerRow(s *screen) int {
	for row := range s.zeroRow {
		if s.cells[row][s.left-1].glyph == '▸' {
			return row
		}
	}
	return -1
}
