package format_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/ui/format"
	"peerdash/ui/theme"
)

// sample is a week of a report: small, large and unknown counts, and a day that is missing.
func sample(t *testing.T, definition *model.Definition) model.Report {
	t.Helper()
	refreshed := model.NewDate(2021, time.June, 28)
	var days []model.Day
	for ago := range model.Date(7) {
		if ago == 3 {
			continue
		}
		day := model.Day{Date: refreshed - ago, RefreshDate: refreshed}
		for series := range definition.Series {
			if (int(ago)+series)%5 != 4 {
				day.Counts[series] = model.Known(int64(series) * int64(ago) * 10_007)
			}
		}
		days = append(days, day)
	}
	report, err := model.NewReport(definition, model.D7, days)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// newReport is a report that the catalogue lacks.
var newReport = &model.Definition{
	Name: "new", Function: "getNewCounts", Title: "A new report", Unit: model.Seconds, Series: []model.Series{
		{Column: "One Duration", Key: "oneDuration", Letter: "1"}, {Column: "Two Duration", Key: "twoDuration", Letter: "2", Optional: true},
	},
}

func TestCSVIsReadAsTheSameReport(t *testing.T) {
	for _, definition := range append(slices.Clone(model.Catalogue()), newReport) {
		want := sample(t, definition)
		var file bytes.Buffer
		if err := format.WriteCSV(&file, want); err != nil {
			t.Fatal(err)
		}
		text := file.String()
		got, err := graphapi.ParseReport(&file, definition)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read as %v, %v, want %v; the file was\n%s", definition.Name, got, err, want, text)
		}
	}
}

// TestDurations writes the report whose values are seconds.
func TestDurations(t *testing.T) {
	definition, _ := model.Find("teams-time")
	refreshed := model.NewDate(2026, time.March, 2)
	report, err := model.NewReport(definition, model.D7, []model.Day{
		{Date: refreshed - 1, RefreshDate: refreshed, Counts: [model.MaxSeries]model.Count{model.Known(0), {}, model.Known(52*60 + 59)}},
		{Date: refreshed, RefreshDate: refreshed, Counts: [model.MaxSeries]model.Count{
			model.Known(13*3600 + 52*60), model.Known(1234*3600 + 5*60 + 7), model.Known(8*3600 + 13*60 + 52),
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		format format.Format
		want   string
	}{
		{format.CSV, "Report Refresh Date,Report Date,Report Period,Audio Duration,Video Duration,Screen Share Duration\n" +
			"2026-03-02,2026-03-01,7,PT0S,,PT52M59S\n" +
			"2026-03-02,2026-03-02,7,PT13H52M,PT1234H5M7S,PT8H13M52S\n"},
		{format.NDJSON, `{"reportRefreshDate":"2026-03-02","reportDate":"2026-03-01","reportPeriod":"7",` +
			`"audioDuration":0,"videoDuration":null,"screenShareDuration":3179}` + "\n" +
			`{"reportRefreshDate":"2026-03-02","reportDate":"2026-03-02","reportPeriod":"7",` +
			`"audioDuration":49920,"videoDuration":4442707,"screenShareDuration":29632}` + "\n"},
		{format.Table, "Teams time in calls and meetings, 7 days, refreshed 2 Mar 2026\n\n" +
			"Day               Audio       Video  Screen Share\n" +
			"Sun 1 Mar 2026       0s           -           52m\n" +
			"Mon 2 Mar 2026  13h 52m  1,234h 05m        8h 13m\n"},
	}
	for _, test := range tests {
		var got bytes.Buffer
		if err := format.Write(&got, test.format, reports.Reading{Report: report, Period: model.D7}, format.ChartCanvas{}); err != nil {
			t.Fatal(err)
		}
		if got.String() != test.want {
			t.Errorf("%s wrote\n%s\nwant\n%s", test.format, got.String(), test.want)
		}
	}
}

// TestEveryReportIsWritten checks that each report is written under its own name, title and series, and has totals only
// where its series add up.
func TestEveryReportIsWritten(t *testing.T) {
	looks := map[string]theme.Theme{
		"mono": theme.New(theme.Mono, theme.Unknown, theme.Unicode), "ascii": theme.New(theme.Mono, theme.Unknown, theme.ASCII),
		"colours": theme.New(theme.TrueColour, theme.Dark, theme.Unicode),
	}
	for _, definition := range append(slices.Clone(model.Catalogue()), newReport) {
		reading := reports.Reading{Report: sample(t, definition), Period: model.D7, Origin: reports.FromFile}
		write := func(kind format.Format, look theme.Theme) string {
			var text bytes.Buffer
			if err := format.Write(&text, kind, reading, format.ChartCanvas{Width: 100, Height: 24, Theme: look}); err != nil {
				t.Fatal(err)
			}
			return text.String()
		}
		table := write(format.Table, looks["mono"])
		if got := strings.Contains(table, "Total"); got != definition.Additive {
			t.Errorf("%s: the table has totals: %t, want %t:\n%s", definition.Name, got, definition.Additive, table)
		}
		texts := map[string]string{"table": table}
		for name, look := range looks {
			texts["chart "+name] = write(format.Chart, look)
		}
		for name, text := range texts {
			if !strings.HasPrefix(text, definition.Title+", 7 days, refreshed 28 Jun 2021\n") {
				t.Errorf("%s: the %s has another title:\n%s", definition.Name, name, text)
			}
			for _, series := range definition.Series {
				if !strings.Contains(text, series.Name()) {
					t.Errorf("%s: the %s lacks %s:\n%s", definition.Name, name, series.Name(), text)
				}
			}
		}
		object := write(format.JSON, looks["mono"])
		if !strings.HasPrefix(object, `{"report":"`+definition.Name+`",`) {
			t.Errorf("%s: the object is %s", definition.Name, object)
		}
		for _, series := range definition.Series {
			if strings.Count(object, `"`+series.Key+`":`) != 6 {
				t.Errorf("%s: not each day has %s: %s", definition.Name, series.Key, object)
			}
		}
	}
}

func TestTitleOfAChartIsNotCut(t *testing.T) {
	definition, _ := model.Find("active-users")
	for width, want := range map[int]string{
		60: "Active users by service, 7 days, refreshed 28 Jun 2021", 40: "Active users by service, 7 days", 24: "Active users by service",
	} {
		var text bytes.Buffer
		canvas := format.ChartCanvas{Width: width, Height: 14, Theme: theme.New(theme.Mono, theme.Unknown, theme.Unicode)}
		if err := format.WriteChart(&text, reports.Reading{Report: sample(t, definition), Period: model.D7}, canvas); err != nil {
			t.Fatal(err)
		}
		if got, _, _ := strings.Cut(text.String(), "\n"); got != want {
			t.Errorf("in %d columns the title is %q, want %q", width, got, want)
		}
	}
}

// TestLegendHasTheMarksOfTheChart: without colours lines are drawn as letters, areas as patterns.
func TestLegendHasTheMarksOfTheChart(t *testing.T) {
	definition, _ := model.Find("teams-meetings")
	var text bytes.Buffer
	canvas := format.ChartCanvas{Width: 60, Height: 14, Theme: theme.New(theme.Mono, theme.Unknown, theme.Unicode)}
	if err := format.WriteChart(&text, reports.Reading{Report: sample(t, definition), Period: model.D7}, canvas); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "C Calls   M Meetings") || !strings.Contains(text.String(), "MMMM") {
		t.Errorf("want lines and marks of letters, without totals:\n%s", text.String())
	}
}
