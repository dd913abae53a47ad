package ui

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/model"
)

// TestKeys presses keys on the report of 30 days whose last is Mon 28 Jun 2021.
func TestKeys(t *testing.T) {
	for _, test := range []struct {
		keys  string
		shows string
	}{
		{"left", "Sun 27 Jun 2021"},
		{"h h", "Sat 26 Jun 2021"},
		{"left left right", "Sun 27 Jun 2021"},
		{"h h l", "Sun 27 Jun 2021"},
		{"right", "Mon 28 Jun 2021"},
		{"H", "Mon 21 Jun 2021"},
		{"shift+left shift+left", "Mon 14 Jun 2021"},
		{"H H L", "Mon 21 Jun 2021"},
		{"H H shift+right", "Mon 21 Jun 2021"},
		{"home", "Sun 30 May 2021"},
		{"home left", "Sun 30 May 2021"},
		{"home end", "Mon 28 Jun 2021"},
		{"pgup", "Sun 30 May 2021"},
		{"1", "[7d]"},
		{"3", "[90d]"},
		{"4", "[180d]"},
		{"5", "[All]"},
		{"tab", "[90d]"},
		{"shift+tab", "[7d]"},
		{"shift+tab shift+tab", "[All]"},
		{"v", "lines ▾"},
		{"v v", "panels ▾"},
		{"v v v v", "table ▾"},
		{"v v v v v", "stacked ▾"},
		{"V", "table ▾"},
		{"H v V", "Mon 21 Jun 2021"},
		{"H 1", "Tue 22 Jun 2021"},
		{"j", "▸ ■ Audio"},
		{"down down", "▸ ■ Video"},
		{"k", "▸ ■ File Transfer"},
		{"up j", "▸ ■ IM"},
		{"J", "▸ ■ Audio"},
		{"K", "▸ ■ File Transfer"},
		{"space", "total 4 of 5"},
		{"space space", "total   "},
		{"enter", "total 1 of 5"},
		{"enter enter", "total   "},
		{"j space v v", "▸ · Audio"},
		{"V J", "▸Audio"},
		{"V up", "▸ Sun 27 Jun 2021"},
		{"V k k j", "▸ Sun 27 Jun 2021"},
		{"V left", "▸ Sun 27 Jun 2021"},
		{"V home", "▸ Sun 30 May 2021"},
		{"?", "Export as CSV, chart as SVG"},
		{"? ?", "▸ ■ IM"},
		{"? esc", "▸ ■ IM"},
		{"m", "Mouse on; m turns it off"},
		{"m m", "Mouse off."},
		{"x X ctrl+a esc 6", "Mon 28 Jun 2021"},
		{"g", "Sun 30 May 2021"},
		{"g G", "Mon 28 Jun 2021"},
		{"ctrl+u", "Sun 13 Jun 2021"},
		{"ctrl+u ctrl+d", "Mon 28 Jun 2021"},
		{"ctrl+b", "Sun 30 May 2021"},
		{"ctrl+b ctrl+f", "Mon 28 Jun 2021"},
		{"f1", "Export as CSV, chart as SVG"},
		{"f1 f1", "▸ ■ IM"},
		{"? q", "▸ ■ IM"},
		{"!", "No errors to show."},
		{"/ 2 0 2 1 - 0 6 - 2 1 enter", "Mon 21 Jun 2021"},
		{"/ 3 space J u n enter", "Thu 3 Jun 2021"},
		{"/ 3 space J u n", "Go to date: 3 Jun"},
		{"/ 3 1 backspace space J u n enter", "Thu 3 Jun 2021"},
		{"/ 1 space J a n enter", "outside 2021-05-30 to 2021-06-28"},
		{"/ q enter", "not a date: try 2021-06-28"},
		{"/ q esc", "▸ ■ IM"},
		{"/ enter", "▸ ■ IM"},
		{"enter space", "All series are hidden."},
		{"enter space V", "all series are hidden; space shows IM again"},
		{"enter space space", "total 1 of 5"},
		{"V", "14–30 of 30"},
		{"N", "Thu 24 Jun 2021: some counts are blank"},
		{"N N", "Wed 9 Jun 2021: no data"},
		{"g n", "Mon 7 Jun 2021: peak"},
		{"g n n", "Wed 9 Jun 2021: no data"},
		{"g n n n", "Thu 24 Jun 2021: some counts are blank"},
		{"n", "No later marked day."},
		{"g N", "No earlier marked day."},
		{"w", "Resolution: days"},
		{"w w", "7-day mean  stacked ▾"},
		{"w w w", "weekly mean  stacked ▾"},
		{"w w w w", "monthly mean  stacked ▾"},
		{"w w w w w", "Resolution: automatic"},
		{"w w w left", "21-27 Jun 2021"},
		{"w w w left left", "Sun 27 Jun 2021 · 312"},
		{"w w w left left", "total            312"},
		{"w w w left left left", "Sat 26 Jun 2021 · 297"},
		{"G", "No later day in this period."},
		{"g left", "No earlier day in this period."},
		{"w w N", "Thu 24 Jun 2021 · 1,767"},
		{"w w w H", "21-27 Jun 2021"},
		{"w w w H H", "14-20 Jun 2021"},
		{"w w w H right", "Mon 21 Jun 2021"},
		{"w w w H right left", "14-20 Jun 2021"},
		{"w w w V", "▸ Mon 28 Jun 2021"},
		{"w w w V up", "▸ Mon 21 Jun 2021"},
		{"+", "14 Jun – 28 Jun 2021  stacked ▾"},
		{"+ +", "21 Jun – 28 Jun 2021  stacked ▾"},
		{"+ + +", "22 Jun – 28 Jun 2021  stacked ▾"},
		{"+ + + +", "22 Jun – 28 Jun 2021  stacked ▾"},
		{"+ -", "Range: the whole period."},
		{"+ 0", "Range: the whole period."},
		{"+ 0 ctrl+l", "Range: the whole period."},
		{"+ g", "30 May – 13 Jun 2021  stacked ▾"},
		{"H H +", "7 Jun – 21 Jun 2021  stacked ▾"},
		{"z", "without outliers  stacked ▾"},
		{"z z", "Full scale."},
		{"c", "compared with 35d earlier  stacked ▾"},
		{"c z", "vs 35d earlier · no outliers  stacked ▾"},
		{"c c", "Comparison off."},
		{"5 c", "The period All has no earlier period to compare with."},
	} {
		t.Run(test.keys, func(t *testing.T) {
			config := sampleConfig(t)
			config.Period = model.D30
			withDashboard(t, config, 80, 24, func(d *testDashboard) {
				d.press(strings.Fields(test.keys)...)
				d.wantText(test.shows)
				d.wantFit(d.model.View())
			})
		})
	}
}

