package chart_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

func TestCrosshairIsInTheChart(t *testing.T) {
	for _, size := range sizes {
		for _, kind := range []chart.Kind{chart.Stacked, chart.Lines, chart.Share, chart.Panels} {
			in := input(timeline(t, everyDay(30, rhythm), 30), kind, size[0], size[1], colourful)
			before := chart.Draw(in)
			for in.Cursor = in.Timeline.First(); in.Cursor <= lastDay; in.Cursor++ {
				after := chart.Draw(in)
				if after.Selected() < 0 || slices.Equal(after.Lines()[:size[1]/2], before.Lines()[:size[1]/2]) {
					t.Fatalf("at %v kind %d: selecting %v changes nothing in the upper half of the chart", size, kind, in.Cursor)
				}
				if kind != chart.Panels && !strings.Contains(after.Lines()[0], in.Cursor.Time().Format("2 Jan")) {
					t.Fatalf("at %v kind %d: the crosshair names no %v: %q", size, kind, in.Cursor, after.Lines()[0])
				}
				before = after
			}
		}
	}
}

func TestCrosshairLeavesHeightsAlone(t *testing.T) {
	in := input(timeline(t, organization(30), 30), chart.Stacked, 80, 24, colourful)
	plain := show(t, chart.Draw(in), 80, 24)
	for in.Cursor = in.Timeline.First(); in.Cursor <= lastDay; in.Cursor++ {
		s := show(t, chart.Draw(in), 80, 24)
		for column := s.left; column < s.width; column++ {
			if !slices.Equal(s.column(column), plain.column(column)) {
				t.Fatalf("with the crosshair on %v column %d is another:\n%s", in.Cursor, column, s)
			}
		}
	}
}

func TestOutliersAreCutAndNamed(t *testing.T) {
	days := everyDay(30, rhythm)
	days[10].Counts[imSeries] = model.Known(1_300_000)
	in := input(timeline(t, days, 30), chart.Stacked, 80, 24, colourful)
	in.Scale = chart.WithoutOutliers
	s := show(t, chart.Draw(in), 80, 24)
	if !strings.Contains(s.text(0), "▲1.3M") {
		t.Errorf("the value of the outlier is not written above it:\n%s", s)
	}
	usual := 0
	for column := s.left; column < s.width; column++ {
		if height := height(s.column(column)); math.Abs(float64(height)-s.wantHeight(1740)) <= 1 {
			usual++
		}
	}
	if usual < 30 || s.wantHeight(1740) < 40 {
		t.Errorf("usual days are %.1f eighths high, in %d columns:\n%s", s.wantHeight(1740), usual, s)
	}
}

func TestCrosshairHasAColourOfItsOwn(t *testing.T) {
	for _, look := range []theme.Theme{
		colourful, theme.New(theme.Colours16, theme.Unknown, theme.Unicode), theme.New(theme.TrueColour, theme.Dark, theme.Unicode),
	} {
		in := input(timeline(t, everyDay(30, rhythm), 30), chart.Stacked, 120, 30, look)
		in.Cursor = in.Timeline.First()
		text := strings.Join(chart.Draw(in).Lines(), "\n")
		for _, glyph := range []rune{look.Glyphs().Marker, look.Glyphs().Crosshair} {
			before, _, found := strings.Cut(text, string(glyph))
			if !found {
				t.Fatalf("no %c in\n%s", glyph, text)
			}
			for series := range in.Series {
				if code := look.Foreground(theme.SeriesTone(series)); strings.HasSuffix(before, code+"m") {
					t.Errorf("%c has the colour of %s", glyph, in.Series[series].Label)
				}
			}
		}
	}
}

func TestReadoutShowsEachValueInItsSeriesColour(t *testing.T) {
	for _, kind := range []chart.Kind{chart.Stacked, chart.Lines, chart.Share} {
		in := input(timeline(t, everyDay(30, rhythm), 30), kind, 120, 30, colourful)
		in.Cursor = in.Timeline.First()
		line := chart.Draw(in).Lines()[0]
		for series := range in.Series {
			if want := colourful.Foreground(theme.SeriesTone(series)) + "m" + in.Series[series].Letter + " "; !strings.Contains(line, want) {
				t.Errorf("kind %d: the value of %s is not in its colour: %q", kind, in.Series[series].Label, line)
			}
		}
	}
}

