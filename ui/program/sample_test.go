package program

import (
	"context"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/ui"
	"peerdash/ui/theme"
)

// noon is the time that the tests' dashboards see.
var noon = time.Date(2021, time.June, 30, 12, 0, 0, 250_417, time.UTC)

// deadline is how long a test waits for what must come before it gives up.
const deadline = 10 * time.Second

// sampleReport is the report of an organization with calm weekends, a slow decline and one missing day.
func sampleReport(t testing.TB, period model.Period, days int) model.Report {
	t.Helper()
	lastDay := model.NewDate(2021, time.June, 28)
	var rows []model.Day
	for i := range days {
		date := lastDay - model.Date(days-1-i)
		if date == model.NewDate(2021, time.June, 9) {
			continue
		}
		base := 1200 + int64(lastDay-date)*2 - int64(int(date)*37%101)
		if date.IsWeekend() {
			base /= 6
		}
		day := model.Day{Date: date, RefreshDate: lastDay}
		for i, divisor := range []int64{1, 3, 8, 9, 20} {
			day.Counts[i] = model.Known(base / divisor)
		}
		rows = append(rows, day)
	}
	report, err := model.NewReport(model.Default(), period, rows)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// storedReports has a fresh report of every period.
type storedReports map[model.Period]reports.Reading

func newStoredReports(t testing.TB) storedReports {
	t.Helper()
	stored := storedReports{}
	for _, period := range model.Periods() {
		days := period.Days()
		if period == model.All {
			days = 400
		}
		stored[period] = reports.Reading{
			Report: sampleReport(t, period, days), Period: period, Origin: reports.FromGraph, FetchedAt: noon, FreshUntil: noon.Add(time.Hour),
		}
	}
	return stored
}

// Stored has the same days of every report.
func (s storedReports) Stored(
	_ context.Context, definition *model.Definition, period model.Period,
) (reports.Reading, error) {
	reading := s[period]
	reading.Report.Definition = definition
	return reading, nil
}

func (s storedReports) Fetch(context.Context, *model.Definition, model.Period, reports.Reason) (reports.Reading, error) {
	return reports.Reading{}, problem.New(problem.Error{Kind: problem.Network, What: "No network"})
}

func sampleConfig(t testing.TB) ui.Config {
	return ui.Config{
		Reports: newStoredReports(t), Tenant: "contoso.onmicrosoft.com", Period: model.D7,
		Theme: theme.New(theme.Colours256, theme.Dark, theme.Unicode), Now: func() time.Time { return noon },
		Directory: t.TempDir(),
	}
}
