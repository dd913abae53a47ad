package chart_test

import (
	"math"
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

// TestPartialBucketsAreNarrow: the width of each week is its part of seven days, at least a column.
func TestPartialBucketsAreNarrow(t *testing.T) {
	for _, kind := range []chart.Kind{chart.Stacked, chart.Lines, chart.Share} {
		for _, span := range []int{13, 30, 90, 180, 400} {
			in := input(timeline(t, everyDay(500, rhythm), span), kind, 97, 17, colourful)
			in.Resolution = model.ByWeek
			d := chart.Draw(in)
			widths := make([]int, len(d.Buckets()))
			for column := range in.Width {
				if bucket, _, found := d.At(column, 3); found {
					widths[bucket]++
				}
			}
			for i, width := range widths {
				b, whole := d.Buckets()[i], float64(widths[1])
				if b.Days() == b.Whole {
					whole = float64(width)
				}
				if want := max(whole*float64(b.Days())/float64(b.Whole), 1); math.Abs(float64(width)-want) > 1 {
					t.Errorf("kind %d, %d days: %v, %d of %d days, is %d columns wide beside %d", kind, span, b.First, b.Days(), b.Whole, width, widths[1])
				}
				if i > 1 && i < len(widths)-1 && max(width-widths[1], widths[1]-width) > 1 {
					t.Errorf("kind %d, %d days: whole weeks are %d and %d columns wide", kind, span, widths[1], width)
				}
			}
		}
	}
}

// TestPartialBucketsHaveDates: the first of the weeks or months begins before the timeline.
func TestPartialBucketsHaveDates(t *testing.T) {
	for resolution, want := range map[model.Resolution]string{model.ByWeek: "16 Jun 21 28", model.ByMonth: "May 2021 Jun"} {
		span := map[model.Resolution]int{model.ByWeek: 13, model.ByMonth: 39}[resolution]
		in := input(timeline(t, everyDay(500, rhythm), span), chart.Stacked, 97, 17, colourful)
		in.Resolution = resolution
		s := show(t, chart.Draw(in), 97, 17)
		if got := strings.Join(strings.Fields(s.text(s.zeroRow+1)), " "); got != want {
			t.Errorf("the dates below buckets are %q, want %q:\n%s", got, want, s)
		}
	}
}

// TestPartialSignsLeaveTheHeadingAlone: panels of three rows have the names of their series right above the columns.
func TestPartialSignsLeaveTheHeadingAlone(t *testing.T) {
	for height := 9; height < 17; height++ {
		in := input(timeline(t, everyDay(90, rhythm), 90), chart.Panels, 80, height, colourful)
		for in.Selected = range in.Series {
			if screen := strings.Join(chart.Draw(in).Lines(), "\n"); !strings.Contains(screen, in.Series[in.Selected].Label) {
				t.Errorf("no panel is named %s:\n%s", in.Series[in.Selected].Label, screen)
			}
		}
	}
}

// TestPartialLinesAreSparse: the line over the last week, which has its Monday only, has half the dots.
func TestPartialLinesAreSparse(t *testing.T) {
	s := show(t, chart.Draw(input(timeline(t, everyDay(180, rhythm), 180), chart.Lines, 170, 17, colourful)), 170, 17)
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
