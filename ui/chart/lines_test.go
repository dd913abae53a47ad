package chart_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
)

// TestLinesKeepTheirColours looks for each series' colour in each column in which its line shares no cell, and in every few
// columns where it does.
func TestLinesKeepTheirColours(t *testing.T) {
	days := everyDay(7, func(model.Date) []int64 { return []int64{1079, 365, 157, 96, 94} })
	for _, size := range sizes {
		d := chart.Draw(input(timeline(t, days, 7), chart.Lines, size[0], size[1], colourful))
		s := show(t, d, size[0], size[1])
		for series := range len(model.Default().Series) {
			colour := seriesColour(colourful, series)
			without := 0
			for column := s.left; column < s.width; column++ {
				if _, _, ok := d.At(column, 1); !ok {
					continue
				}
				without++
				for row := range s.zeroRow {
					if s.cells[row][column].foreground == colour {
						without = 0
					}
				}
				if without >= len(model.Default().Series) {
					t.Fatalf("at %v series %d has no colour up to column %d:\n%s", size, series, column, s)
				}
			}
		}
	}
}

// TestLinesAreTrueToAnEighth compares the middle of a line's dots with its value.
func TestLinesAreTrueToAnEighth(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 9))
	for _, size := range sizes {
		value := 1 + random.Int64N(5000)
		days := everyDay(30, func(model.Date) []int64 { return []int64{value} })
		s := show(t, chart.Draw(input(timeline(t, days, 30), chart.Lines, size[0], size[1], colourful)), size[0], size[1])
		for row := range s.zeroRow {
			cell := s.cells[row][s.left]
			if cell.glyph < '⠁' || cell.glyph > '⣿' {
				continue
			}
			quarter := map[rune]float64{0x40: 0.5, 0x04: 1.5, 0x02: 2.5, 0x01: 3.5}[(cell.glyph-0x2800)&0x47]
			got := (float64(s.zeroRow-1-row)*4 + quarter) * 2
			if math.Abs(got-s.wantHeight(float64(value))) > 1+1e-6 {
				t.Errorf("at %v %d is drawn %.1f eighths high, want %.2f:\n%s", size, value, got, s.wantHeight(float64(value)), s)
			}
		}
	}
}
