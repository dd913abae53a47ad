package ui

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// family has a report for each row of the catalogue, and records which are fetched.
type family struct {
	t     testing.TB
	takes time.Duration
	// isStored reports whether every report is stored and fresh.
	isStored bool
	failure  error

	mutex sync.Mutex
	begun []string
}

func (f *family) Stored(
	_ context.Context, definition *model.Definition, period model.Period,
) (reports.Reading, error) {
	if !f.isStored {
		return reports.Reading{}, errNotStored
	}
	reading := f.reading(definition, period)
	reading.Origin = reports.FromStore
	return reading, nil
}

func (f *family) Fetch(
	ctx context.Context, definition *model.Definition, period model.Period, _ reports.Reason,
) (reports.Reading, error) {
	f.mutex.Lock()
	f.begun = append(f.begun, definition.Name+" "+period.String())
	f.mutex.Unlock()
	select {
	case <-ctx.Done():
		return reports.Reading{}, ctx.Err()
	case <-time.After(f.takes):
	}
	if f.failure != nil {
		return reports.Reading{}, f.failure
	}
	return f.reading(definition, period), nil
}

// newestCount is what the newest day of a report of the family counts beside its place in the catalogue.
const newestCount = 28

// reading counts in each series the place of the report in the catalogue, in thousands, and one more each day. A day is the same
// in every period.
func (f *family) reading(definition *model.Definition, period model.Period) reports.Reading {
	f.t.Helper()
	reading := sampleReading(f.t, period)
	days := slices.Clone(reading.Report.Days())
	for i := range days {
		days[i].Counts = [model.MaxSeries]model.Count{}
		for series := range definition.Series {
			days[i].Counts[series] = model.Known(int64(1000*placeOf(definition)+newestCount) - int64(lastDay-days[i].Date))
		}
	}
	report, err := model.NewReport(definition, period, days)
	if err != nil {
		f.t.Fatal(err)
	}
	reading.Report = report
	return reading
}

// wantBegun compares the fetches, in any order.
func (f *family) wantBegun(want ...string) {
	f.t.Helper()
	f.mutex.Lock()
	defer f.mutex.Unlock()
	got := slices.Clone(f.begun)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		f.t.Errorf("fetches begun: %q, want %q", got, want)
	}
}

// placeOf is the place of a report in the catalogue, from 1.
func placeOf(definition *model.Definition) int {
	return 1 + slices.Index(model.Catalogue(), definition)
}

func definitionNamed(t testing.TB, name string) *model.Definition {
	t.Helper()
	definition, found := model.Find(name)
	if !found {
		t.Fatalf("%s is not in the catalogue", name)
	}
	return definition
}

// show does what a key does that shows another report.
func (b *bench) show(name string) {
	b.t.Helper()
	definition := definitionNamed(b.t, name)
	b.do(func(m Model) (Model, tea.Cmd) { return m.showReport(definition) })
}

// do changes the dashboard as a key does.
func (b *bench) do(change func(Model) (Model, tea.Cmd)) {
	b.model.keys = append([]keyRow{{Binding: alsoKeys("ctrl+@"), when: func(Model) bool { return true }, do: change}}, b.model.keys...)
	b.press("ctrl+@")
	b.model.keys = b.model.keys[1:]
}

// newest is the count of the newest day of a report of the family, as the chart's legend shows it.
func newest(t testing.TB, name string) string {
	return fmt.Sprintf("%d,%03d", placeOf(definitionNamed(t, name)), newestCount)
}

// wantsDays checks how many days the report shown has.
func (b *bench) wantsDays(want int) {
	b.t.Helper()
	if got := len(b.model.reading().Report.Days()); got != want {
		b.t.Errorf("the report shown has %d days, want %d", got, want)
	}
}

func onFamily(t *testing.T, f *family, test func(*bench)) {
	t.Helper()
	f.t = t
	config := sampleConfig(t)
	config.Reports = f
	onBench(t, config, 120, 40, test)
}

func TestReportRemembersHowItIsShown(t *testing.T) {
	onFamily(t, &family{isStored: true}, func(b *bench) {
		b.press("2", "v", "down", "space", "left")
		want := b.model.reportState
		frame := b.screen()
		b.show("teams-messages")
		b.wants("[30d]", newest(t, "teams-messages"))
		b.wantsDays(29)
		b.press("3", "up", "home")
		teams := b.model.reportState
		b.show(model.Default().Name)
		if got := b.screen(); got != frame {
			t.Errorf("the first report is shown as\n%s\nwant\n%s", got, frame)
		}
		got := b.model.reportState
		if got.period != want.period || got.view != want.view || got.selected != want.selected ||
			got.shown != want.shown || got.cursor != want.cursor {
			t.Errorf("the state of the first report is %+v, want %+v", got, want)
		}
		b.show("teams-messages")
		if got := b.model; got.period != teams.period || got.selected != teams.selected || got.cursor != teams.cursor {
			t.Errorf("the state of teams-messages is %+v, want %+v", got.reportState, teams)
		}
	})
}

func TestAnswerForAnotherReportIsNotShown(t *testing.T) {
	f := &family{takes: 5 * time.Second}
	onFamily(t, f, func(b *bench) {
		b.press("r")
		b.show("teams-messages")
		b.pass(5100 * time.Millisecond)
		b.wants("Loading")
		b.lacks("checked", "nothing newer", newest(t, "skype-peer-to-peer"))
		b.show("skype-peer-to-peer")
		b.wants("checked 12:00")
		b.pass(10 * time.Second)
		b.show("teams-messages")
		b.wants("checked 12:00", newest(t, "teams-messages"))
	})
}

