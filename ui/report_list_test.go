package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/model/modeltest"
)

// TestGoldenReportList compares the list with the screens in testdata.
func TestGoldenReportList(t *testing.T) {
	for _, size := range append(slices.Clone(sizes), [2]int{200, 60}) {
		name := fmt.Sprintf("reports-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			config := catalogueConfig(t, "teams-messages")
			config.Reports = partlyStored{catalogueReports{t}}
			withDashboard(t, config, size[0], size[1], func(d *testDashboard) {
				d.press("o")
				d.wantGolden(name)
			})
		})
	}
}

// partlyStored lacks a report, and cannot read another.
type partlyStored struct{ catalogueReports }

func (p partlyStored) Stored(
	ctx context.Context, definition *model.Definition, period model.Period,
) (reports.Reading, error) {
	switch definition.Name {
	case "skype-organizer-users":
		return reports.Reading{}, errNotStored
	case "skype-devices":
		return reports.Reading{}, problem.New(problem.Error{What: "The store cannot be read"})
	}
	return p.catalogueReports.Stored(ctx, definition, period)
}

// TestListFitsAnyTerminal: no line is too wide and none too many, the chosen report is always visible, and from 80×24 on
// nothing is cut.
func TestListFitsAnyTerminal(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {41, 11}, {47, 13}, {59, 17}, {80, 24}, {99, 23}, {133, 47}, {500, 200}} {
		withDashboard(t, catalogueConfig(t, "email"), size[0], size[1], func(d *testDashboard) {
			d.press("o")
			for _, key := range []string{"home", "down", "pgdown", "end", "up", "pgup", "home"} {
				d.press(key)
				d.wantFit(d.model.View())
				title := d.model.list.chosen.Title
				if visible := title[:min(len(title), 20)]; !strings.Contains(d.screen(), "▸ "+visible) {
					t.Fatalf("%v: after %s %q is not visible:\n%s", size, key, title, d.screen())
				}
			}
			if size[0] < 80 || size[1] < 24 {
				return
			}
			d.wantNoText("…")
			for _, definition := range model.Catalogue() {
				d.wantText(definition.Title)
			}
		})
	}
}

func TestListFindsByTitleNameAndUnit(t *testing.T) {
	withDashboard(t, catalogueConfig(t, model.Default().Name), 80, 24, func(d *testDashboard) {
		d.press("o")
		for _, search := range []struct {
			types string
			finds []string
		}{
			{"teams", []string{"teams-messages", "teams-meetings", "teams-time", "teams-users", "teams-devices"}},
			{" USERS", []string{"teams-users", "teams-devices"}},
			{"qx", nil},
		} {
			for _, r := range search.types {
				d.press(strings.ReplaceAll(string(r), " ", "space"))
			}
			var found []string
			for _, definition := range d.model.listedReports() {
				found = append(found, definition.Name)
			}
			if !slices.Equal(found, search.finds) {
				t.Errorf("%q finds %v, want %v", d.model.list.filter, found, search.finds)
			}
		}
		d.wantText("No report matches.", "0 of 19")
		d.press("enter")
		d.wantText("No report matches.")
		d.press("backspace", "backspace", "end", "enter")
		d.wantText("Teams users by device", "Windows")
		d.wantNoText("Find a report")
	})
}

// TestListFindsByFunction: a name copied from Graph's documentation finds the reports of that function.
func TestListFindsByFunction(t *testing.T) {
	withDashboard(t, catalogueConfig(t, model.Default().Name), 80, 24, func(d *testDashboard) {
		for _, function := range model.Functions() {
			for _, typed := range []string{string(function), strings.ToLower(string(function)), strings.TrimPrefix(string(function), "get")} {
				d.press("o")
				d.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(typed), Paste: true})
				if found := d.model.listedReports(); !slices.Equal(found, function.Definitions()) {
					t.Errorf("%q finds %d reports, want %d", typed, len(found), len(function.Definitions()))
				}
				d.press("esc")
			}
		}
	})
}

func TestEndOfALongFilterIsVisible(t *testing.T) {
	withDashboard(t, catalogueConfig(t, model.Default().Name), 40, 10, func(d *testDashboard) {
		d.press("o")
		d.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("getSkypeForBusinessOrganizerActivityUserCounts"), Paste: true})
		d.wantText("Find a report: izerActivityUserCounts ")
		d.wantFit(d.model.View())
	})
}

