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

// aged is a sample of stored data that is stale.
func aged(t testing.TB, period model.Period) reports.Reading {
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
	onBench(t, config, 80, 24, func(b *bench) {
		b.wants("loading", "Loading the last 30 days…")
		reports.wantBegun(t, model.D30)
		b.pass(2 * time.Second)
		b.wants("[30d]", "checked 12:00")
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
	onBench(t, config, 80, 24, func(b *bench) {
		b.press("3")
		b.wants("Loading the last 90 days")
		b.pass(2 * time.Second)
		b.wants("[90d]", "checked 12:00")
		b.press("1")
		b.wants("Loading the last 7 days")
		b.press("3")
		b.pass(time.Minute)
		b.wants("90d")
		b.press("1")
		b.wants("Mon 28 Jun 2021", "7d")
	})
}

// slowlyRefreshed has stale data of seven days, and takes five seconds to fetch newer data.
func slowlyRefreshed(t *testing.T) *slowReports {
	return &slowReports{
		fakeReports: fakeReports{
			stored: map[model.Period]reports.Reading{model.D7: aged(t, model.D7)}, fetched: storedSamples(t),
		},
		takes: map[model.Period]time.Duration{model.D7: 5 * time.Second},
	}
}

func TestStoredDataIsShownWhileLoading(t *testing.T) {
	reports := slowlyRefreshed(t)
	config := sampleConfig(t)
	config.Reports = reports
	onBench(t, config, 80, 24, func(b *bench) {
		b.wants("(2 days ago)", "refreshing", "1,128")
		b.pass(6 * time.Second)
		b.wants("(2 days ago) · checked 12:00", "1,128")
	})
}

func TestFailedRefreshKeepsTheChart(t *testing.T) {
	config := sampleConfig(t)
	config.Reports = fakeReports{
		stored:  map[model.Period]reports.Reading{model.D7: aged(t, model.D7)},
		failure: problem.New(problem.Error{Kind: problem.Network, What: "Graph does not answer", Why: "connection refused"}),
	}
	onBench(t, config, 80, 24, func(b *bench) {
		b.wants("1,128", "data to 28 Jun · checked 09:00 · refresh failed", "Refresh failed", "Graph does not answer")
	})
}

func TestFailedRefreshNamesNoReasonThatHasNoRoom(t *testing.T) {
	config := sampleConfig(t)
	config.Reports = fakeReports{
		stored: map[model.Period]reports.Reading{model.D7: aged(t, model.D7)},
		failure: problem.New(problem.Error{Kind: problem.Permission,
			What: "Graph refused the report: a permission or a role is missing", Why: strings.Repeat("a long reason ", 9)}),
	}
	onBench(t, config, 80, 24, func(b *bench) {
		b.wants("Graph refused the report: a permission or a role is missing (! for details)\n")
	})
}

func TestFailureWithNothingToShowHasThePage(t *testing.T) {
	config := sampleConfig(t)
	config.Reports = fakeReports{failure: problem.New(problem.Error{
		Kind: problem.Permission, What: "Graph refused the report", Why: "S2SUnauthorized: Invalid permission.",
		Do: "Ask an administrator to grant Reports.Read.All.",
	})}
	onBench(t, config, 80, 24, func(b *bench) {
		b.wants("Graph refused the report", "S2SUnauthorized", "Ask an administrator", "Press r to retry")
	})
}

func TestThrottlingIsRespectedUntilItsEnd(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{
		stored: map[model.Period]reports.Reading{model.D7: aged(t, model.D7)},
		failure: problem.New(problem.Error{
			Kind: problem.Throttled, What: "Too many requests", RetryAt: noon.Add(5 * time.Minute),
		}),
	}}
	config := sampleConfig(t)
	config.Reports, config.Every = reports, time.Minute
	onBench(t, config, 80, 24, func(b *bench) {
		b.wants("Retrying at 12:05", "1,128")
		b.press("2", "1")
		b.pass(4 * time.Minute)
		reports.wantBegun(t, model.D7)
		b.pass(61 * time.Second)
		if len(reports.begun) < 2 {
			t.Error("nothing was fetched after the pause")
		}
	})
}

func TestRepeatedThrottlingIsRetriedEverLessOften(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{
		failure: problem.New(problem.Error{Kind: problem.Throttled, What: "Too many requests"}),
	}}
	config := sampleConfig(t)
	config.Reports, config.Every = reports, 10*time.Minute
	onBench(t, config, 80, 24, func(b *bench) {
		b.pass(2 * time.Hour)
		// At the start, and after 1, 2, 4, 8, 16, 32 and 60 minutes more.
		if got := len(reports.begun); got < 6 || got > 8 {
			t.Errorf("%d requests in two hours of refusals", got)
		}
		b.press("r")
		b.wants("Too many requests")
	})
}

func TestAnswerOfAnAbandonedFetchIsDropped(t *testing.T) {
	onBench(t, sampleConfig(t), 80, 24, func(b *bench) {
		late := sampleReading(t, model.D7)
		late.Report = sampleReport(t, model.D7, 3)
		b.send(reportFetchedMsg{report: model.Default(), period: model.D7, version: 7, reading: late})
		b.wants("22 Jun")
	})
}

func TestAgeIsUpdatedAutomatically(t *testing.T) {
	onBench(t, sampleConfig(t), 90, 24, func(b *bench) {
		b.wants("(2 days ago)")
		b.pass(13 * time.Hour)
		b.wants("(3 days ago)")
	})
}

func TestNothingMovesWhileIdle(t *testing.T) {
	onBench(t, sampleConfig(t), 80, 24, func(b *bench) {
		before, frame := b.model.View(), b.model.frame
		b.pass(20 * time.Minute)
		if b.model.frame != frame || b.model.View() != before {
			t.Error("an idle dashboard has drawn a frame")
		}
	})
}

func TestOfflineMakesNoRequest(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{stored: map[model.Period]reports.Reading{model.D7: aged(t, model.D7)}}}
	config := sampleConfig(t)
	config.Reports, config.Offline = reports, true
	onBench(t, config, 80, 24, func(b *bench) {
		b.wants("data to 28 Jun · offline · checked 09:00")
		b.press("r")
		b.wants("checked 12:00, nothing newer (offline: stored data only)")
		b.press("2")
		b.wants("No stored data")
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
	onBench(t, config, 80, 24, func(b *bench) {
		b.press("2", "1", "2", "1", "2", "1")
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
	onBench(t, config, 80, 24, func(b *bench) { b.wants("The report is empty") })
}

func TestEveryFetchesAgain(t *testing.T) {
	reports := &slowReports{fakeReports: fakeReports{stored: storedSamples(t), fetched: storedSamples(t)}}
	config := sampleConfig(t)
	config.Reports, config.Every = reports, 10*time.Minute
	onBench(t, config, 80, 24, func(b *bench) {
		reports.wantBegun(t)
		b.pass(21 * time.Minute)
		reports.wantBegun(t, model.D7, model.D7)
	})
}

func TestNotesAreShownInOneLine(t *testing.T) {
	reading := sampleReading(t, model.D7)
	reading.Notes = []string{"The store cannot be written: " + strings.Repeat("long ", 40)}
	config := sampleConfig(t)
	config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D7: reading}}
	onBench(t, config, 80, 24, func(b *bench) { b.wants("The store cannot be written", "1,128") })
}
