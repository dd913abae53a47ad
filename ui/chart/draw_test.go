package chart_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// letters is the look whose drawings are easiest to read: each cell of an area holds its type's letter.
var letters = theme.New(theme.Mono, theme.Unknown, theme.ASCII)

func allThemes() []theme.Theme {
	var themes []theme.Theme
	for _, tier := range []theme.Tier{theme.Mono, theme.Colours16, theme.Colours256, theme.TrueColour} {
		for _, glyphs := range []theme.GlyphSet{theme.Unicode, theme.Neutral, theme.Console, theme.ASCII} {
			themes = append(themes, theme.New(tier, theme.Unknown, glyphs))
		}
	}
	return themes
}

func TestDrawingFitsAnySize(t *testing.T) {
	themes := allThemes()
	sizes := [][2]int{
		{0, 0}, {5, 0}, {1, 1}, {2, 1}, {1, 5}, {9, 3}, {10, 4}, {11, 5}, {23, 9}, {40, 10}, {80, 16}, {300, 2}, {3, 120}, {500, 200},
	}
	for _, count := range []int{0, 1, 2, 7, 30, 180, 3650} {
		days := organization(count)
		for i, size := range sizes {
			for kind := range chart.Share + 1 {
				checkFit(t, input(days, kind, size[0], size[1], themes[(i+count)%len(themes)]))
			}
		}
	}
}

func checkFit(t *testing.T, in chart.Input) {
	t.Helper()
	lines := chart.Draw(in).Lines()
	if len(lines) != in.Height {
		t.Errorf("%d days at %dx%d: %d lines", len(in.Days), in.Width, in.Height, len(lines))
	}
	for row, line := range lines {
		if width := ansi.StringWidth(line); width > in.Width {
			t.Errorf("%d days at %dx%d: line %d is %d wide: %q", len(in.Days), in.Width, in.Height, row, width, line)
		}
		if in.Theme.ASCII() && strings.ContainsFunc(line, func(r rune) bool { return r > '~' }) {
			t.Errorf("line %d is not ASCII: %q", row, line)
		}
	}
}

// FuzzDraw draws any size, days and look.
func FuzzDraw(f *testing.F) {
	f.Add(80, 24, 2, uint8(0), uint8(31), int64(737000), []byte{1, 2, 3, 0, 255, 7})
	f.Add(1, 1, -1, uint8(1), uint8(0), int64(1), []byte{})
	f.Add(40, 10, 0, uint8(14), uint8(9), int64(700000), []byte{0, 0, 0, 0, 0})
	themes := allThemes()
	f.Fuzz(func(t *testing.T, width, height, cursor int, look, shown uint8, first int64, counts []byte) {
		days := make([]model.Day, min(len(counts)/2, 4000))
		for i := range days {
			days[i].Date = model.Date(first%700_000 + 1_000_000 + int64(i))
			days[i].Counts[int(counts[2*i])%model.SessionTypeCount] = count(counts[2*i+1])
		}
		in := chart.Input{
			Days: days, Shown: model.TypeSet(shown) & model.AllTypes, Kind: chart.Kind(look) % (chart.Share + 1),
			Width: max(width, 0) % 501, Height: max(height, 0) % 201, Theme: themes[int(look)%len(themes)], Cursor: cursor,
		}
		checkFit(t, in)
		chart.SVG(in)
	})
}

// count spreads a byte over all magnitudes.
func count(b byte) model.Count {
	if b == 0 {
		return model.Count{}
	}
	return model.Known(min(int64(b%10)<<(b/6), model.MaxCount))
}

// daysOf are consecutive days from Tuesday, 1 June 2021 with so many IM sessions each; a negative number is unknown.
func daysOf(counts ...int64) []model.Day {
	days := make([]model.Day, len(counts))
	for i, sessions := range counts {
		days[i].Date = model.NewDate(2021, time.June, 1) + model.Date(i)
		if sessions >= 0 {
			days[i].Counts[model.IM] = model.Known(sessions)
		}
	}
	return days
}

// height is how many cells up from the x axis are drawn at a column; -1 where that column has none of the axis.
func height(lines []string, column int) int {
	cells := 0
	for _, line := range slices.Backward(lines) {
		switch {
		case column >= len(line):
		case strings.IndexByte("-=+#.", line[column]) >= 0 && strings.Contains(line, "0 +"):
			cells = 0
		case line[column] >= 'A' && line[column] <= 'Z':
			cells++
		}
	}
	return cells
}

func TestPeakIsNeverLost(t *testing.T) {
	for peak := range 700 {
		counts := slices.Repeat([]int64{10}, 700)
		counts[peak] = 1000
		in := input(daysOf(counts...), chart.Stacked, 60, 14, letters)
		drawing := chart.Draw(in)
		if got := height(drawing.Lines(), drawing.ColumnOf(peak)); got < 9 {
			t.Fatalf("the peak on day %d is %d cells high:\n%s", peak, got, strings.Join(drawing.Lines(), "\n"))
		}
	}
}

