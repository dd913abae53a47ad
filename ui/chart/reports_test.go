package chart_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"peerdash/model"
	"peerdash/model/modeltest"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// eightSeries is a report with as many series as a report can have.
var eightSeries = &model.Definition{
	Name: "eight", Title: "Eight series", Unit: model.Users, Series: []model.Series{
		{Column: "Alpha", Letter: "A"}, {Column: "Bravo", Letter: "B"}, {Column: "Charlie", Letter: "C"}, {Column: "Delta", Letter: "D"},
		{Column: "Echo", Letter: "E"}, {Column: "Foxtrot", Letter: "F"}, {Column: "Golf", Letter: "G"}, {Column: "Hotel", Letter: "H"},
	},
}

// inputOf is a chart of days of a report, with the selected series.
func inputOf(t testing.TB, definition *model.Definition, days []model.Day, kind chart.Kind, selected, width, height int, look theme.Theme) chart.Input {
	t.Helper()
	report, err := model.NewReport(definition, model.All, days)
	if err != nil {
		t.Fatal(err)
	}
	span := model.Span{First: days[0].Date, Last: lastDay}
	return chart.Input{
		Timeline: model.NewTimeline(report, span, definition.All(), definition.Measured(definition.All(), selected)),
		Series:   chart.ReportSeries(definition, definition.All()), Selected: selected,
		Unit: definition.Unit, Additive: definition.Additive, Kind: kind, Width: width, Height: height, Theme: look,
	}
}

// plainText is a chart without its colours.
func plainText(in chart.Input) string { return ansi.Strip(strings.Join(chart.Draw(in).Lines(), "\n")) }

// seriesColours are the colours of all series as the terminal emulator gives them.
func seriesColours(look theme.Theme) [model.MaxSeries]string {
	var colours [model.MaxSeries]string
	for series := range colours {
		colours[series] = seriesColour(look, series)
	}
	return colours
}

// crossing are days on which the series take turns at being the largest, and share cells where they cross.
func crossing(definition *model.Definition, count int, largest float64) []model.Day {
	return everyDay(count, func(date model.Date) []int64 {
		values := make([]int64, len(definition.Series))
		for i := range values {
			values[i] = int64(largest * (0.5 + 0.45*math.Sin(float64(date)/4+float64(i))))
		}
		return values
	})
}

// TestLinesOfManySeriesAreTrueToAnEighth looks in each column for each series' colour at the height of its value, where it
// shares the cell with no other line.
func TestLinesOfManySeriesAreTrueToAnEighth(t *testing.T) {
	reports := []struct {
		definition *model.Definition
		largest    float64
	}{
		{eightSeries, 700}, {modeltest.Find(t, "active-users"), 4000}, {modeltest.Find(t, "email"), 48_000_000}, {modeltest.Find(t, "teams-devices"), 5},
		{modeltest.Find(t, "teams-time"), 9_000_000}, {modeltest.Find(t, "teams-time"), 50}, {modeltest.Find(t, "teams-time"), 5000},
		{modeltest.Find(t, "skype-participant-minutes"), 83_123},
	}
	colours := seriesColours(colourful)
	for _, report := range reports {
		days := crossing(report.definition, 30, report.largest)
		for _, size := range sizes[:5] {
			in := inputOf(t, report.definition, days, chart.Lines, model.NoSeries, size[0], size[1], colourful)
			d := chart.Draw(in)
			s := show(t, d, size[0], size[1])
			for bucket := range d.Buckets() {
				checkLines(t, s, d, colours, bucket)
			}
		}
	}
}

