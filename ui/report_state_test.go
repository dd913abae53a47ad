package ui

import (
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

func TestReportRemembersHowItIsShown(t *testing.T) {
	withRecordingReports(t, &recordingReports{isStored: true}, func(d *testDashboard) {
		d.press("2", "v", "down", "space", "left")
		want := d.model.reportState
		frame := d.screen()
		d.show("teams-messages")
		d.wantText("[30d]", newest(t, "teams-messages"))
		d.wantDays(29)
		d.press("3", "up", "home")
		teams := d.model.reportState
		d.show(model.Default().Name)
		if got := d.screen(); got != frame {
			t.Errorf("the first report is shown as\n%s\nwant\n%s", got, frame)
		}
		got := d.model.reportState
		if got.period != want.period || got.view != want.view || got.selected != want.selected ||
			got.shown != want.shown || got.cursor != want.cursor {
			t.Errorf("the state of the first report is %+v, want %+v", got, want)
		}
		d.show("teams-messages")
		if got := d.model; got.period != teams.period || got.selected != teams.selected || got.cursor != teams.cursor {
			t.Errorf("the state of teams-messages is %+v, want %+v", got.reportState, teams)
		}
	})
}

func TestAnswerForAnotherReportIsNotShown(t *testing.T) {
	f := &recordingReports{takes: 5 * time.Second}
	withRecordingReports(t, f, func(d *testDashboard) {
		d.press("r")
		d.show("teams-messages")
		d.advance(5100 * time.Millisecond)
		d.wantText("Loading")
		d.wantNoText("checked", "nothing newer", newest(t, "skype-peer-to-peer"))
		d.show("skype-peer-to-peer")
		d.wantText("checked 12:00")
		d.advance(10 * time.Second)
		d.show("teams-messages")
		d.wantText("checked 12:00", newest(t, "teams-messages"))
	})
}

func TestFailureOfAnotherReportIsNotShown(t *testing.T) {
	f := &recordingReports{takes: time.Second, failure: problem.New(problem.Error{Kind: problem.Network, What: "Graph does not answer"})}
	withRecordingReports(t, f, func(d *testDashboard) {
		d.show("teams-messages")
		d.advance(1100 * time.Millisecond)
		d.wantNoText("Graph does not answer")
		d.wantText("Loading")
		d.show("skype-peer-to-peer")
		d.wantText("Graph does not answer")
	})
}

func TestSlowReportDelaysNoOther(t *testing.T) {
	f := &recordingReports{takes: 50 * time.Second}
	withRecordingReports(t, f, func(d *testDashboard) {
		d.show("teams-messages")
		d.advance(time.Second)
		d.wantText("Loading")
		f.takes = time.Second
		d.show("teams-devices")
		d.advance(1500 * time.Millisecond)
		d.wantText("checked 12:00", newest(t, "teams-devices"))
		d.show("teams-messages")
		d.wantText("Loading")
		d.show("teams-devices")
		d.advance(50 * time.Second)
		d.show("teams-messages")
		d.wantText("checked 12:00", newest(t, "teams-messages"))
		f.wantBegun("skype-peer-to-peer D7", "teams-messages D180", "teams-devices D180")
	})
}

func TestEveryFetchesTheReportShown(t *testing.T) {
	f := &recordingReports{}
	config := sampleConfig(t)
	f.t, config.Reports, config.Every = t, f, 10*time.Minute
	withDashboard(t, config, 120, 40, func(d *testDashboard) {
		d.advance(time.Second)
		d.show("teams-messages")
		d.advance(time.Second)
		f.begun = nil
		d.advance(20 * time.Minute)
		f.wantBegun("teams-messages D180", "teams-messages D180")
	})
}

func TestReportsShownBrieflyAreNotFetched(t *testing.T) {
	f := &recordingReports{}
	withRecordingReports(t, f, func(d *testDashboard) {
		f.begun = nil
		for _, definition := range model.Catalogue()[1:] {
			d.show(definition.Name)
			d.advance(30 * time.Millisecond)
			d.wantText("Loading")
		}
		f.wantBegun()
		d.advance(settleTime)
		f.wantBegun(d.model.report.Name + " D180")
		d.press("2", "3", "4", "5", "1")
		f.wantBegun(d.model.report.Name + " D180")
	})
}

func TestStoredDataIsShownInTheNextFrame(t *testing.T) {
	f := &recordingReports{isStored: true}
	withRecordingReports(t, f, func(d *testDashboard) {
		for _, definition := range model.Catalogue()[1:] {
			d.show(definition.Name)
			d.wantText("checked 12:00")
			d.wantNoText("Reading", "Loading")
		}
		f.wantBegun()
	})
}

func TestThrottlingPausesAllReports(t *testing.T) {
	f := &recordingReports{failure: problem.New(problem.Error{
		Kind: problem.Throttled, What: "Too many requests", RetryAt: noon.Add(5 * time.Minute),
	})}
	withRecordingReports(t, f, func(d *testDashboard) {
		d.show("teams-messages")
		d.advance(time.Second)
		d.wantText("Retrying at 12:05")
		f.wantBegun("skype-peer-to-peer D7")
		f.failure = nil
		d.advance(5 * time.Minute)
		d.wantText(newest(t, "teams-messages"))
		f.wantBegun("skype-peer-to-peer D7", "teams-messages D180")
	})
}

// fakeWatch is a Watch that notices a change once.
type fakeWatch struct{ changed atomic.Bool }

func (w *fakeWatch) Changed() bool { return w.changed.Swap(false) }

func TestEveryStoredDayIsShownAgain(t *testing.T) {
	withRecordingReports(t, &recordingReports{isStored: true}, func(d *testDashboard) {
		d.advance(time.Second)
		d.press("5")
		frame := d.screen()
		d.show("teams-messages")
		d.wantText("[All]", newest(t, "teams-messages"))
		d.wantDays(399)
		d.press("1")
		d.show("skype-peer-to-peer")
		if got := d.screen(); got != frame {
			t.Errorf("all days are shown as\n%s\nwant\n%s", got, frame)
		}
		d.show("teams-messages")
		d.wantText("[7d]", newest(t, "teams-messages"))
		d.wantDays(7)
		d.press("5")
		d.wantText("[All]", newest(t, "teams-messages"))
		d.wantDays(399)
	})
}

func TestChangedStoreIsReadForTheReportShown(t *testing.T) {
	f := &recordingReports{}
	config := sampleConfig(t)
	watch := &fakeWatch{}
	f.t, config.Reports, config.Offline, config.Watch = t, f, true, watch
	withDashboard(t, config, 120, 40, func(d *testDashboard) {
		d.show("teams-messages")
		d.wantText("No stored data")
		f.isStored = true
		watch.changed.Store(true)
		d.advance(watchInterval + time.Second)
		d.wantText("7 days new", newest(t, "teams-messages"))
		d.show("skype-peer-to-peer")
		d.wantText(newest(t, "skype-peer-to-peer"))
	})
}

// The periods of a report are read side by side, and a fresh longer one brings days of the shorter ones.
func TestChangedStoreGetsOneNoticeInAnyOrder(t *testing.T) {
	orders := [][]model.Period{{model.D7, model.D180}, {model.D180, model.D7}, {model.All, model.D180, model.D30, model.D7}}
	for _, order := range orders {
		config := sampleConfig(t)
		config.Offline = true
		earlier := sampleReading(t, model.D7)
		earlier.Report = withoutLastDays(t, earlier.Report, 3)
		earlier.FetchedAt, earlier.FreshUntil = noon.Add(-24*time.Hour), noon.Add(-23*time.Hour)
		config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D7: earlier}}
		withDashboard(t, config, 120, 40, func(d *testDashboard) {
			for _, period := range order {
				d.send(storedReadMsg{report: model.Default(), period: period, reading: sampleReading(t, period), watched: true})
				d.send(storedReadMsg{report: model.Default(), period: period, reading: sampleReading(t, period), watched: true})
			}
			d.wantText("checked 12:00: 3 days new")
		})
	}
}

func withoutLastDays(t testing.TB, report model.Report, count int) model.Report {
	t.Helper()
	days := slices.Clone(report.Days())
	shorter, err := model.NewReport(report.Definition, report.Period, days[:len(days)-count])
	if err != nil {
		t.Fatal(err)
	}
	return shorter
}
