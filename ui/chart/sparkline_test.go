package chart_test

import (
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// letters is the look of a terminal that shows nothing beyond ASCII.
var letters = theme.New(theme.Mono, theme.Unknown, theme.ASCII)

// imDays are consecutive days up to lastDay with these IM counts; a negative count is unknown.
func imDays(counts ...int64) []model.Day {
	days := make([]model.Day, len(counts))
	for i, value := range counts {
		days[i].Date, days[i].RefreshDate = lastDay-model.Date(len(counts)-1-i), lastDay
		if value >= 0 {
			days[i].Counts[imSeries] = model.Known(value)
		}
	}
	return days
}

func TestSparkline(t *testing.T) {
	unicode := theme.New(theme.Mono, theme.Unknown, theme.Unicode)
	tests := []struct {
		name   string
		counts []int64
		width  int
		look   theme.Theme
		want   string
	}{
		{"one column each", []int64{0, 1, 2, 4, 8}, 10, unicode, ".▁▂▄▇"},
		{"a gap", []int64{8, -1, 8}, 10, unicode, "▇ ▇"},
		{"all zeros", []int64{0, 0, 0}, 3, unicode, "..."},
		// The last day is a Monday.
		{"weekly means", []int64{7, 7, 7, 7, 7, 7, 7, 14, 0, 14, 0, 14, 0, 7, 7}, 5, unicode, "▇▇▇"},
		{"no room", []int64{1, 2}, 0, unicode, ""},
		{"ASCII", []int64{0, 4, 7}, 3, letters, " =#"},
	}
	for _, test := range tests {
		line := timeline(t, imDays(test.counts...), len(test.counts))
		resolution, fits := chart.SparklineResolution(line, model.Automatic, test.width)
		if fits != (test.want != "") {
			t.Errorf("%s: fits is %t", test.name, fits)
		}
		if !fits {
			continue
		}
		if got := chart.Sparkline(line, imSeries, resolution, test.look); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
		if got := chart.TotalSparkline(line, resolution, test.look); got != test.want {
			t.Errorf("%s: the total is %q, want %q", test.name, got, test.want)
		}
	}
}
