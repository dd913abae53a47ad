package ui

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/model/modeltest"
)

// recordingReports has a report for each row of the catalogue, and records which are fetched.
type recordingReports struct {
	t     testing.TB
	takes time.Duration
	// isStored reports whether every report is stored and fresh.
	isStored bool
	failure  error

	mutex sync.Mutex
	begun []string
}

func (f *recordingReports) Stored(
	_ context.Context, definition *model.Definition, period model.Period,
) (reports.Reading, error) {
	if !f.isStored {
		return reports.Reading{}, errNotStored
	}
	reading := f.reading(definition, period)
	reading.Origin = reports.FromStore
	return reading, nil
}

func (f *recordingReports) Fetch(
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

// newestCount is what the newest day of a report of recordingReports counts beside its place in the catalogue.
const newestCount = 28

// reading counts in each series the place of the report in the catalogue, in thousands, and one more each day. A day is the same
// in every period.
func (f *recordingReports) reading(definition *model.Definition, period model.Period) reports.Reading {
	f.t.Helper()
	reading := sampleReading(f.t, period)
	days := slices.Clone(reading.Report.Days())
	for i := range days {
		days[i].Counts = [model.MaxSeries]model.Count{}
		for series := range definition.Series {
			days[i].Counts[series] = model.Known(int64(1000*catalogueNumber(definition)+newestCount) - int64(lastDay-days[i].Date))
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
func (f *recordingReports) wantBegun(want ...string) {
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

// catalogueNumber is the place of a report in the catalogue, from 1.
func catalogueNumber(definition *model.Definition) int {
	return 1 + slices.Index(model.Catalogue(), definition)
}

// show does what a key does that shows another report.
func (d *testDashboard) show(name string) {
	d.t.Helper()
	definition := modeltest.Find(d.t, name)
	d.do(func(m Model) (Model, tea.Cmd) { return m.showReport(definition) })
}

// do changes the dashboard as a key does.
func (d *testDashboard) do(change func(Model) (Model, tea.Cmd)) {
	d.model.keys = append([]keyRow{{Binding: alsoKeys("ctrl+@"), when: func(Model) bool { return true }, do: change}}, d.model.keys...)
	d.press("ctrl+@")
	d.model.keys = d.model.keys[1:]
}

// newest is the count of the newest day of a report of recordingReports, as the legend shows it.
func newest(t testing.TB, name string) string {
	return fmt.Sprintf("%d,%03d", catalogueNumber(modeltest.Find(t, name)), newestCount)
}

// wantDays checks how many days the report shown has.
func (d *testDashboard) wantDays(want int) {
	d.t.Helper()
	if got := len(d.model.reading().Report.Days()); got != want {
		d.t.Errorf("the report shown has %d days, want %d", got, want)
	}
}

func withRecordingReports(t *testing.T, f *recordingReports, test func(*testDashboard)) {
	t.Helper()
	f.t = t
	config := sampleConfig(t)
	config.Reports = f
	withDashboard(t, config, 120, 40, test)
}
