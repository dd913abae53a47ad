package chart_test

import (
	"fmt"
	"time"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// A week in which Thursday is missing, in letters.
func ExampleDraw() {
	days := make([]model.Day, 7)
	for i, im := range []int64{800, 760, 900, 0, 850, 90, 110} {
		days[i].Date = model.NewDate(2021, time.June, 21) + model.Date(i)
		if im > 0 {
			for series, value := range []int64{im, im / 2, 0, 0, 0} {
				days[i].Counts[series] = model.Known(value)
			}
		}
	}
	report, err := model.NewReport(model.Default(), model.D7, days)
	if err != nil {
		panic(err)
	}
	drawing := chart.Draw(chart.Input{
		Timeline: model.NewTimeline(report, report.Span(), model.AllSeries, model.AllSeries), Series: chart.ReportSeries(model.Default(), model.AllSeries),
		Selected: model.NoSeries, Unit: model.Sessions, Additive: true, Kind: chart.Stacked, Width: 54, Height: 12,
		Theme: theme.New(theme.Mono, theme.Unknown, theme.ASCII), Cursor: days[4].Date,
	})
	for _, line := range drawing.Lines() {
		fmt.Println(line)
	}
	// Output:
	// Fri 25 Jun 2021 - 1,275 |           sessions
	//  1,500 +                          |
	//                     AAAAAA      AAAAAA
	//         AAAAAAAAAAAAAAAAAA      AAAAAA
	//  1,000 +AAAAAAAAAAAAAAAAAA      AAAAAA
	//         IIIIIIIIIIIIIIIIII      IIIIII
	//         IIIIIIIIIIIIIIIIII      IIIIII
	//    500 +IIIIIIIIIIIIIIIIII      IIIIII
	//         IIIIIIIIIIIIIIIIII      IIIIII
	//         IIIIIIIIIIIIIIIIII      IIIIIIIIIIIIIIIIII
	//      0 +--------------*---  x   ^^^^^^============
	//         21 Jun  22    23    24    25    26    27
}
