package ui

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// slowReports answers each fetch after a time, and records which were started.
type slowReports struct {
	fakeReports
	takes map[model.Period]time.Duration
	mutex sync.Mutex
	begun []model.Period
}

func (s *slowReports) Fetch(ctx context.Context, report *model.Definition, period model.Period, reason reports.Reason) (reports.Reading, error) {
	s.mutex.Lock()
	s.begun = append(s.begun, period)
	s.mutex.Unlock()
	select {
	case <-ctx.Done():
		return reports.Reading{}, ctx.Err()
	case <-time.After(s.takes[period]):
		return s.fakeReports.Fetch(ctx, report, period, reason)
	}
}

func (s *slowReports) wantBegun(t *testing.T, want ...model.Period) {
	t.Helper()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !slices.Equal(s.begun, want) {
		t.Errorf("fetches begun: %v, want %v", s.begun, want)
	}
}

// staleReading is a sample of stored data that is stale.
func staleReading(t testing.TB, period model.Period) reports.Reading {
	reading := sampleReading(t, period)
	reading.Origin, reading.FreshUntil, reading.FetchedAt = reports.FromStore, noon.Add(-2*time.Hour), noon.Add(-3*time.Hour)
	return reading
}

func TestShownPeriodIsFetchedFirstAndTheOthersFollow(t *testing.T) {
	reports := &slowReports{
		fakeReports: fakeReports{fetched: storedSamples(t)},
		takes:       map[model.Period]time.Duration{model.D30: time.Second, model.D7: time.Minute},
	}
	config := sampleConfig(t)
	config.Reports, config.Period = reports, model.D30
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("loading", "Loading the last 30 days…")
		reports.wantBegun(t, model.D30)
		d.advance(2 * time.Second)
		d.wantText("[30d]", "checked 12:00")
		slices.Sort(reports.begun)
		reports.wantBegun(t, model.D7, model.D30, model.D90, model.D180)
	})
}

func TestPeriodNeverWaitsForAnother(t *testing.T) {
	reports := &slowReports{
		fakeReports: fakeReports{fetched: storedSamples(t)},
		takes:       map[model.Period]time.Duration{model.D7: time.Minute, model.D90: time.Second},
	}
	config := sampleConfig(t)
	config.Reports = reports
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("3")
		d.wantText("Loading the last 90 days")
		d.advance(2 * time.Second)
		d.wantText("[90d]", "checked 12:00")
		d.press("1")
		d.wantText("Loading the last 7 days")
		d.press("3")
		d.advance(time.Minute)
		d.wantText("90d")
		d.press("1")
		d.wantText("Mon 28 Jun 2021", "7d")
	})
}

// slowlyRefreshed has stale data of seven days, and takes five seconds to fetch newer data.
func slowlyRefreshed(t *testing.T) *slowReports {
	return &slowReports{
		fakeReports: fakeReports{
			stored: map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)}, fetched: storedSamples(t),
		},
		takes: map[model.Period]time.Duration{model.D7: 5 * time.Second},
	}
}

func TestStoredDataIsShownWhileLoading(t *testing.T) {
	reports := slowlyRefreshed(t)
	config := sampleConfig(t)
	config.Reports = reports
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("(2 days ago)", "refreshing", "1,128")
		d.advance(6 * time.Second)
		d.wantText("(2 days ago) · checked 12:00", "1,128")
	})
}

func TestFailedRefreshKeepsTheChart(t *testing.T) {
	config := sampleConfig(t)
	config.Reports = fakeReports{
		stored:  map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)},
		failure: problem.New(problem.Error{Kind: problem.Network, What: "Graph does not answer", Why: "connection refused"}),
	}
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("1,128", "data to 28 Jun · checked 09:00 · refresh failed", "Refresh failed", "Graph does not answer")
	})
}

func TestFailedRefreshNamesNoReasonThatHasNoRoom(t *testing.T) {
	config := sampleConfig(t)
	config.Reports = fakeReports{
		stored: map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)},
		failure: problem.New(problem.Error{Kind: problem.Permission,
			What: "Graph refused the report: a permission or a role is missing", Why: strings.Repeat("a long reason ", 9)}),
	}
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("Graph refused the report: a permission or a role is missing (! for details)\n")
	})
}

