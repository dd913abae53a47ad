package chart_test

import (
	"math"
	"testing"
	"time"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// lastDay is the refresh date of the sample reports: Monday, 28 June 2021.
var lastDay = model.NewDate(2021, time.June, 28)

// organization is a number of days with the rhythm of an organization: calm weekends, a slow decline, a missing day and an outage.
func organization(count int) []model.Day {
	days := make([]model.Day, 0, count)
	for ago := count - 1; ago >= 0; ago-- {
		day := model.Day{Date: lastDay - model.Date(ago), RefreshDate: lastDay}
		if ago == 12 || ago == 2200 {
			continue
		}
		level := 1900 * (1 + float64(ago)/900) * (1 + 0.09*math.Sin(float64(day.Date)*12.9898)) *
			(1 + 0.15*math.Sin(float64(day.Date)/58))
		if day.Date.IsWeekend() {
			level *= 0.14
		}
		if ago == 40 {
			level *= 0.05
		}
		for t, share := range [...]float64{0.62, 0.21, 0.09, 0.055, 0.025} {
			wobble := 1 + 0.12*math.Sin(float64(day.Date)*float64(3+2*t))
			day.Counts[t] = model.Known(int64(level * share * wobble))
		}
		days = append(days, day)
	}
	return days
}

// timeline is a timeline of the days that spans this number of days up to lastDay.
func timeline(t testing.TB, days []model.Day, span int) model.Timeline {
	t.Helper()
	report, err := model.NewReport(model.Default(), model.All, days)
	if err != nil {
		t.Fatal(err)
	}
	return model.NewTimeline(report, model.Span{First: lastDay - model.Date(span) + 1, Last: lastDay}, model.AllSeries, model.AllSeries)
}

// input is a chart of a timeline without a cursor.
func input(timeline model.Timeline, kind chart.Kind, width, height int, look theme.Theme) chart.Input {
	return chart.Input{
		Timeline: timeline, Series: chart.ReportSeries(model.Default(), timeline.Series()), Selected: model.NoSeries, Unit: model.Sessions, Additive: true,
		Kind: kind, Width: width, Height: height, Theme: look,
	}
}