func TestFailureOfAnotherReportIsNotShown(t *testing.T) {
	f := &family{takes: time.Second, failure: problem.New(problem.Error{Kind: problem.Network, What: "Graph does not answer"})}
	onFamily(t, f, func(b *bench) {
		b.show("teams-messages")
		b.pass(1100 * time.Millisecond)
		b.lacks("Graph does not answer")
		b.wants("Loading")
		b.show("skype-peer-to-peer")
		b.wants("Graph does not answer")
	})
}

func TestSlowReportDelaysNoOther(t *testing.T) {
	f := &family{takes: 50 * time.Second}
	onFamily(t, f, func(b *bench) {
		b.show("teams-messages")
		b.pass(time.Second)
		b.wants("Loading")
		f.takes = time.Second
		b.show("teams-devices")
		b.pass(1500 * time.Millisecond)
		b.wants("checked 12:00", newest(t, "teams-devices"))
		b.show("teams-messages")
		b.wants("Loading")
		b.show("teams-devices")
		b.pass(50 * time.Second)
		b.show("teams-messages")
		b.wants("checked 12:00", newest(t, "teams-messages"))
		f.wantBegun("skype-peer-to-peer D7", "teams-messages D180", "teams-devices D180")
	})
}

func TestEveryFetchesTheReportShown(t *testing.T) {
	f := &family{}
	config := sampleConfig(t)
	f.t, config.Reports, config.Every = t, f, 10*time.Minute
	onBench(t, config, 120, 40, func(b *bench) {
		b.pass(time.Second)
		b.show("teams-messages")
		b.pass(time.Second)
		f.begun = nil
		b.pass(20 * time.Minute)
		f.wantBegun("teams-messages D180", "teams-messages D180")
	})
}

func TestPassedReportsAreNotFetched(t *testing.T) {
	f := &family{}
	onFamily(t, f, func(b *bench) {
		f.begun = nil
		for _, definition := range model.Catalogue()[1:] {
			b.show(definition.Name)
			b.pass(30 * time.Millisecond)
			b.wants("Loading")
		}
		f.wantBegun()
		b.pass(restTime)
		f.wantBegun(b.model.report.Name + " D180")
		b.press("2", "3", "4", "5", "1")
		f.wantBegun(b.model.report.Name + " D180")
	})
}

func TestStoredDataIsShownInTheNextFrame(t *testing.T) {
	f := &family{isStored: true}
	onFamily(t, f, func(b *bench) {
		for _, definition := range model.Catalogue()[1:] {
			b.show(definition.Name)
			b.wants("checked 12:00")
			b.lacks("Reading", "Loading")
		}
		f.wantBegun()
	})
}

func TestThrottlingPausesAllReports(t *testing.T) {
	f := &family{failure: problem.New(problem.Error{
		Kind: problem.Throttled, What: "Too many requests", RetryAt: noon.Add(5 * time.Minute),
	})}
	onFamily(t, f, func(b *bench) {
		b.show("teams-messages")
		b.pass(time.Second)
		b.wants("Retrying at 12:05")
		f.wantBegun("skype-peer-to-peer D7")
		f.failure = nil
		b.pass(5 * time.Minute)
		b.wants(newest(t, "teams-messages"))
		f.wantBegun("skype-peer-to-peer D7", "teams-messages D180")
	})
}

// changes is a Watch that notices a change once.
type changes struct{ changed atomic.Bool }

func (c *changes) Changed() bool { return c.changed.Swap(false) }

func TestEveryStoredDayIsShownAgain(t *testing.T) {
	onFamily(t, &family{isStored: true}, func(b *bench) {
		b.pass(time.Second)
		b.press("5")
		frame := b.screen()
		b.show("teams-messages")
		b.wants("[All]", newest(t, "teams-messages"))
		b.wantsDays(399)
		b.press("1")
		b.show("skype-peer-to-peer")
		if got := b.screen(); got != frame {
			t.Errorf("all days are shown as\n%s\nwant\n%s", got, frame)
		}
		b.show("teams-messages")
		b.wants("[7d]", newest(t, "teams-messages"))
		b.wantsDays(7)
		b.press("5")
		b.wants("[All]", newest(t, "teams-messages"))
		b.wantsDays(399)
	})
}

func TestChangedStoreIsReadForTheReportShown(t *testing.T) {
	f := &family{}
	config := sampleConfig(t)
	watch := &changes{}
	f.t, config.Reports, config.Offline, config.Watch = t, f, true, watch
	onBench(t, config, 120, 40, func(b *bench) {
		b.show("teams-messages")
		b.wants("No stored data")
		f.isStored = true
		watch.changed.Store(true)
		b.pass(watchInterval + time.Second)
		b.wants("7 days new", newest(t, "teams-messages"))
		b.show("skype-peer-to-peer")
		b.wants(newest(t, "skype-peer-to-peer"))
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
		onBench(t, config, 120, 40, func(b *bench) {
			for _, period := range order {
				b.send(storedReadMsg{report: model.Default(), period: period, reading: sampleReading(t, period), watched: true})
				b.send(storedReadMsg{report: model.Default(), period: period, reading: sampleReading(t, period), watched: true})
			}
			b.wants("checked 12:00: 3 days new")
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
