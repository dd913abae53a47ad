package chart_test

import (
	"strings"
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// TestPartialBucketsLookDifferent: the last week has its Monday only. Its mean is above those of whole weeks, whose
// weekends count too, and must not be taken for growth, even with the crosshair over its mark.
func TestPartialBucketsLookDifferent(t *testing.T) {
	looks := []theme.Theme{
		colourful, theme.New(theme.Colours16, theme.Dark, theme.Console), theme.New(theme.Mono, theme.Unknown, theme.Unicode), letters,
	}
	for _, look := range looks {
		in := input(timeline(t, everyDay(180, rhythm), 180), chart.Stacked, 80, 17, look)
		in.Cursor = lastDay
		d := chart.Draw(in)
		if last := d.Buckets()[len(d.Buckets())-1]; last.Days() != 1 || last.Whole != 7 || !last.Marks.Has(model.PartialMark) {
			t.Fatalf("the last week has %d of %d days", last.Days(), last.Whole)
		}
		s := show(t, d, 80, 17)
		marked := 0
		for row := range s.zeroRow {
			marked += strings.Count(s.text(row), "~")
		}
		if marked < 2 || !strings.Contains(s.text(0), ", 1 of 7 days · 1,740") && !strings.Contains(s.text(0), ", 1 of 7 days - 1,740") {
			t.Errorf("%d columns are marked as part of a week, or the readout does not say so:\n%s", marked, s)
		}
	}
}

// TestPartialLinesAreSparse: the line over the last week, which has its Monday only, has half the dots.
func TestPartialLinesAreSparse(t *testing.T) {
	s := show(t, chart.Draw(input(timeline(t, everyDay(180, rhythm), 180), chart.Lines, 80, 17, colourful)), 80, 17)
	dots := 0
	for row := range s.zeroRow {
		for _, glyph := range s.text(row) {
			if glyph == '⠁' || glyph == '⠂' || glyph == '⠄' || glyph == '⡀' {
				dots++
			}
		}
	}
	if dots < 3 {
		t.Errorf("%d cells hold half a line, want those of two partial weeks:\n%s", dots, s)
	}
}
