package ui

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
	"peerdash/ui/theme"
)

var update = flag.Bool("update", false, "rewrite the golden screens")

// terminalKinds are the kinds of terminal that the golden screens are drawn for.
var terminalKinds = []struct {
	name  string
	theme theme.Theme
}{
	{"truecolour", theme.New(theme.TrueColour, theme.Dark, theme.Unicode)},
	{"mono", theme.New(theme.Mono, theme.Unknown, theme.Unicode)},
	{"ascii", theme.New(theme.Mono, theme.Unknown, theme.ASCII)},
}

var sizes = [][2]int{{40, 10}, {80, 24}, {120, 40}}

// TestGoldenViews compares every view at every size on every kind of terminal with the screens in testdata, which
// are to be read like pictures. With -update they are written again.
func TestGoldenViews(t *testing.T) {
	for view := range View(viewCount) {
		for _, size := range sizes {
			for _, kind := range terminalKinds {
				name := fmt.Sprintf("%s-%dx%d-%s", view, size[0], size[1], kind.name)
				t.Run(name, func(t *testing.T) {
					config := sampleConfig(t)
					config.Theme, config.View, config.Period = kind.theme, view, model.D30
					withDashboard(t, config, size[0], size[1], func(d *testDashboard) {
						d.press("left", "left", "left", "left")
						d.wantGolden(name)
					})
				})
			}
		}
	}
}

// states are the screens that a dashboard may come to besides that of a report.
var states = []struct {
	name    string
	reports func(t *testing.T) Reports
	change  func(*Config)
	then    func(*testDashboard)
}{
	{name: "loading", reports: func(*testing.T) Reports { return neverReports{} }},
	{name: "refreshing", reports: func(t *testing.T) Reports {
		return neverReports{stored: map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)}}
	}},
	{name: "error", reports: func(*testing.T) Reports { return fakeReports{failure: refused} }},
	{name: "error-over-stored", reports: func(t *testing.T) Reports {
		return fakeReports{stored: map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)}, failure: refused}
	}},
	{name: "empty", reports: func(*testing.T) Reports {
		return fakeReports{stored: map[model.Period]reports.Reading{
			model.D7: {Period: model.D7, Origin: reports.FromGraph, FetchedAt: noon, FreshUntil: noon.Add(time.Hour)},
		}}
	}},
	{name: "offline", reports: func(t *testing.T) Reports {
		return fakeReports{stored: map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)}}
	}, change: func(c *Config) { c.Offline = true }},
	{name: "device-code", reports: func(*testing.T) Reports { return fakeReports{failure: errNeedsSignIn} },
		change: func(c *Config) { c.SignIn = unansweredSignIn{} }},
	{name: "device-code-expired", reports: func(*testing.T) Reports { return fakeReports{failure: errNeedsSignIn} },
		change: func(c *Config) { c.SignIn = unansweredSignIn{} },
		then:   func(d *testDashboard) { d.advance(15*time.Minute + time.Second) }},
	{name: "zeros", reports: func(t *testing.T) Reports {
		return fakeReports{stored: map[model.Period]reports.Reading{model.D7: zeros(t)}}
	}},
	{name: "hidden-series", reports: func(t *testing.T) Reports { return fakeReports{stored: storedSamples(t)} },
		then: func(d *testDashboard) { d.press("space", "j", "j", "space") }},
	{name: "help", reports: func(t *testing.T) Reports { return fakeReports{stored: storedSamples(t)} },
		then: func(d *testDashboard) { d.press("?") }},
}

var refused = problem.New(problem.Error{
	Kind: problem.Permission, What: "Graph refused the report",
	Why: "S2SUnauthorized: Invalid permission.", RequestID: "0f3c5a1e-8d0e-4a5f-9a53-0d9b6a1c7e21",
	Do: "Ask an administrator to grant Reports.Read.All and to consent to it.",
})

var errNeedsSignIn = fmt.Errorf("no token: %w", signin.ErrSignInNeeded)

// neverReports has stored readings of some periods, and never an answer.
type neverReports struct {
	stored map[model.Period]reports.Reading
}

func (n neverReports) Stored(ctx context.Context, report *model.Definition, period model.Period) (reports.Reading, error) {
	return fakeReports{stored: n.stored}.Stored(ctx, report, period)
}

func (neverReports) Fetch(ctx context.Context, report *model.Definition, _ model.Period, _ reports.Reason) (reports.Reading, error) {
	<-ctx.Done()
	return reports.Reading{}, ctx.Err()
}

// unansweredSignIn gives a code and waits until it has expired.
type unansweredSignIn struct{}

func (unansweredSignIn) RequestCode(context.Context) (signin.DeviceCode, error) {
	return signin.DeviceCode{
		UserCode: "GHJK-2345", Address: "https://microsoft.com/devicelogin", Expires: noon.Add(15 * time.Minute),
	}, nil
}

func (unansweredSignIn) AwaitSignIn(ctx context.Context, _ signin.DeviceCode, _ func(error)) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(15 * time.Minute):
		return problem.New(problem.Error{
			Kind: problem.SignIn, What: "The code has expired", Why: "It was not entered within 15 minutes.",
		})
	}
}

func zeros(t *testing.T) reports.Reading {
	reading := sampleReading(t, model.D7)
	var days []model.Day
	for _, day := range reading.Report.Days() {
		for i := range model.Default().Series {
			day.Counts[i] = model.Known(0)
		}
		days = append(days, day)
	}
	report, err := model.NewReport(model.Default(), model.D7, days)
	if err != nil {
		t.Fatal(err)
	}
	reading.Report = report
	return reading
}

func TestGoldenStates(t *testing.T) {
	for _, state := range states {
		for _, size := range sizes {
			name := fmt.Sprintf("%s-%dx%d", state.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				config := sampleConfig(t)
				config.Theme, config.Reports = terminalKinds[1].theme, state.reports(t)
				if state.change != nil {
					state.change(&config)
				}
				withDashboard(t, config, size[0], size[1], func(d *testDashboard) {
					if state.then != nil {
						state.then(d)
					}
					d.wantGolden(name)
				})
			})
		}
	}
}

// wantGolden compares the screen with the golden file of a name, escape sequences written as \e.
func (d *testDashboard) wantGolden(name string) {
	d.t.Helper()
	view := d.model.View()
	d.wantFit(view)
	got := strings.ReplaceAll(view, "\x1b", `\e`) + "\n"
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			d.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	if got != string(want) {
		d.t.Errorf("the screen differs from %s; with -update it is written again. It shows:\n%s", path, d.screen())
	}
}

// wantFit fails the test if the screen has more lines than the terminal, or one that is wider.
func (d *testDashboard) wantFit(view string) {
	d.t.Helper()
	if problem := overflow(view, d.model.width, d.model.height); problem != "" {
		d.t.Error(problem)
	}
}

// overflow says what of a screen does not fit on a terminal; "" if all of it does.
func overflow(view string, width, height int) string {
	lines := strings.Split(view, "\n")
	if len(lines) > height {
		return fmt.Sprintf("%d lines on a terminal of %d", len(lines), height)
	}
	for i, line := range lines {
		if got := ansi.StringWidth(line); got > width {
			return fmt.Sprintf("line %d is %d wide on a terminal of %d: %q", i, got, width, ansi.Strip(line))
		}
	}
	return ""
}