func TestListClosesWithoutAChange(t *testing.T) {
	withDashboard(t, catalogueConfig(t, "email"), 80, 24, func(d *testDashboard) {
		before := d.screen()
		d.press("o", "up", "x", "esc")
		if d.screen() != before {
			t.Errorf("esc leaves another screen:\n%s", d.screen())
		}
	})
}

func TestMouseChoosesAReport(t *testing.T) {
	config := catalogueConfig(t, "email")
	config.Mouse = true
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("o")
		for line, text := range strings.Split(d.screen(), "\n") {
			if strings.Contains(text, "Teams calls and meetings") {
				d.send(tea.MouseMsg{X: 9, Y: line, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
			}
		}
		d.wantText("Teams calls and meetings", "Calls", "Meetings")
		d.wantNoText("Find a report")
	})
}

// TestBracketsGoThroughTheAvailableReports in both directions, from the last to the first.
func TestBracketsGoThroughTheAvailableReports(t *testing.T) {
	config := catalogueConfig(t, "teams-time")
	config.Available = []*model.Definition{
		modeltest.Find(t, "skype-devices"), modeltest.Find(t, "teams-time"), modeltest.Find(t, "email"),
	}
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		for _, step := range []struct{ key, title string }{
			{"]", "Email"}, {"]", "Skype users by device"}, {"]", "Teams time in calls and meetings"}, {"[", "Skype users by device"},
			{"[", "Email"},
		} {
			d.press(step.key)
			d.wantText(step.title)
		}
		d.press("o")
		d.wantText("3 reports", "Teams time in calls and meetings")
		d.wantNoText("Teams messages")
	})
	config.Available = config.Available[1:2]
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("]")
		d.wantText("There is no other report.", "Teams time in calls and meetings")
	})
}

// TestSwitchShowsStoredDataInTheNextFrame: no page that says that data is being read comes between two reports.
func TestSwitchShowsStoredDataInTheNextFrame(t *testing.T) {
	withDashboard(t, catalogueConfig(t, "teams-messages"), 80, 24, func(d *testDashboard) {
		before := d.screen()
		d.update(keyNamed("]"))
		if d.screen() != before {
			t.Errorf("a frame comes between:\n%s", d.screen())
		}
		d.send(nil)
		d.wantText("Teams calls and meetings", "Meetings")
		d.press("[")
		if d.screen() != before {
			t.Errorf("the report is not shown as before:\n%s", d.screen())
		}
	})
}

// TestSwitchWaitsForASlowStoreOnly as long as a flicker would take.
func TestSwitchWaitsForASlowStoreOnly(t *testing.T) {
	config := catalogueConfig(t, "teams-messages")
	config.Reports = slowStore{catalogueReports{t}}
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.advance(3 * time.Second)
		d.press("]")
		d.advance(time.Second)
		d.wantText("Teams calls and meetings", "Reading stored data…")
		d.advance(3 * time.Second)
		d.wantText("Meetings")
	})
}

// slowStore takes two seconds for each answer.
type slowStore struct{ catalogueReports }

func (s slowStore) Stored(
	ctx context.Context, definition *model.Definition, period model.Period,
) (reports.Reading, error) {
	time.Sleep(2 * time.Second)
	return s.catalogueReports.Stored(ctx, definition, period)
}

// TestListReadsTheStoreOnly, one report after the other, and in the modes without requests too.
func TestListReadsTheStoreOnly(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"offline": func(c *Config) { c.Offline = true }, "restricted": func(c *Config) { c.Restricted = true },
	} {
		config := sampleConfig(t)
		f := &recordingReports{t: t, isStored: true}
		config.Reports = f
		change(&config)
		withDashboard(t, config, 80, 24, func(d *testDashboard) {
			d.press("o")
			d.wantText("Email", "19,028", "28 Jun", "now")
			if f.wantBegun(); t.Failed() {
				t.Errorf("%s: the list has fetched", name)
			}
		})
	}
}

// TestListShowsWhatIsLoadedButNotStored, as in the demo.
func TestListShowsWhatIsLoadedButNotStored(t *testing.T) {
	withRecordingReports(t, &recordingReports{}, func(d *testDashboard) {
		d.advance(time.Second)
		d.press("o")
		d.wantText("5,140", "not stored")
		plain := strings.Join(d.model.PlainLines(), "\n")
		for _, want := range []string{
			"Skype peer-to-peer sessions: 5,140 sessions, data to 28 Jun 2021, selected.", "Email: not stored.",
		} {
			if !strings.Contains(plain, want) {
				t.Errorf("in plain text %q is missing:\n%s", want, plain)
			}
		}
		d.wantNoText("2,028")
	})
}
