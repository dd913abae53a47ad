package ui

import (
	"bytes"
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
)

func TestExportWritesBesideWhatIsThere(t *testing.T) {
	config := sampleConfig(t)
	config.Tenant = "../conto so"
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("e")
		d.wantText("Written to")
		d.press("e", "E")
		for _, name := range []string{
			"peerdash-_conto_so-D7-2021-06-28.csv", "peerdash-_conto_so-D7-2021-06-28-2.csv",
			"peerdash-_conto_so-D7-2021-06-28.svg",
		} {
			if _, err := os.Stat(filepath.Join(config.Directory, name)); err != nil {
				t.Error(err)
			}
		}
		file, err := os.Open(filepath.Join(config.Directory, "peerdash-_conto_so-D7-2021-06-28.csv"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		report, err := graphapi.ParseReport(file, model.Default())
		if err != nil || len(report.Days()) != 7 {
			t.Errorf("the export reads back as %v with error %v", report.Days(), err)
		}
	})
}

func TestExportThatFailsSaysSo(t *testing.T) {
	config := sampleConfig(t)
	config.Directory = filepath.Join(config.Directory, "missing")
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("e")
		d.wantText("Export failed")
	})
}

func TestCopyPassesTheMultiplexer(t *testing.T) {
	encoded := base64.StdEncoding.EncodeToString([]byte(
		"2021-06-28  IM 1,128  Audio 376  Video 141  App Sharing 125  File Transfer 56  total 1,826"))
	for _, test := range []struct{ name, value, begins string }{
		{"", "", "\x1b]52;c;" + encoded + "\x07"},
		{"TMUX", "/tmp/tmux-0/default,1,0", "\x1bPtmux;\x1b\x1b]52;c;" + encoded},
		{"TERM", "screen.xterm-256color", "\x1bP\x1b]52;c;" + encoded[:76]},
	} {
		config := sampleConfig(t)
		var clipboard bytes.Buffer
		config.Clipboard = &clipboard
		config.Environ = func(name string) string {
			if name == test.name {
				return test.value
			}
			return ""
		}
		withDashboard(t, config, 80, 24, func(d *testDashboard) {
			d.press("y")
			d.wantText("Sent Mon 28 Jun 2021 to the clipboard (OSC 52).")
			if !strings.HasPrefix(clipboard.String(), test.begins) {
				t.Errorf("with %s=%s the terminal got %q, want %q", test.name, test.value, clipboard.String(), test.begins)
			}
		})
	}
}

func TestMouse(t *testing.T) {
	click := func(x, y int) tea.MouseMsg {
		return tea.MouseMsg{X: x, Y: y, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress}
	}
	for _, test := range []struct {
		name    string
		message tea.MouseMsg
		shows   string
	}{
		{"tab", click(13, 1), "[90d]"},
		{"first column of the view", click(70, 1), "lines ▾"},
		{"last column of the view", click(78, 1), "lines ▾"},
		{"hint", click(46, 23), "lines ▾"},
		{"wheel", tea.MouseMsg{X: 30, Y: 8, Action: tea.MouseActionPress, Button: tea.MouseButtonWheelUp}, "Sun 27 Jun 2021"},
		{"legend row", click(10, 17), "▸ ■ Audio"},
		{"day by click", click(13, 8), "Tue 22 Jun 2021"},
		{"day by hover", tea.MouseMsg{X: 30, Y: 8, Action: tea.MouseActionMotion}, "Thu 24 Jun 2021"},
	} {
		t.Run(test.name, func(t *testing.T) {
			config := sampleConfig(t)
			withDashboard(t, config, 80, 24, func(d *testDashboard) {
				before := d.model.View()
				d.send(test.message)
				if d.model.View() != before {
					t.Error("the mouse works although it is the terminal's")
				}
				d.press("m")
				d.send(test.message)
				d.wantText(test.shows)
			})
		})
	}
}

