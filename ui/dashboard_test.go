package ui

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/ui/theme"
)

// noon is the time at which the tests' dashboards look at the clock.
var noon = time.Date(2021, time.June, 30, 12, 0, 0, 123456789, time.UTC)

var lastDay = model.NewDate(2021, time.June, 28)

// sampleReport is an organization's report: calm weekends, a slow decline, one day missing and one unknown in part.
func sampleReport(t testing.TB, period model.Period, days int) model.Report {
	t.Helper()
	var rows []model.Day
	for i := range days {
		date := lastDay - model.Date(days-1-i)
		if date == model.NewDate(2021, time.June, 9) {
			continue
		}
		base := int64(1200 + (int(lastDay)-int(date))*2)
		base -= int64((int(date) * 37) % 101)
		if date.IsWeekend() {
			base /= 6
		}
		day := model.Day{Date: date, RefreshDate: lastDay}
		for i, divisor := range []int64{1, 3, 8, 9, 20} {
			day.Counts[i] = model.Known(base / divisor)
		}
		if date == model.NewDate(2021, time.June, 24) {
			day.Counts[videoSeries] = model.Count{}
		}
		rows = append(rows, day)
	}
	report, err := model.NewReport(model.Default(), period, rows)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func sampleReading(t testing.TB, period model.Period) reports.Reading {
	t.Helper()
	days := period.Days()
	if period == model.All {
		days = 400
	}
	return reports.Reading{
		Report: sampleReport(t, period, days), Period: period, Origin: reports.FromGraph, FetchedAt: noon, FreshUntil: noon.Add(time.Hour),
	}
}

// fakeReports answers from two tables; a period without a row is not stored, or fails.
type fakeReports struct {
	stored, fetched map[model.Period]reports.Reading
	failure         error
}

var errNotStored = problem.New(problem.Error{Kind: problem.NotStored, What: "No stored data"})

func (f fakeReports) Stored(_ context.Context, _ *model.Definition, period model.Period) (reports.Reading, error) {
	if reading, found := f.stored[period]; found {
		return reading, nil
	}
	return reports.Reading{}, errNotStored
}

func (f fakeReports) Fetch(_ context.Context, _ *model.Definition, period model.Period, _ reports.Reason) (reports.Reading, error) {
	if reading, found := f.fetched[period]; found {
		return reading, nil
	}
	return reports.Reading{}, f.failure
}

// storedSamples are fresh readings of every period.
func storedSamples(t testing.TB) map[model.Period]reports.Reading {
	readings := map[model.Period]reports.Reading{}
	for _, period := range model.Periods() {
		readings[period] = sampleReading(t, period)
	}
	return readings
}

func sampleConfig(t testing.TB) Config {
	return Config{
		Reports: fakeReports{stored: storedSamples(t)}, Tenant: "contoso.onmicrosoft.com", Period: model.D7,
		Theme: theme.New(theme.Colours256, theme.Dark, theme.Unicode), Now: func() time.Time { return noon },
		Directory: t.TempDir(),
	}
}

// testDashboard is a dashboard on the test's own clock, whose commands run as in a program.
type testDashboard struct {
	t        *testing.T
	model    Model
	mutex    sync.Mutex
	messages []tea.Msg
}

// withDashboard runs a test of a dashboard at noon, inside a bubble of its own time.
func withDashboard(t *testing.T, config Config, width, height int, test func(*testDashboard)) {
	t.Helper()
	withDashboardAt(t, noon, config, width, height, test)
}

// withDashboardAt is withDashboard at another time.
func withDashboardAt(t *testing.T, start time.Time, config Config, width, height int, test func(*testDashboard)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		config.Now = func() time.Time { return start.Add(time.Since(began)) }
		test(startDashboard(t, config, width, height))
	})
}

// startDashboard starts a dashboard inside a bubble.
func startDashboard(t *testing.T, config Config, width, height int) *testDashboard {
	d := &testDashboard{t: t, model: New(t.Context(), config)}
	d.start(d.model.Init())
	d.send(tea.WindowSizeMsg{Width: width, Height: height})
	return d
}

// send gives a message to the dashboard, and then whatever follows from it without time passing.
func (d *testDashboard) send(message tea.Msg) {
	d.update(message)
	for {
		synctest.Wait()
		d.mutex.Lock()
		messages := d.messages
		d.messages = nil
		d.mutex.Unlock()
		if len(messages) == 0 {
			return
		}
		for _, message := range messages {
			d.update(message)
		}
	}
}

func (d *testDashboard) update(message tea.Msg) {
	next, command := d.model.Update(message)
	d.model = next.(Model)
	d.start(command)
}

func (d *testDashboard) start(command tea.Cmd) {
	if command == nil {
		return
	}
	go func() {
		message := command()
		if batch, isBatch := message.(tea.BatchMsg); isBatch {
			for _, each := range batch {
				d.start(each)
			}
			return
		}
		d.mutex.Lock()
		defer d.mutex.Unlock()
		d.messages = append(d.messages, message)
	}()
}

// advance lets time pass, in small steps.
func (d *testDashboard) advance(duration time.Duration) {
	const step = 100 * time.Millisecond
	for end := time.Now().Add(duration); time.Now().Before(end); {
		time.Sleep(min(step, time.Until(end)))
		d.send(nil)
	}
}

// wantText fails the test unless the screen shows each text.
func (d *testDashboard) wantText(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !strings.Contains(d.screen(), text) {
			d.t.Errorf("the screen lacks %q:\n%s", text, d.screen())
		}
	}
}

// wantNoText fails the test if the screen shows one of the texts.
func (d *testDashboard) wantNoText(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if strings.Contains(d.screen(), text) {
			d.t.Errorf("the screen shows %q:\n%s", text, d.screen())
		}
	}
}

// press sends keys by name, such as "right" or "V".
func (d *testDashboard) press(names ...string) {
	for _, name := range names {
		d.send(keyNamed(name))
	}
}

func keyNamed(name string) tea.KeyMsg {
	for kind := tea.KeyType(-100); kind < 200; kind++ {
		if k := (tea.KeyMsg{Type: kind}); kind != tea.KeyRunes && k.String() == name {
			return k
		}
	}
	if name == "space" {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// screen is what the terminal shows, without colours.
func (d *testDashboard) screen() string { return ansi.Strip(d.model.View()) }

func TestTooSmallTerminalNamesTheSizeNeeded(t *testing.T) {
	for width, want := range map[int]string{
		39: "peerdash needs 40×10; this is 39×9", 25: "peerdash needs 40×10", 20: "needs 40×10", 8: "40×10", 1: "",
	} {
		withDashboard(t, sampleConfig(t), width, 9, func(d *testDashboard) {
			if got := d.model.View(); got != want {
				t.Errorf("at %d columns: %q, want %q", width, got, want)
			}
		})
	}
}