// TestReadoutOfEachDayHasAllValues: where neither side of the crosshair has room for everything, the date is on one side and the
// values are on the other.
func TestReadoutOfEachDayHasAllValues(t *testing.T) {
	for _, kind := range []chart.Kind{chart.Stacked, chart.Lines, chart.Share} {
		in := input(timeline(t, everyDay(30, rhythm), 30), kind, 80, 13, colourful)
		for in.Cursor = in.Timeline.First(); in.Cursor <= lastDay; in.Cursor++ {
			line := ansi.Strip(chart.Draw(in).Lines()[0])
			if !strings.Contains(line, in.Cursor.Time().Format("2 Jan")) {
				t.Errorf("kind %d: no date %v in %q", kind, in.Cursor, line)
			}
			for _, series := range in.Series {
				if !strings.Contains(line, series.Letter+" ") {
					t.Errorf("kind %d on %v: no value of %s in %q", kind, in.Cursor, series.Label, line)
				}
			}
		}
	}
}

// TestPanelsAreNamedAtTheirLeft: the name at the right of one panel would be taken for that of the next.
func TestPanelsAreNamedAtTheirLeft(t *testing.T) {
	for _, width := range []int{97, 120, 157, 200} {
		in := input(timeline(t, everyDay(30, rhythm), 30), chart.Panels, width, 37, colourful)
		for in.Cursor = in.Timeline.First() + 12; in.Cursor <= lastDay; in.Cursor++ {
			screen := ansi.Strip(strings.Join(chart.Draw(in).Lines(), "\n"))
			for _, series := range in.Series {
				if strings.Contains(screen, "│ "+series.Label) || strings.Contains(screen, "│ ▸"+series.Label) {
					t.Fatalf("width %d on %v: %s is named beside the crosshair:\n%s", width, in.Cursor, series.Label, screen)
				}
			}
		}
	}
}

func TestReadoutOfWeeksHasAllValuesWhereTheyFit(t *testing.T) {
	in := input(timeline(t, everyDay(180, rhythm), 180), chart.Stacked, 120, 20, colourful)
	for in.Cursor = in.Timeline.First(); in.Cursor <= lastDay; in.Cursor++ {
		line := ansi.Strip(chart.Draw(in).Lines()[0])
		before, after, _ := strings.Cut(line, "│")
		room := max(len([]rune(before)), 119-len([]rune(before)))
		if !strings.Contains(line, "F ") && room > 75 {
			t.Errorf("on %v the row lacks values although it has room: %q %q", in.Cursor, before, after)
		}
	}
}

func TestReadoutDistinguishesMissingDaysFromUnknownCounts(t *testing.T) {
	days := everyDay(30, rhythm)
	missing, unknown := days[9].Date, days[19].Date
	days[19].Counts = [model.MaxSeries]model.Count{}
	days = slices.Delete(days, 9, 10)
	for _, kind := range []chart.Kind{chart.Stacked, chart.Lines, chart.Share, chart.Panels} {
		for date, want := range map[model.Date]string{missing: "missing", unknown: "unknown"} {
			in := input(timeline(t, days, 30), kind, 80, 24, colourful)
			in.Cursor = date
			line := ansi.Strip(chart.Draw(in).Lines()[0])
			if !strings.Contains(line, want) || strings.Contains(line, "I unknown") {
				t.Errorf("kind %d on %v: %q does not say %q once", kind, date, line, want)
			}
		}
	}
}

func TestReadoutOfAMonthNeverLooksLikeThatOfADay(t *testing.T) {
	in := input(timeline(t, everyDay(30, rhythm), 30), chart.Stacked, 80, 11, colourful)
	in.Resolution = model.ByMonth
	in.Cursor = lastDay
	if line := ansi.Strip(chart.Draw(in).Lines()[0]); strings.Contains(line, " 1 Jun") || !strings.Contains(line, "1-28 Jun") {
		t.Errorf("the mean of 28 days is shown as %q", line)
	}
}
