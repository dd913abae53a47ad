package chart_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

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
	for _, count := range []int{1, 2, 7, 30, 180, 3650} {
		line := timeline(t, organization(count), count)
		for i, size := range sizes {
			for kind := range chart.Share + 1 {
				in := input(line, kind, size[0], size[1], themes[(i+count)%len(themes)])
				in.Cursor, in.Resolution = line.First()+1, model.Resolution(i)%(model.ByDecade+1)
				in.Scale, in.Earlier, in.CursorOnDay = chart.Scale(i%2), line, i%3 == 0
				checkFit(t, in)
			}
		}
	}
	checkFit(t, chart.Input{Width: 80, Height: 24, Theme: themes[0]})
}

func checkFit(t *testing.T, in chart.Input) {
	t.Helper()
	lines := chart.Draw(in).Lines()
	if len(lines) != in.Height {
		t.Errorf("%dx%d: %d lines", in.Width, in.Height, len(lines))
	}
	for row, line := range lines {
		if width := ansi.StringWidth(line); width > in.Width {
			t.Errorf("%dx%d: line %d is %d wide: %q", in.Width, in.Height, row, width, line)
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
	f.Fuzz(func(t *testing.T, width, height, cursor int, look, visible uint8, first int64, counts []byte) {
		definition := model.Catalogue()[int(look)%len(model.Catalogue())]
		days := make([]model.Day, min(len(counts)/2, 4000))
		start := model.Date(first%700_000 + 1_000_000)
		for i := range days {
			days[i].Date = start + model.Date(i)
			days[i].Counts[int(counts[2*i])%len(definition.Series)] = count(counts[2*i+1])
		}
		report, err := model.NewReport(definition, model.All, days)
		if err != nil {
			t.Fatal(err)
		}
		shown := model.SeriesSet(visible) & definition.All()
		in := input(model.NewTimeline(report, report.Span(), shown, shown), chart.Kind(look)%(chart.Share+1),
			max(width, 0)%501, max(height, 0)%201, themes[int(look)%len(themes)])
		in.Series, in.Selected = chart.ReportSeries(definition, shown), int(look)%(model.MaxSeries+1)-1
		in.Unit, in.Additive = definition.Unit, definition.Additive
		in.Cursor, in.Resolution = start+model.Date(cursor), model.Resolution(look)%(model.ByDecade+1)
		in.Scale, in.CursorOnDay = chart.Scale(look%2), look%3 == 0
		checkFit(t, in)
		chart.SVG(in, chart.Caption{})
	})
}

// count maps a byte to a count of any magnitude.
func count(b byte) model.Count {
	if b == 0 {
		return model.Count{}
	}
	return model.Known(min(int64(b%10)<<(b/6), model.MaxCount))
}

func TestResolutionIsTheFinestThatHasRoom(t *testing.T) {
	tests := []struct {
		days, width int
		wanted      model.Resolution
		want        model.Resolution
	}{
		{30, 80, model.Automatic, model.ByDay},
		{90, 80, model.Automatic, model.ByWeek},
		{180, 80, model.ByDay, model.ByWeek},
		{180, 80, model.SevenDayMean, model.ByWeek},
		{180, 80, model.ByMonth, model.ByMonth},
		{180, 200, model.Automatic, model.ByDay},
		{180, 200, model.SevenDayMean, model.SevenDayMean},
		{3650, 80, model.Automatic, model.ByQuarter},
		{3650, 200, model.Automatic, model.ByMonth},
		{36525, 200, model.Automatic, model.ByYear},
	}
	for _, test := range tests {
		in := input(timeline(t, organization(test.days), test.days), chart.Stacked, test.width, 24, letters)
		in.Resolution = test.wanted
		d := chart.Draw(in)
		if d.Resolution() != test.want {
			t.Errorf("%d days in %d columns, %v wanted: %v, want %v", test.days, test.width, test.wanted, d.Resolution(), test.want)
		}
		if text := strings.Join(d.Lines(), "\n"); test.want != model.ByDay && !strings.Contains(text, test.want.Label()) {
			t.Errorf("nothing says %q:\n%s", test.want.Label(), text)
		}
	}
}

func TestAtFindsTheBucketOfEachColumn(t *testing.T) {
	for _, count := range []int{1, 7, 30, 72, 73, 180, 3650} {
		d := chart.Draw(input(timeline(t, organization(count), count), chart.Stacked, 80, 17, letters))
		before := -1
		for column := range 80 {
			bucket, day, found := d.At(column, 3)
			if !found {
				continue
			}
			if bucket != before && bucket != before+1 || !d.Buckets()[bucket].Has(day) {
				t.Fatalf("%d days: bucket %d and %v at column %d, after bucket %d", count, bucket, day, column, before)
			}
			before = bucket
		}
		if before != len(d.Buckets())-1 {
			t.Errorf("%d days: the last bucket found is %d of %d", count, before, len(d.Buckets()))
		}
		if _, _, found := d.At(3, 3); found {
			t.Error("there is a bucket on the labels of the axis")
		}
		if _, _, found := d.At(40, 17); found {
			t.Error("there is a bucket below the drawing")
		}
	}
}

func TestFewBytes(t *testing.T) {
	for _, count := range []int{7, 30, 90, 180, 3650} {
		in := input(timeline(t, organization(count), count), chart.Stacked, 80, 16, theme.New(theme.Colours256, theme.Unknown, theme.Unicode))
		if got := len(strings.Join(chart.Draw(in).Lines(), "\n")); got > 6000 {
			t.Errorf("%d days take %d bytes, want at most 6000", count, got)
		}
	}
}

func TestHiddenSeriesLeaveNoMarks(t *testing.T) {
	line := timeline(t, organization(30), 30)
	in := input(line, chart.Stacked, 80, 16, letters)
	in.Series = chart.ReportSeries(model.Default(), 0)
	text := strings.Join(chart.Draw(in).Lines(), "\n")
	if !strings.Contains(text, "All series are hidden") || strings.Contains(text, "x ") {
		t.Errorf("want words and no marks:\n%s", text)
	}
}

func TestEarlierPeriodIsALineAtItsHeight(t *testing.T) {
	days := everyDay(60, func(date model.Date) []int64 {
		if date <= lastDay-30 {
			return []int64{500}
		}
		return []int64{1000}
	})
	report, err := model.NewReport(model.Default(), model.All, days)
	if err != nil {
		t.Fatal(err)
	}
	span := model.Span{First: lastDay - 6, Last: lastDay}
	in := input(model.NewTimeline(report, span, model.AllSeries, model.AllSeries), chart.Stacked, 80, 16, letters)
	in.Earlier = model.NewEarlierTimeline(report, span, 35, model.AllSeries)
	s := show(t, chart.Draw(in), 80, 16)
	for row := range s.zeroRow {
		isLine := s.cells[row][s.left].glyph == 'o'
		if want := row == s.zeroRow-1-int(s.wantHeight(500)/8); isLine != want {
			t.Errorf("row %d has the earlier period: %t, want %t:\n%s", row, isLine, want, s)
		}
	}
}

// TestConsoleGetsOnlyItsGlyphs holds the Linux console to what its fonts have, without backgrounds.
func TestConsoleGetsOnlyItsGlyphs(t *testing.T) {
	look := theme.New(theme.Colours16, theme.Dark, theme.Console)
	for kind := range chart.Share + 1 {
		in := input(timeline(t, organization(30), 30), kind, 80, 24, look)
		in.Cursor = lastDay - 3
		text := strings.Join(chart.Draw(in).Lines(), "\n")
		if strings.Contains(text, "\x1b[10") || strings.Contains(text, ";10") {
			t.Errorf("kind %d: a bright background in %q", kind, text)
		}
		for _, r := range ansi.Strip(text) {
			if r > '~' && !strings.ContainsRune("█░▒■▲▼─│┌┐└┘├┤┬┴┼", r) {
				t.Errorf("kind %d: the console lacks %q", kind, r)
			}
		}
	}
}

// TestSevenDaysHaveSeveralDates also where there is no room for all of them.
func TestSevenDaysHaveSeveralDates(t *testing.T) {
	for width := 40; width <= 120; width++ {
		s := show(t, chart.Draw(input(timeline(t, everyDay(7, rhythm), 7), chart.Stacked, width, 12, colourful)), width, 12)
		if dates := regexp.MustCompile(`\d+`).FindAllString(s.text(s.zeroRow+1), -1); len(dates) < 2 {
			t.Errorf("%d columns have the dates %v:\n%s", width, dates, s)
		}
	}
}