func TestFailureWithNothingToShowHasThePage(t *testing.T) {
	config := sampleConfig(t)
	config.Reports = fakeReports{failure: problem.New(problem.Error{
		Kind: problem.Permission, What: "Graph refused the report", Why: "S2SUnauthorized: Invalid permission.",
		Do: "Ask an administrator to grant Reports.Read.All.",
	})}
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("Graph refused the report", "S2SUnauthorized", "Ask an administrator", "Press r to retry")
	})
}

func TestThrottlingIsRespectedUntilItsEnd(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{
		stored: map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)},
		failure: problem.New(problem.Error{
			Kind: problem.Throttled, What: "Too many requests", RetryAt: noon.Add(5 * time.Minute),
		}),
	}}
	config := sampleConfig(t)
	config.Reports, config.Every = reports, time.Minute
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("Retrying at 12:05", "1,128")
		d.press("2", "1")
		d.advance(4 * time.Minute)
		reports.wantBegun(t, model.D7)
		d.advance(61 * time.Second)
		if len(reports.begun) < 2 {
			t.Error("nothing was fetched after the pause")
		}
	})
}

func TestAPeriodThatNoFileHasIsNoFailure(t *testing.T) {
	config := sampleConfig(t)
	reading := sampleReading(t, model.D7)
	reading.Origin = reports.FromFile
	config.Reports = fakeReports{
		stored: map[model.Period]reports.Reading{model.D7: reading},
		failure: problem.New(problem.Error{
			Kind: problem.NotStored, What: "No file has the period D30", Why: "The files have D7.", Do: "Choose one of these, or all.",
		}),
	}
	for _, width := range []int{40, 80} {
		withDashboard(t, config, width, 24, func(d *testDashboard) {
			d.wantText("from a file")
			d.press("2")
			d.wantText("not in a file", "No file has the period D30", "The files have D7.")
			d.wantNoText("failed")
			d.press("!")
			d.wantText("No errors to show.")
		})
	}
}

func TestStoredDataThatIsGoneStaysOnTheOfflineScreen(t *testing.T) {
	config := sampleConfig(t)
	config.Offline = true
	stored := map[model.Period]reports.Reading{model.D7: sampleReading(t, model.D7)}
	config.Reports = fakeReports{stored: stored, failure: errNotStored}
	for _, width := range []int{40, 80} {
		stored[model.D7] = sampleReading(t, model.D7)
		withDashboard(t, config, width, 24, func(d *testDashboard) {
			d.wantText("1,128", "offline")
			delete(stored, model.D7)
			d.press("r")
			d.wantText("1,128", "offline", "No stored data (! for details)")
			d.wantNoText("file (")
			d.wantNoText("failed")
			d.wantNoText("not in a file")
		})
	}
}

func TestAThrottledPageNamesOneTime(t *testing.T) {
	// The pause lasts at least a minute, although Graph allows a retry before; its end is rounded up to the second.
	for _, c := range []struct {
		retryAt time.Time
		advice  string
		want    string
	}{
		{noon.Add(45 * time.Second), "Try again at 12:00:46.", "Retrying at 12:01:01."},
		{noon.Add(100 * time.Second), "Try again at 12:01:41.", "Retrying at 12:01:41."},
		{time.Time{}, "Wait ten minutes.", "Retrying at 12:01:01."},
	} {
		config := sampleConfig(t)
		config.Reports = fakeReports{failure: problem.New(problem.Error{
			Kind: problem.Throttled, What: "Graph is throttling requests", Do: c.advice, RetryAt: c.retryAt,
		})}
		withDashboard(t, config, 80, 24, func(d *testDashboard) {
			d.wantText("Graph is throttling requests", c.want)
			d.wantNoText(c.advice)
			d.press("!")
			d.wantText(c.want)
			d.wantNoText(c.advice)
		})
	}
}