// checkLines looks for the lines of a bucket in its middle column.
func checkLines(t *testing.T, s *screen, d chart.Drawing, colours [model.MaxSeries]string, bucket int) {
	t.Helper()
	column := middleOf(d, s, bucket)
	rows := make([][]int, s.zeroRow)
	for series := range colours {
		value, known := d.Buckets()[bucket].Mean(series)
		if row := s.zeroRow - 1 - int(s.wantHeight(value)/8); known && value > 0 && row >= 0 {
			rows[row] = append(rows[row], series)
		}
	}
	for row, series := range rows {
		if len(series) != 1 {
			continue
		}
		cell, value := s.cells[row][column], 0.0
		value, _ = d.Buckets()[bucket].Mean(series[0])
		if cell.foreground != colours[series[0]] {
			t.Fatalf("at %dx%d %g of series %d is not at row %d of column %d:\n%s",
				s.width, s.height, value, series[0], row, column, s)
		}
		quarter := map[rune]float64{0x40: 0.5, 0x04: 1.5, 0x02: 2.5, 0x01: 3.5}[(cell.glyph-0x2800)&0x47]
		got := (float64(s.zeroRow-1-row)*4 + quarter) * 2
		if isOneDot := quarter != 0; isOneDot && math.Abs(got-s.wantHeight(value)) > 1+1e-6 {
			t.Fatalf("at %dx%d %g is drawn %.1f eighths high, want %.2f:\n%s", s.width, s.height, value, got, s.wantHeight(value), s)
		}
	}
}

// middleOf is the column in the middle of a bucket.
func middleOf(d chart.Drawing, s *screen, bucket int) int {
	var columns []int
	for column := s.left; column < s.width; column++ {
		if at, _, ok := d.At(column, 1); ok && at == bucket {
			columns = append(columns, column)
		}
	}
	return columns[len(columns)/2]
}

// TestEqualLinesTakeTurns: where all lines lie in the same cells, each has its colour or letter in every few columns.
func TestEqualLinesTakeTurns(t *testing.T) {
	days := everyDay(30, func(model.Date) []int64 { return []int64{70, 70, 70, 70, 70, 70, 70, 70} })
	for name, look := range map[string]theme.Theme{
		"true colour": colourful, "16 colours": theme.New(theme.Colours16, theme.Unknown, theme.Unicode),
		"mono": theme.New(theme.Mono, theme.Unknown, theme.Unicode), "ascii": letters,
	} {
		colours := seriesColours(look)
		for _, selected := range []int{model.NoSeries, 4} {
			in := inputOf(t, eightSeries, days, chart.Lines, selected, 80, 24, look)
			s := show(t, chart.Draw(in), 80, 24)
			for series := range in.Series {
				since := 0
				for column := s.left; column < s.width-5; column++ {
					since++
					for row := range s.zeroRow {
						cell := s.cells[row][column]
						isLetter := string(cell.glyph) == in.Series[series].Letter
						if isLetter && look.Tier == theme.Mono || look.Tier != theme.Mono && cell.foreground == colours[series] {
							since = 0
						}
					}
					if since > 2*len(in.Series) {
						t.Fatalf("%s: series %d is not seen up to column %d:\n%s", name, series, column, s)
					}
				}
			}
		}
	}
}

// TestAxisOfDurations reads the labels of the axis back at each magnitude.
func TestAxisOfDurations(t *testing.T) {
	tests := []struct {
		largest int64
		label   string
	}{
		{9, "5s"}, {50, "30s"}, {100, "1m"}, {50 * 60, "30m"}, {3 * 3600, "2h"}, {49_920, "10h"}, {200 * 3600, "200h"},
		{12_345 * 3600, "10,000h"},
	}
	for _, test := range tests {
		days := everyDay(30, func(model.Date) []int64 { return []int64{test.largest, test.largest / 2, test.largest / 9} })
		for _, size := range sizes[:4] {
			for _, kind := range chart.Kinds(false) {
				in := inputOf(t, modeltest.Find(t, "teams-time"), days, kind, 0, size[0], size[1], colourful)
				if kind == chart.Panels {
					in.Series = chart.ReportSeries(modeltest.Find(t, "teams-time"), model.OnlySeries(0))
				}
				s := show(t, chart.Draw(in), size[0], size[1])
				if size[0] == 80 && !strings.Contains(s.String(), " "+test.label+" ▔") {
					t.Errorf("%d s: the axis has no label %s:\n%s", test.largest, test.label, s)
				}
				if kind == chart.Panels {
					if got := float64(height(s.column(s.left))); math.Abs(got-s.wantHeight(float64(test.largest))) > 1 {
						t.Errorf("%d s are %g eighths high, want %.2f:\n%s", test.largest, got, s.wantHeight(float64(test.largest)), s)
					}
				}
			}
		}
	}
}

