package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/model/modeltest"
)

// catalogueReports has stored data of every report: each series on another scale, calm weekends, a missing day.
type catalogueReports struct{ t testing.TB }

func (c catalogueReports) Stored(
	_ context.Context, definition *model.Definition, period model.Period,
) (reports.Reading, error) {
	return sampleReadingOf(c.t, definition, period), nil
}

func (c catalogueReports) Fetch(
	ctx context.Context, definition *model.Definition, period model.Period, _ reports.Reason,
) (reports.Reading, error) {
	return c.Stored(ctx, definition, period)
}

func sampleReadingOf(t testing.TB, definition *model.Definition, period model.Period) reports.Reading {
	t.Helper()
	sample := sampleReading(t, period).Report
	scale := int64(1)
	if definition.Unit == model.Seconds {
		scale = 137
	}
	var days []model.Day
	for _, day := range sample.Days() {
		base, _ := day.Counts[imSeries].Value()
		day.Counts = [model.MaxSeries]model.Count{}
		for series := range definition.Series {
			day.Counts[series] = model.Known(base * scale / int64(1+series*series) * (10 + int64(int(day.Date)*(series+3)%5)) / 10)
		}
		days = append(days, day)
	}
	report, err := model.NewReport(definition, period, days)
	if err != nil {
		t.Fatal(err)
	}
	return reports.Reading{
		Report: report, Period: period, Origin: reports.FromGraph, FetchedAt: noon, FreshUntil: noon.Add(time.Hour),
	}
}

func catalogueConfig(t testing.TB, name string) Config {
	config := sampleConfig(t)
	config.Reports, config.Report = catalogueReports{t}, modeltest.Find(t, name)
	return config
}

// TestGoldenReports compares reports of each kind with the screens in testdata: with a total and without, in hours, with one
// series and with seven.
func TestGoldenReports(t *testing.T) {
	for _, name := range []string{"teams-messages", "teams-time", "teams-users", "active-users", "skype-participant-minutes"} {
		for _, view := range viewsOf(modeltest.Find(t, name)) {
			for _, size := range sizes {
				golden := fmt.Sprintf("%s-%s-%dx%d", name, view, size[0], size[1])
				t.Run(golden, func(t *testing.T) {
					config := catalogueConfig(t, name)
					config.Theme, config.View, config.Period = terminalKinds[0].theme, view, model.D30
					withDashboard(t, config, size[0], size[1], func(d *testDashboard) { d.wantGolden(golden) })
				})
			}
		}
	}
}
