package chart_test

import (
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

func TestSparkline(t *testing.T) {
	unicode := theme.New(theme.Mono, theme.Unknown, theme.Unicode)
	tests := []struct {
		name   string
		counts []int64
		width  int
		look   theme.Theme
		want   string
	}{
		{"one column each", []int64{0, 1, 2, 4, 8}, 10, unicode, "▁▁▂▄▇"},
		{"a gap", []int64{8, -1, 8}, 10, unicode, "▇ ▇"},
		{"no peak lost", []int64{0, 0, 0, 8, 0, 0, 4, 0, 0}, 3, unicode, "▁▇▄"},
		{"all zeros", []int64{0, 0, 0}, 3, unicode, "▁▁▁"},
		{"nothing", nil, 3, unicode, ""},
		{"no room", []int64{1, 2}, 0, unicode, ""},
		{"ASCII", []int64{0, 4, 7}, 3, letters, "_=#"},
	}
	for _, test := range tests {
		counts := make([]model.Count, len(test.counts))
		for i, day := range daysOf(test.counts...) {
			counts[i] = day.Counts[model.IM]
		}
		if got := chart.Sparkline(counts, test.width, test.look); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	tests := []struct {
		n                int64
		grouped, compact string
	}{
		{0, "0", "0"}, {7, "7", "7"}, {999, "999", "999"}, {1000, "1,000", "1k"}, {12_345, "12,345", "12.3k"},
		{99_949, "99,949", "99.9k"}, {99_950, "99,950", "100k"}, {999_499, "999,499", "999k"}, {999_500, "999,500", "1M"},
		{1_234_567, "1,234,567", "1.2M"}, {model.MaxCount, "1,000,000,000,000", "1T"}, {-1234, "-1,234", "-1234"},
	}
	for _, test := range tests {
		if got := chart.Grouped(test.n); got != test.grouped {
			t.Errorf("Grouped(%d) = %q, want %q", test.n, got, test.grouped)
		}
		if got := chart.Compact(test.n); test.n >= 0 && got != test.compact {
			t.Errorf("Compact(%d) = %q, want %q", test.n, got, test.compact)
		}
	}
}