// TestReadoutHasNoTotal: the crosshair has the value of each series, and no sum of them.
func TestReadoutHasNoTotal(t *testing.T) {
	users := modeltest.Find(t, "teams-users")
	days := everyDay(30, func(model.Date) []int64 { return []int64{1011, 1022, 1033, 1044, 1055} })
	for _, kind := range []chart.Kind{chart.Stacked, chart.Share, chart.Lines, chart.Panels} {
		for _, selected := range []int{model.NoSeries, 1} {
			for _, size := range sizes[:5] {
				in := inputOf(t, users, days, kind, selected, size[0], size[1], colourful)
				in.Cursor = lastDay - 2
				text := plainText(in)
				if strings.Contains(text, "5,165") || strings.Contains(text, "%") {
					t.Errorf("kind %d at %v has a total or a share:\n%s", kind, size, text)
				}
				if kind != chart.Panels && size[0] >= 80 && !strings.Contains(text, "T 1,011  P 1,022  C 1,033  M 1,044  O 1,055") {
					t.Errorf("kind %d at %v: the readout lacks series:\n%s", kind, size, text)
				}
				if selected == 1 && kind != chart.Panels && !strings.Contains(text, "1,022") {
					t.Errorf("kind %d at %v: the readout lacks the selected series:\n%s", kind, size, text)
				}
			}
		}
	}
}

// TestMarksAreThoseOfTheSelectedSeries: the legend of the marks names it, and its panel alone has them.
func TestMarksAreThoseOfTheSelectedSeries(t *testing.T) {
	users := modeltest.Find(t, "teams-users")
	days := everyDay(30, func(model.Date) []int64 { return []int64{1011, 1022, 1033, 1044, 1055} })
	days[20].Counts[2] = model.Known(3000)
	in := inputOf(t, users, days, chart.Lines, 2, 120, 40, colourful)
	if text := plainText(in); !strings.Contains(text, "* peak of Calls") {
		t.Errorf("the legend of the marks does not name the series:\n%s", text)
	}
	in.Kind = chart.Panels
	text := plainText(in)
	axes := 0
	for line := range strings.Lines(text) {
		if strings.Contains(line, "▔*▔") {
			axes++
		}
	}
	if axes != 1 {
		t.Errorf("%d panels have the peak of one series:\n%s", axes, text)
	}
}

// TestPanelsAreNamed: each panel that has room has its name and its value at the cursor.
func TestPanelsAreNamed(t *testing.T) {
	days := crossing(eightSeries, 30, 900)
	for _, size := range [][2]int{{79, 12}, {39, 5}, {79, 17}, {120, 30}, {200, 60}} {
		for selected := range eightSeries.Series {
			in := inputOf(t, eightSeries, days, chart.Panels, selected, size[0], size[1], colourful)
			in.Cursor = lastDay - 11
			text := plainText(in)
			if name := "▸" + in.Series[selected].Label; !strings.Contains(text, name) {
				t.Errorf("at %v the panels lack %s:\n%s", size, name, text)
			}
			value, _ := days[18].Counts[selected].Value()
			if !strings.Contains(text, fmt.Sprintf("%d", value)) {
				t.Errorf("at %v the panels lack the value %d:\n%s", size, value, text)
			}
		}
	}
	in := inputOf(t, eightSeries, days, chart.Panels, 6, 39, 5, colourful)
	if text := plainText(in); !strings.Contains(text, "Golf (7 of 8)") {
		t.Errorf("nothing says that other panels have no room:\n%s", text)
	}
}

// TestEveryReportIsDrawn draws each report of the catalogue in each kind of chart and as a picture, with and without data.
func TestEveryReportIsDrawn(t *testing.T) {
	random := rand.New(rand.NewPCG(19, 8))
	for _, definition := range append(slices.Clone(model.Catalogue()), eightSeries) {
		for kind := range chart.Share + 1 {
			for _, size := range sizes[:4] {
				days := crossing(definition, 30, float64(int64(1)<<random.IntN(39)))
				in := inputOf(t, definition, days, kind, random.IntN(len(definition.Series)), size[0], size[1], colourful)
				in.Cursor = lastDay - 4
				checkFit(t, in)
				elements(t, chart.SVG(in, chart.Caption{Title: definition.Title}))
			}
		}
	}
}
