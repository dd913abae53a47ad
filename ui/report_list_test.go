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
)

// TestGoldenReportList compares the list with the screens in testdata.
func TestGoldenReportList(t *testing.T) {
	for _, size := range append(slices.Clone(sizes), [2]int{200, 60}) {
		name := fmt.Sprintf("reports-%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			config := catalogueConfig(t, "teams-messages")
			config.Reports = partlyStored{catalogueReports{t}}
			onBench(t, config, size[0], size[1], func(b *bench) {
				b.press("o")
				b.wantsGolden(name)
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
		onBench(t, catalogueConfig(t, "email"), size[0], size[1], func(b *bench) {
			b.press("o")
			for _, key := range []string{"home", "down", "pgdown", "end", "up", "pgup", "home"} {
				b.press(key)
				b.wantsFit(b.model.View())
				title := b.model.list.chosen.Title
				if visible := title[:min(len(title), 20)]; !strings.Contains(b.screen(), "▸ "+visible) {
					t.Fatalf("%v: after %s %q is not visible:\n%s", size, key, title, b.screen())
				}
			}
			if size[0] < 80 || size[1] < 24 {
				return
			}
			b.lacks("…")
			for _, definition := range model.Catalogue() {
				b.wants(definition.Title)
			}
		})
	}
}

func TestListFindsByTitleNameAndUnit(t *testing.T) {
	onBench(t, catalogueConfig(t, model.Default().Name), 80, 24, func(b *bench) {
		b.press("o")
		for _, search := range []struct {
			types string
			finds []string
		}{
			{"teams", []string{"teams-messages", "teams-meetings", "teams-time", "teams-users", "teams-devices"}},
			{" USERS", []string{"teams-users", "teams-devices"}},
			{"qx", nil},
		} {
			for _, r := range search.types {
				b.press(strings.ReplaceAll(string(r), " ", "space"))
			}
			var found []string
			for _, definition := range b.model.listedReports() {
				found = append(found, definition.Name)
			}
			if !slices.Equal(found, search.finds) {
				t.Errorf("%q finds %v, want %v", b.model.list.filter, found, search.finds)
			}
		}
		b.wants("No report matches.", "0 of 19")
		b.press("enter")
		b.wants("No report matches.")
		b.press("backspace", "backspace", "end", "enter")
		b.wants("Teams users by device", "Windows")
		b.lacks("Find a report")
	})
}

func TestListClosesWithoutAChange(t *testing.T) {
	onBench(t, catalogueConfig(t, "email"), 80, 24, func(b *bench) {
		before := b.screen()
		b.press("o", "up", "x", "esc")
		if b.screen() != before {
			t.Errorf("esc leaves another screen:\n%s", b.screen())
		}
	})
}

func TestMouseChoosesAReport(t *testing.T) {
	config := catalogueConfig(t, "email")
	config.Mouse = true
	onBench(t, config, 80, 24, func(b *bench) {
		b.press("o")
		for line, text := range strings.Split(b.screen(), "\n") {
			if strings.Contains(text, "Teams calls and meetings") {
				b.send(tea.MouseMsg{X: 9, Y: line, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
			}
		}
		b.wants("Teams calls and meetings", "Calls", "Meetings")
		b.lacks("Find a report")
	})
}

// TestBracketsGoThroughTheAvailableReports in both directions, from the last to the first.
func TestBracketsGoThroughTheAvailableReports(t *testing.T) {
	config := catalogueConfig(t, "teams-time")
	config.Available = []*model.Definition{
		definitionNamed(t, "skype-devices"), definitionNamed(t, "teams-time"), definitionNamed(t, "email"),
	}
	onBench(t, config, 80, 24, func(b *bench) {
		for _, step := range []struct{ key, title string }{
			{"]", "Email"}, {"]", "Skype users by device"}, {"]", "Teams time in calls and meetings"}, {"[", "Skype users by device"},
			{"[", "Email"},
		} {
			b.press(step.key)
			b.wants(step.title)
		}
		b.press("o")
		b.wants("3 reports", "Teams time in calls and meetings")
		b.lacks("Teams messages")
	})
	config.Available = config.Available[1:2]
	onBench(t, config, 80, 24, func(b *bench) {
		b.press("]")
		b.wants("There is no other report.", "Teams time in calls and meetings")
	})
}

// TestSwitchShowsStoredDataInTheNextFrame: no page that says that data is being read comes between two reports.
func TestSwitchShowsStoredDataInTheNextFrame(t *testing.T) {
	onBench(t, catalogueConfig(t, "teams-messages"), 80, 24, func(b *bench) {
		before := b.screen()
		b.update(keyNamed("]"))
		if b.screen() != before {
			t.Errorf("a frame comes between:\n%s", b.screen())
		}
		b.send(nil)
		b.wants("Teams calls and meetings", "Meetings")
		b.press("[")
		if b.screen() != before {
			t.Errorf("the report is not shown as before:\n%s", b.screen())
		}
	})
}

// TestSwitchWaitsForASlowStoreOnly as long as a flicker would take.
func TestSwitchWaitsForASlowStoreOnly(t *testing.T) {
	config := catalogueConfig(t, "teams-messages")
	config.Reports = slowStore{catalogueReports{t}}
	onBench(t, config, 80, 24, func(b *bench) {
		b.pass(3 * time.Second)
		b.press("]")
		b.pass(time.Second)
		b.wants("Teams calls and meetings", "Reading stored data…")
		b.pass(3 * time.Second)
		b.wants("Meetings")
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
		f := &family{t: t, isStored: true}
		config.Reports = f
		change(&config)
		onBench(t, config, 80, 24, func(b *bench) {
			b.press("o")
			b.wants("Email", "19,028", "28 Jun", "now")
			if f.wantBegun(); t.Failed() {
				t.Errorf("%s: the list has fetched", name)
			}
		})
	}
}

// TestListShowsWhatIsLoadedButNotStored, as in the demo.
func TestListShowsWhatIsLoadedButNotStored(t *testing.T) {
	onFamily(t, &family{}, func(b *bench) {
		b.pass(time.Second)
		b.press("o")
		b.wants("5,140", "not stored")
		plain := strings.Join(b.model.PlainLines(), "\n")
		for _, want := range []string{
			"Skype peer-to-peer sessions: 5,140 sessions, data to 28 Jun 2021, selected.", "Email: not stored.",
		} {
			if !strings.Contains(plain, want) {
				t.Errorf("in plain text %q is missing:\n%s", want, plain)
			}
		}
		b.lacks("2,028")
	})
}
