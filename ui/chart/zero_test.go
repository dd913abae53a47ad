package chart_test

import (
	"slices"
	"strings"
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

func TestZeroIsNothing(t *testing.T) {
	days := everyDay(30, func(model.Date) []int64 { return []int64{0, 0, 0, 0, 0} })
	for _, look := range []theme.Theme{colourful, theme.New(theme.Mono, theme.Unknown, theme.ASCII)} {
		for _, kind := range []chart.Kind{chart.Stacked, chart.Lines, chart.Share, chart.Panels} {
			d := chart.Draw(input(timeline(t, days, 30), kind, 80, 24, look))
			for row, line := range d.Lines() {
				for series := range 5 {
					if code := look.Foreground(theme.SeriesTone(series)); look == colourful && strings.Contains(line, code) {
						t.Errorf("kind %d: row %d shows a series of zeros: %q", kind, row, line)
					}
				}
				if look != colourful && row < 20 && strings.Contains(line, "III") {
					t.Errorf("kind %d: row %d shows a series of zeros: %q", kind, row, line)
				}
			}
		}
	}
}

func TestZeroUnknownAndMissingDiffer(t *testing.T) {
	days := everyDay(7, rhythm)
	for series := range len(model.Default().Series) {
		days[1].Counts[series] = model.Known(0)
		days[2].Counts[series] = model.Count{}
	}
	days = slices.Delete(days, 3, 4)
	d := chart.Draw(input(timeline(t, days, 7), chart.Stacked, 80, 24, colourful))
	s := show(t, d, 80, 24)
	var signs []string
	for bucket := range d.Buckets() {
		sign := ""
		for column := s.left; column < s.width; column++ {
			if at, _, ok := d.At(column, 1); ok && at == bucket {
				sign += string(s.cells[s.zeroRow][column].glyph)
			}
		}
		signs = append(signs, strings.Trim(sign, " "))
	}
	if !strings.HasPrefix(signs[1], "▔▔▔") || signs[2] != "?" || signs[3] != "×" {
		t.Errorf("zero, unknown and missing are %q, want the zero line, ? and ×", signs[1:4])
	}
}

func TestOneDayOfSevenFillsASeventh(t *testing.T) {
	days := everyDay(1, rhythm)
	days[0].Date -= 3
	d := chart.Draw(input(timeline(t, days, 7), chart.Stacked, 80, 24, colourful))
	s := show(t, d, 80, 24)
	filled, missing := 0, strings.Count(s.text(s.zeroRow), "×")
	for column := s.left; column < s.width; column++ {
		if len(s.column(column)) > 0 {
			filled++
		}
	}
	if filled == 0 || filled > (s.width-s.left)/7 || missing != 6 {
		t.Errorf("one day fills %d of %d columns, and %d days are marked as missing:\n%s", filled, s.width-s.left, missing, s)
	}
}
