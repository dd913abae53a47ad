package ui

import (
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

func TestRequestOverridesThrottling(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{failure: problem.New(problem.Error{
		Kind: problem.Throttled, What: "Too many requests", RetryAt: noon.Add(365 * 24 * time.Hour),
	})}}
	config := sampleConfig(t)
	config.Reports = reports
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("r", "r")
		reports.wantBegun(t, model.D7, model.D7, model.D7)
		d.advance(61 * time.Minute)
		reports.wantBegun(t, model.D7, model.D7, model.D7, model.D7)
	})
}

func TestEachRequestIsAnswered(t *testing.T) {
	longer := sampleReading(t, model.D7)
	longer.Report = longer.Report.Between(lastDay-6, lastDay)
	shorter := longer
	shorter.Report = longer.Report.Between(lastDay-6, lastDay-2)
	var revised []model.Day
	for _, day := range longer.Report.Days() {
		day.Counts[imSeries] = day.Counts[imSeries].Plus(model.Known(int64(day.Date % 2)))
		revised = append(revised, day)
	}
	other := longer
	other.Report, _ = model.NewReport(model.Default(), model.D7, revised)
	for name, test := range map[string]struct {
		stored, fetched reports.Reading
		want            string
	}{
		"the same":     {longer, longer, "checked 12:00, nothing newer"},
		"new days":     {shorter, longer, "checked 12:00: 2 days new, data to 28 Jun 2021"},
		"revised days": {longer, other, "checked 12:00: 3 days revised, data to 28 Jun 2021"},
	} {
		t.Run(name, func(t *testing.T) {
			config := sampleConfig(t)
			config.Reports = fakeReports{
				stored:  map[model.Period]reports.Reading{model.D7: test.stored},
				fetched: map[model.Period]reports.Reading{model.D7: test.fetched},
				failure: problem.New(problem.Error{Kind: problem.Network, What: "Graph does not answer"}),
			}
			withDashboard(t, config, 80, 24, func(d *testDashboard) {
				d.press("r")
				d.wantText(test.want)
				d.press("2", "r")
				d.wantText("Graph does not answer")
			})
		})
	}
}

func TestAnswerToARequestGivesWayToALaterCheck(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{stored: storedSamples(t), fetched: storedSamples(t)}}
	config := sampleConfig(t)
	config.Reports, config.Every = reports, 10*time.Minute
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("r")
		d.wantText("checked 12:00, nothing newer")
		d.advance(11 * time.Minute)
		if strings.Contains(d.screen(), "nothing newer") {
			t.Errorf("the answer to r is still shown after a later check:\n%s", d.screen())
		}
	})
}

func TestRequestDuringAFetchIsAnsweredByIt(t *testing.T) {
	reports := slowlyRefreshed(t)
	config := sampleConfig(t)
	config.Reports = reports
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("r")
		d.wantText("loading the last 7 days")
		d.advance(6 * time.Second)
		d.wantText("checked 12:00, nothing newer")
		if got := reports.begun[0]; got != model.D7 || len(reports.begun) != 4 {
			t.Errorf("fetches begun: %v, want one of each period", reports.begun)
		}
	})
}

func TestOfflineRequestReadsTheStoreAgain(t *testing.T) {
	stored := map[model.Period]reports.Reading{}
	config := sampleConfig(t)
	config.Reports, config.Offline = fakeReports{stored: stored}, true
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("r")
		d.wantText("checked 12:00, nothing newer (offline: stored data only)")
		stored[model.D7] = sampleReading(t, model.D7)
		d.press("r")
		d.wantText("checked 12:00: 7 days new, data to 28 Jun 2021 (offline: stored data only)", "1,128")
	})
}