// TestClicksNextToTheViewAreIgnored clicks the columns next to the name of the view, as wide as its columns and not its bytes.
func TestClicksNextToTheViewAreIgnored(t *testing.T) {
	for _, column := range []int{69, 79} {
		config := sampleConfig(t)
		config.Mouse = true
		withDashboard(t, config, 80, 24, func(d *testDashboard) {
			d.send(tea.MouseMsg{X: column, Y: 1, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
			d.wantText("stacked ▾")
		})
	}
}

func TestWheelAndHintsWorkInHelp(t *testing.T) {
	config := sampleConfig(t)
	config.Mouse = true
	withDashboard(t, config, 40, 10, func(d *testDashboard) {
		d.press("?")
		d.wantText("Previous, next day")
		d.send(tea.MouseMsg{Button: tea.MouseButtonWheelDown, Action: tea.MouseActionPress})
		d.wantNoText("Previous, next day")
		d.send(tea.MouseMsg{X: 15, Y: 9, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
		d.wantText("stacked ▾")
	})
}

func TestWheelScrollsTheTable(t *testing.T) {
	config := sampleConfig(t)
	config.Mouse, config.View, config.Period = true, TableView, model.D90
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.send(tea.MouseMsg{Button: tea.MouseButtonWheelUp, Action: tea.MouseActionPress})
		d.wantText("▸ Fri 25 Jun 2021")
		d.send(tea.MouseMsg{Button: tea.MouseButtonWheelDown, Action: tea.MouseActionPress})
		d.wantText("▸ Mon 28 Jun 2021")
	})
}

// delayedSignIn is a sign-in whose person needs a while.
type delayedSignIn struct {
	takes  time.Duration
	signed *bool
}

func (p delayedSignIn) RequestCode(ctx context.Context) (signin.DeviceCode, error) {
	return unansweredSignIn{}.RequestCode(ctx)
}

func (p delayedSignIn) AwaitSignIn(ctx context.Context, _ signin.DeviceCode, _ func(error)) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(p.takes):
		*p.signed = true
		return nil
	}
}

// guardedReports need a sign-in.
type guardedReports struct {
	fakeReports
	signed *bool
}

func (g guardedReports) Fetch(ctx context.Context, report *model.Definition, period model.Period, reason reports.Reason) (reports.Reading, error) {
	if !*g.signed {
		return reports.Reading{}, errNeedsSignIn
	}
	return g.fakeReports.Fetch(ctx, report, period, reason)
}

func TestDeviceCodePageContinuesAutomatically(t *testing.T) {
	signed := false
	config := sampleConfig(t)
	config.Reports = guardedReports{fakeReports: fakeReports{fetched: storedSamples(t)}, signed: &signed}
	config.SignIn = delayedSignIn{takes: 2*time.Minute + time.Second, signed: &signed}
	var clipboard bytes.Buffer
	config.Clipboard = &clipboard
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("https://microsoft.com/devicelogin", "GHJK-2345", "expires in 15 minutes")
		d.press("y")
		if want := base64.StdEncoding.EncodeToString([]byte("GHJK-2345")); !strings.Contains(clipboard.String(), want) {
			t.Errorf("the clipboard got %q", clipboard.String())
		}
		d.wantText("Sent the code")
		d.advance(time.Minute + time.Second)
		d.wantText("expires in 14 minutes")
		d.advance(time.Minute + time.Second)
		d.wantText("1,128", "checked")
	})
}

func TestExpiredCodeIsFollowedByAFreshOne(t *testing.T) {
	config := sampleConfig(t)
	config.Reports, config.SignIn = fakeReports{failure: errNeedsSignIn}, unansweredSignIn{}
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.advance(15*time.Minute + time.Second)
		d.wantText("The code has expired", "r new code")
		d.press("r")
		d.wantText("GHJK-2345")
	})
}

func TestEscShowsStoredDataInsteadOfTheSignIn(t *testing.T) {
	config := sampleConfig(t)
	config.Reports = fakeReports{
		stored: map[model.Period]reports.Reading{model.D7: staleReading(t, model.D7)}, failure: errNeedsSignIn,
	}
	config.SignIn = unansweredSignIn{}
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.wantText("GHJK-2345", "esc")
		d.press("esc")
		d.wantText("1,128", "sign-in needed")
		d.press("r")
		d.wantText("GHJK-2345")
	})
}

func TestPlainLinesDescribeWhatChanges(t *testing.T) {
	withDashboard(t, sampleConfig(t), 400, 24, func(d *testDashboard) {
		before := d.model.PlainLines()
		for _, want := range []string{"Mon 28 Jun 2021: IM 1,128 (61.8 %)", "7 days: IM 6,114 (−2.6 %)", "checked 12:00."} {
			if !strings.Contains(strings.Join(before, "\n"), want) {
				t.Errorf("missing %q in:\n%s", want, strings.Join(before, "\n"))
			}
		}
		d.press("left")
		changed := slices.DeleteFunc(d.model.PlainLines(), func(line string) bool { return slices.Contains(before, line) })
		if len(changed) != 1 || !strings.HasPrefix(changed[0], "Sun 27 Jun 2021: IM 194") {
			t.Errorf("a step to the day before changed %q", changed)
		}
	})
}
