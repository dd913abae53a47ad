package format_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/ui/format"
	"peerdash/ui/theme"
)

func weekEnd(t *testing.T) reports.Reading {
	t.Helper()
	refreshed := model.NewDate(2021, time.June, 28)
	report, err := model.NewReport(model.Default(), model.D7, []model.Day{
		{
			Date: model.NewDate(2021, time.June, 28), RefreshDate: refreshed,
			Counts: [model.MaxSeries]model.Count{
				model.Known(12345), model.Known(407), {}, model.Known(0), model.Known(1),
			},
		},
		{
			Date: model.NewDate(2021, time.June, 26), RefreshDate: refreshed,
			Counts: [model.MaxSeries]model.Count{
				model.Known(1177), model.Known(93), model.Known(20), model.Known(7), model.Known(2),
			},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return reports.Reading{
		Report: report, Period: model.D7, Origin: reports.FromGraph,
		FetchedAt: time.Date(2021, time.June, 30, 10, 0, 0, 5, time.FixedZone("CEST", 2*60*60)),
	}
}

func TestWrite(t *testing.T) {
	const saturday = `{"reportRefreshDate":"2021-06-28","reportDate":"2021-06-26","reportPeriod":"7",` +
		`"im":1177,"audio":93,"video":20,"appSharing":7,"fileTransfer":2}`
	const monday = `{"reportRefreshDate":"2021-06-28","reportDate":"2021-06-28","reportPeriod":"7",` +
		`"im":12345,"audio":407,"video":null,"appSharing":0,"fileTransfer":1}`
	tests := []struct {
		format format.Format
		want   string
	}{
		{format.CSV, "Report Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing,File Transfer\n" +
			"2021-06-28,2021-06-26,7,1177,93,20,7,2\n" +
			"2021-06-28,2021-06-28,7,12345,407,,0,1\n"},
		{format.NDJSON, saturday + "\n" + monday + "\n"},
		{format.JSON, `{"report":"skype-peer-to-peer","reportRefreshDate":"2021-06-28","period":"D7","source":"graph",` +
			`"fetchedAt":"2021-06-30T08:00:00Z","value":[` + saturday + "," + monday + "]}\n"},
		{format.Table, "Skype peer-to-peer sessions, 7 days, refreshed 28 Jun 2021\n\n" +
			"Day                  IM  Audio  Video  App Sharing  File Transfer   Total\n" +
			"Sat 26 Jun 2021   1,177     93     20            7              2   1,299\n" +
			"Mon 28 Jun 2021  12,345    407      -            0              1  12,753\n" +
			"Total            13,522    500     20            7              3  14,052\n"},
	}
	for _, test := range tests {
		t.Run(string(test.format), func(t *testing.T) {
			var got bytes.Buffer
			if err := format.Write(&got, test.format, weekEnd(t), format.ChartCanvas{}); err != nil {
				t.Fatal(err)
			}
			if got.String() != test.want {
				t.Errorf("wrote\n%s\nwant\n%s", got.String(), test.want)
			}
		})
	}
}

func TestWriteEmpty(t *testing.T) {
	empty := reports.Reading{Report: model.Report{Definition: model.Default()}, Period: model.D30, Origin: reports.FromFile}
	tests := []struct {
		format format.Format
		want   string
	}{
		{format.CSV, "Report Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing,File Transfer\n"},
		{format.NDJSON, ""},
		{format.JSON, `{"report":"skype-peer-to-peer","reportRefreshDate":null,"period":"D30","source":"file","fetchedAt":null,"value":[]}` + "\n"},
		{format.Table, "Skype peer-to-peer sessions, 30 days\nThe report has no days.\n"},
		{format.Chart, "Skype peer-to-peer sessions, 30 days\nThe report has no days.\n"},
	}
	canvas := format.ChartCanvas{Width: 79, Height: 23, Theme: theme.New(theme.Colours256, theme.Dark, theme.Unicode)}
	for _, test := range tests {
		t.Run(string(test.format), func(t *testing.T) {
			var got bytes.Buffer
			if err := format.Write(&got, test.format, empty, canvas); err != nil {
				t.Fatal(err)
			}
			if got.String() != test.want {
				t.Errorf("wrote\n%s\nwant\n%s", got.String(), test.want)
			}
		})
	}
}

func TestChartKeepsToItsSize(t *testing.T) {
	for width := 1; width <= 100; width++ {
		for height := 1; height <= 30; height++ {
			var got bytes.Buffer
			canvas := format.ChartCanvas{
				Width: width, Height: height, Theme: theme.New(theme.Colours256, theme.Dark, theme.Unicode),
			}
			if err := format.Write(&got, format.Chart, weekEnd(t), canvas); err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSuffix(got.String(), "\n"), "\n")
			if len(lines) > height {
				t.Fatalf("%d×%d: %d lines", width, height, len(lines))
			}
			for _, line := range lines {
				if ansi.StringWidth(line) > width {
					t.Fatalf("%d×%d: %q is wider", width, height, line)
				}
			}
		}
	}
}