func TestRedrawingChangesNothingElse(t *testing.T) {
	for name, keys := range map[string]string{"notice": "+ 0", "date prompt": "/ 2 0"} {
		t.Run(name, func(t *testing.T) {
			withDashboard(t, sampleConfig(t), 80, 24, func(d *testDashboard) {
				d.press(strings.Fields(keys)...)
				before := d.model.View()
				next, command := d.model.Update(tea.KeyMsg{Type: tea.KeyCtrlL})
				if got := next.View(); got != before {
					t.Errorf("ctrl+l changed the frame to\n%s\nfrom\n%s", got, before)
				}
				if command == nil || command() != tea.ClearScreen() {
					t.Error("ctrl+l does not redraw the screen")
				}
			})
		})
	}
}

// TestKeysInTextFields: letters are typed there, and the keys that are none do what they do elsewhere.
func TestKeysInTextFields(t *testing.T) {
	for field, open := range map[string]string{"Go to date: qm?!": "/", "Find a report: qm?!": "o"} {
		for _, restricted := range []bool{false, true} {
			config := sampleConfig(t)
			config.Restricted = restricted
			withDashboard(t, config, 80, 24, func(d *testDashboard) {
				d.press(open, "q", "m", "?", "!")
				d.wantText(field)
				for key, want := range map[tea.KeyType]tea.Msg{
					tea.KeyCtrlC: tea.Quit(), tea.KeyCtrlL: tea.ClearScreen(), tea.KeyCtrlZ: tea.Suspend(),
				} {
					_, command := d.model.Update(tea.KeyMsg{Type: key})
					if is := command != nil && command() == want; is == (restricted && key == tea.KeyCtrlZ) {
						t.Errorf("%s, restricted %t: %v does %t", field, restricted, key, is)
					}
				}
				d.press("esc")
				d.wantNoText(field)
			})
		}
	}
}