func TestAFailureThatIsNotRetriedHasTheTimeOfTheAnswer(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{failure: problem.New(problem.Error{
		Kind: problem.Service, What: "Graph failed", Do: "Try again at 12:00:46.", RetryAt: noon.Add(45 * time.Second),
	})}}
	config := sampleConfig(t)
	config.Reports = reports
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("Try again at 12:00:46.", "Press r to retry.")
		d.wantNoText("Retrying")
		d.advance(2 * time.Minute)
		reports.wantBegun(t, model.D7)
	})
}

func TestRepeatedThrottlingIsRetriedEverLessOften(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{
		failure: problem.New(problem.Error{Kind: problem.Throttled, What: "Too many requests"}),
	}}
	config := sampleConfig(t)
	config.Reports, config.Every = reports, 10*time.Minute
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.advance(2 * time.Hour)
		// At the start, and after 1, 2, 4, 8, 16, 32 and 60 minutes more.
		if got := len(reports.begun); got < 6 || got > 8 {
			t.Errorf("%d requests in two hours of refusals", got)
		}
		d.press("r")
		d.wantText("Too many requests")
	})
}

func TestAnswerOfAnAbandonedFetchIsDropped(t *testing.T) {
	withDashboard(t, sampleConfig(t), 80, 24, func(d *testDashboard) {
		late := sampleReading(t, model.D7)
		late.Report = sampleReport(t, model.D7, 3)
		d.send(reportFetchedMsg{report: model.Default(), period: model.D7, version: 7, reading: late})
		d.wantText("22 Jun")
	})
}

func TestAgeIsUpdatedAutomatically(t *testing.T) {
	withDashboard(t, sampleConfig(t), 90, 24, func(d *testDashboard) {
		d.wantText("(2 days ago)")
		d.advance(13 * time.Hour)
		d.wantText("(3 days ago)")
	})
}

func TestNothingMovesWhileIdle(t *testing.T) {
	withDashboard(t, sampleConfig(t), 80, 24, func(d *testDashboard) {
		before, frame := d.model.View(), d.model.frame
		d.advance(20 * time.Minute)
		if d.model.frame != frame || d.model.View() != before {
			t.Error("an idle dashboard has drawn a frame")
		}
	})
}

func TestOfflineMakesNoRequest(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{stored: map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)}}}
	config := sampleConfig(t)
	config.Reports, config.Offline = reports, true
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("data to 28 Jun · offline · checked 09:00")
		d.press("r")
		d.wantText("checked 12:00, nothing newer (offline: stored data only)")
		d.press("2")
		d.wantText("No stored data")
		reports.wantBegun(t)
	})
}

func TestPeriodIsNotFetchedAtEachVisit(t *testing.T) {
	neverFresh := storedSamples(t)
	for period, reading := range neverFresh {
		reading.FreshUntil = time.Time{}
		neverFresh[period] = reading
	}
	reports := &slowReports{fakeReports: fakeReports{stored: neverFresh, fetched: storedSamples(t)}}
	config := sampleConfig(t)
	config.Reports = reports
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("2", "1", "2", "1", "2", "1")
		if got := len(reports.begun); got != 4 {
			t.Errorf("%d requests for four periods", got)
		}
	})
}

func TestEmptyReportSaysSo(t *testing.T) {
	config := sampleConfig(t)
	config.Reports = fakeReports{stored: map[model.Period]reports.Reading{
		model.D7: {Period: model.D7, Origin: reports.FromGraph, FetchedAt: noon, FreshUntil: noon.Add(time.Hour)},
	}}
	withDashboard(t, config, 80, 24, func(d *testDashboard) { d.wantText("The report is empty") })
}

func TestEveryFetchesAgain(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{stored: storedSamples(t), fetched: storedSamples(t)}}
	config := sampleConfig(t)
	config.Reports, config.Every = reports, 10*time.Minute
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		reports.wantBegun(t)
		d.advance(21 * time.Minute)
		reports.wantBegun(t, model.D7, model.D7)
	})
}

func TestNotesAreShownInOneLine(t *testing.T) {
	reading := sampleReading(t, model.D7)
	reading.Notes = []string{"The store cannot be written: " + strings.Repeat("long ", 40)}
	config := sampleConfig(t)
	config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D7: reading}}
	withDashboard(t, config, 80, 24, func(d *testDashboard) { d.wantText("The store cannot be written", "1,128") })
}
