package chart_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// TestWithoutColoursARowIsTheUnit reads patterns and letters back.
func TestWithoutColoursARowIsTheUnit(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for _, glyphs := range []theme.GlyphSet{theme.Unicode, theme.ASCII, theme.Console} {
		look := theme.New(theme.Mono, theme.Unknown, glyphs)
		for _, size := range sizes[:6] {
			days := randomDays(random, 30)
			d := chart.Draw(input(timeline(t, days, 30), chart.Stacked, size[0], size[1], look))
			s := show(t, d, size[0], size[1])
			for column := s.left; column < s.width; column++ {
				bucket, _, ok := d.At(column, 1)
				if !ok {
					continue
				}
				total, _ := d.Buckets()[bucket].Total(model.AllSeries)
				rows := 0
				for row := s.zeroRow - 1; row > 0 && s.cells[row][column].glyph != ' '; row-- {
					rows++
				}
				if want := s.wantHeight(total) / 8; math.Abs(float64(rows)-want) > 1 {
					t.Fatalf("at %v column %d is %d rows high, want %.2f:\n%s", size, column, rows, want, s)
				}
			}
		}
	}
}

func TestWithoutColoursTheLargestSeriesHasTheCell(t *testing.T) {
	days := everyDay(30, func(date model.Date) []int64 {
		if date.IsWeekend() {
			return []int64{156, 50, 25, 15, 6}
		}
		return []int64{1079, 365, 157, 96, 43}
	})
	look := theme.New(theme.Mono, theme.Unknown, theme.ASCII)
	d := chart.Draw(input(timeline(t, days, 30), chart.Stacked, 80, 16, look))
	s := show(t, d, 80, 16)
	for column := s.left; column < s.width; column++ {
		if bucket, _, ok := d.At(column, 1); ok && d.Buckets()[bucket].First.IsWeekend() {
			if got := s.cells[s.zeroRow-1][column].glyph; got != 'I' {
				t.Fatalf("a weekend of 62 %% IM begins with %c:\n%s", got, s)
			}
		}
	}
}