func TestGapsAreGapsAndZeroIsNot(t *testing.T) {
	days := daysOf(900, -1, 900, 0, 0, -1, -1, 400, -1, 700, 700)
	for _, kind := range []chart.Kind{chart.Stacked, chart.Lines} {
		for _, width := range []int{28, 40, 95} {
			drawing := chart.Draw(input(days, kind, width, 16, letters))
			for day := range days {
				_, known := days[day].Counts[model.IM].Value()
				if got := height(drawing.Lines(), drawing.ColumnOf(day)); (got > 0) != known {
					t.Errorf("kind %d, %d wide: day %d is %d cells high:\n%s", kind, width, day, got,
						strings.Join(drawing.Lines(), "\n"))
				}
			}
		}
	}
}

func TestUnknownTypeAddsNothing(t *testing.T) {
	days := daysOf(600, 600, 600)
	days[0].Counts[model.Audio] = model.Known(400)
	days[2].Counts[model.Audio] = model.Known(400)
	drawing := chart.Draw(input(days, chart.Stacked, 34, 15, letters))
	both, one := height(drawing.Lines(), drawing.ColumnOf(0)), height(drawing.Lines(), drawing.ColumnOf(1))
	if both != 12 || one != 7 {
		t.Errorf("the days are %d and %d cells high, want 12 and 7:\n%s", both, one, strings.Join(drawing.Lines(), "\n"))
	}
}

func TestAllZerosDrawAFlatChart(t *testing.T) {
	drawing := chart.Draw(input(daysOf(0, 0, 0, 0, 0, 0, 0), chart.Stacked, 60, 12, letters))
	text := strings.Join(drawing.Lines(), "\n")
	if got := strings.Count(text, "I"); got < 50 || strings.Count(text, "\n I") > 1 {
		t.Errorf("want a line along the axis:\n%s", text)
	}
	if !strings.Contains(text, "1 +") || !strings.Contains(text, "0 +") {
		t.Errorf("want an axis from 0 to 1:\n%s", text)
	}
}

func TestCursorChangesTheLastLineAlone(t *testing.T) {
	in := input(organization(30), chart.Stacked, 80, 17, theme.New(theme.Colours256, theme.Dark, theme.Unicode))
	before := chart.Draw(in).Lines()
	for in.Cursor = range in.Days {
		after := chart.Draw(in).Lines()
		last := len(after) - 1
		if !slices.Equal(before[:last], after[:last]) {
			t.Fatalf("day %d changes more than the last line", in.Cursor)
		}
		if want := in.Days[in.Cursor].Date.Time().Format("Mon 2 Jan 2006"); !strings.Contains(after[last], want) {
			t.Errorf("the last line %q doesn't name %s", after[last], want)
		}
	}
}

func TestDayAtFindsTheDayOfEachColumn(t *testing.T) {
	for _, count := range []int{1, 7, 30, 72, 73, 180, 3650} {
		in := input(organization(count), chart.Stacked, 80, 17, letters)
		drawing := chart.Draw(in)
		for day := range count {
			column := drawing.ColumnOf(day)
			got, found := drawing.DayAt(column, 3)
			if !found || drawing.ColumnOf(got) != column || got > day {
				t.Fatalf("%d days: day %d is at column %d, where day %d is", count, day, column, got)
			}
		}
		if _, found := drawing.DayAt(3, 3); found {
			t.Error("there is a day on the labels of the axis")
		}
		if _, found := drawing.DayAt(40, 17); found {
			t.Error("there is a day below the drawing")
		}
	}
}

func TestFewBytes(t *testing.T) {
	for _, count := range []int{7, 30, 90, 180, 3650} {
		in := input(organization(count), chart.Stacked, 80, 16, theme.New(theme.Colours256, theme.Unknown, theme.Unicode))
		if got := len(strings.Join(chart.Draw(in).Lines(), "\n")); got > 6000 {
			t.Errorf("%d days take %d bytes, want at most 6000", count, got)
		}
	}
}

func TestWeekendsAreMarkedOnTheAxis(t *testing.T) {
	for _, test := range []struct{ days, weekends int }{{7, 1}, {28, 4}, {91, 13}, {182, 26}} {
		days := organization(test.days)
		drawing := chart.Draw(input(days, chart.Stacked, 80, 12, letters))
		axis := drawing.Lines()[9]
		marks := strings.FieldsFunc(axis, func(r rune) bool { return r != '=' && r != '#' })
		if len(marks) != test.weekends {
			t.Errorf("%d days: %d marks, want one for each of %d weekends: %s", test.days, len(marks), test.weekends, axis)
		}
	}
}