func TestKeysTypedAheadAreDoneOneByOneAndPastedOnesNot(t *testing.T) {
	config := sampleConfig(t)
	config.Period = model.D30
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("hhhvj")})
		d.wantText("Fri 25 Jun 2021", "lines ▾", "▸ ■ Audio")
		d.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("hhh"), Paste: true})
		d.wantText("Fri 25 Jun 2021")
	})
}

func TestUnknownKeyDrawsNothing(t *testing.T) {
	withDashboard(t, sampleConfig(t), 80, 24, func(d *testDashboard) {
		frame := d.model.frame
		d.press("x", "f6", "ctrl+t")
		if d.model.frame != frame {
			t.Error("an unknown key made a new frame")
		}
	})
}

func TestQuittingKeys(t *testing.T) {
	for keys, quits := range map[string]bool{
		"q": true, "ctrl+c": true, "? q": false, "? q q": true, "? ctrl+c": true, "/ q": false, "/ ctrl+c": true,
		"m ! q": true, "? esc": false, "esc": false,
	} {
		config := sampleConfig(t)
		withDashboard(t, config, 80, 24, func(d *testDashboard) {
			names := strings.Fields(keys)
			d.press(names[:len(names)-1]...)
			_, command := d.model.Update(keyNamed(names[len(names)-1]))
			if isQuit(command) != quits {
				t.Errorf("%s: quits is %t, want %t", keys, !quits, quits)
			}
		})
	}
}

// isQuit reports whether a command, or one of a batch, quits the program.
func isQuit(command tea.Cmd) bool {
	if command == nil {
		return false
	}
	switch message := command().(type) {
	case tea.QuitMsg:
		return true
	case tea.BatchMsg:
		for _, each := range message {
			if isQuit(each) {
				return true
			}
		}
	}
	return false
}

func TestHelpOfTheSignInDescribesItsKeys(t *testing.T) {
	config := sampleConfig(t)
	config.Reports, config.SignIn = fakeReports{failure: errNeedsSignIn}, unansweredSignIn{}
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		d.press("?")
		d.wantText("Copy the code", "Request a new code", "Show stored data", "Quit")
	})
}

// TestHelpDescribesEveryKey looks for each key of the table in the help of the usual terminal.
func TestHelpDescribesEveryKey(t *testing.T) {
	withDashboard(t, sampleConfig(t), 80, 24, func(d *testDashboard) {
		d.press("?")
		d.wantText("missing day", "first of a month", "same weekday 7, 35, 91 or 182 days before", "counted in both")
		for _, row := range d.model.keys {
			if help := row.Help(); help.Key != "" && row.group != signInKeys {
				d.wantText(help.Key, help.Desc)
			}
		}
	})
}

func TestKeyLineNamesTheMostNeededKeys(t *testing.T) {
	withDashboard(t, sampleConfig(t), 80, 24, func(d *testDashboard) {
		d.wantText("←→ day  ↑↓ series  tab period  []o report  v view  r refresh  ? help  q quit")
		d.press("1", "V")
		d.wantText("←→ day  ↑↓ day  tab period  []o report  v view  r refresh  ? help  q quit")
	})
}

func TestTotalFollowsTheLastRowOfAShortTable(t *testing.T) {
	withDashboard(t, sampleConfig(t), 80, 40, func(d *testDashboard) {
		d.press("1", "V")
		_, after, _ := strings.Cut(d.screen(), "Mon 28 Jun 2021")
		if lines := strings.Split(after, "\n"); !strings.HasPrefix(lines[1], "   total") {
			t.Errorf("below the last day is %q, want the total:\n%s", lines[1], d.screen())
		}
	})
}
