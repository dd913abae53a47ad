package ui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
	"peerdash/ui/theme"
)

// fuzzKeys are every key of the table, and some that mean nothing.
var fuzzKeys = func() []string {
	names := []string{"x", "f1", "ctrl+a", "esc", "qq", "vvv", "世", "o", "o]]", "backspace", "space"}
	for _, row := range keyTable() {
		names = append(names, row.Keys()...)
	}
	return names
}()

// FuzzUpdate throws keys, sizes and messages at the model, two bytes each: no panic, no line wider than the terminal, no
// more lines than it has, and no frame that a fresh drawing of the same state would not give.
func FuzzUpdate(f *testing.F) {
	f.Add([]byte{0, 10, 1, 20, 2, 3, 3, 4, 4, 5})
	f.Add([]byte("\x01\x50\x02\x18 v v v 5 4 m ? q \x03\x00\x04\x01\x05\x02\x06\x03\x07\x04"))
	f.Add([]byte{2, 0, 2, 1, 2, 2, 2, 3, 2, 4, 2, 5, 2, 6, 2, 7, 1, 0, 0, 30, 1, 255, 0, 255})
	f.Fuzz(func(t *testing.T, script []byte) {
		config := sampleConfig(t)
		config.Theme = fuzzThemes[len(script)%len(fuzzThemes)]
		config.SignIn = unansweredSignIn{}
		config.Report = model.Catalogue()[len(script)%len(model.Catalogue())]
		config.Tenant = strings.Repeat("ténant\x1b[31m世", len(script)%5)
		m := New(t.Context(), config)
		for i := 0; i+1 < len(script) && i < 200; i += 2 {
			next, _ := m.Update(fuzzMessage(t, m, script[i], script[i+1]))
			m = next.(Model)
			view := m.View()
			if fault := overflow(view, max(m.width, 1), max(m.height, 1)); fault != "" {
				t.Fatalf("at %dx%d: %s", m.width, m.height, fault)
			}
			if foreign := strings.IndexFunc(view, func(r rune) bool { return r > '~' }); config.Theme.ASCII() && foreign >= 0 {
				t.Fatalf("more than ASCII: %q", view[foreign:min(foreign+40, len(view))])
			}
			if fresh := strings.Join(m.lines(), "\n"); fresh != view {
				t.Fatalf("an old frame is shown:\n%s\nwant:\n%s", view, fresh)
			}
		}
	})
}

var fuzzThemes = []theme.Theme{
	theme.New(theme.TrueColour, theme.Dark, theme.Unicode), theme.New(theme.Mono, theme.Unknown, theme.ASCII),
	theme.New(theme.Colours16, theme.Light, theme.Console), theme.New(theme.Colours256, theme.Unknown, theme.Neutral),
}

// fuzzMessage makes a message out of two bytes.
func fuzzMessage(t *testing.T, m Model, kind, value byte) tea.Msg {
	period := model.Period(int(value) % model.PeriodCount)
	switch kind % 10 {
	case 0:
		return tea.WindowSizeMsg{Width: int(value) * 2, Height: m.height}
	case 1:
		return tea.WindowSizeMsg{Width: m.width, Height: int(value)}
	case 2:
		return storedReadMsg{report: m.report, period: period, reading: fuzzReading(t, m.report, period, value)}
	case 3:
		return reportFetchedMsg{report: m.report, period: period, version: m.schedule.Period(period).Version(), reading: fuzzReading(t, m.report, period, value)}
	case 4:
		return reportFetchedMsg{report: m.report, period: period, version: m.schedule.Period(period).Version(), err: fuzzFailure(value)}
	case 5:
		if value%6 == 5 {
			return fuzzListMessage(t, m, value)
		}
		return fuzzSignInMessage(m, value)
	case 6:
		return tea.MouseMsg{
			X: int(value) % max(m.width, 1), Y: int(value) % max(m.height, 1), Button: tea.MouseButton(value % 6),
			Action: tea.MouseAction(value % 3),
		}
	default:
		return keyNamed(fuzzKeys[int(value)%len(fuzzKeys)])
	}
}

// fuzzListMessage is what is stored of one of the reports.
func fuzzListMessage(t *testing.T, m Model, value byte) tea.Msg {
	message := listReadMsg{index: int(value) % len(m.config.Available), opened: m.list.opened}
	switch definition := m.config.Available[message.index]; value % 4 {
	case 0:
		message.notes = []string{strings.Repeat("note ", int(value))}
	case 1:
		message.listed.failure = problem.As(fuzzFailure(value))
	default:
		message.listed = summarize(fuzzReading(t, definition, model.D30, value), int(value)%len(definition.Series))
	}
	return message
}

func fuzzSignInMessage(m Model, value byte) tea.Msg {
	switch value % 5 {
	case 0:
		return codeReceivedMsg{attempt: m.signIn.attempt, code: signin.DeviceCode{
			UserCode: strings.Repeat("ABCD", int(value)/8), Address: "https://microsoft.com/devicelogin",
			Expires: noon.Add(time.Duration(value) * time.Minute),
		}}
	case 1:
		return signedInMsg{attempt: m.signIn.attempt}
	case 2:
		return signedInMsg{attempt: m.signIn.attempt, err: fuzzFailure(value)}
	case 3:
		return exportedMsg{path: strings.Repeat("/long", int(value))}
	default:
		return spinnerTurnedMsg{}
	}
}

func fuzzFailure(value byte) error {
	if value%7 == 0 {
		return errNeedsSignIn
	}
	return problem.New(problem.Error{
		Kind: problem.Kind(value % 10), What: strings.Repeat("what ", int(value)), Why: strings.Repeat("世", int(value)),
		Do: "Do\x1b[2J " + strings.Repeat("x", int(value)), RetryAt: noon.Add(time.Duration(value) * time.Minute),
	})
}

// fuzzReading is a report of a few days with counts up to the largest, or of none.
func fuzzReading(t *testing.T, definition *model.Definition, period model.Period, value byte) reports.Reading {
	var days []model.Day
	for i := range int(value) {
		day := model.Day{Date: lastDay - model.Date(i*(1+int(value)/64)), RefreshDate: lastDay}
		for n := range definition.Series {
			if (i+n)%5 > 0 {
				day.Counts[n] = model.Known(min(int64(value)<<(i*n%40), model.MaxCount))
			}
		}
		days = append(days, day)
	}
	report, err := model.NewReport(definition, period, days)
	if err != nil {
		t.Fatal(err)
	}
	return reports.Reading{
		Report: report, Period: period, FetchedAt: noon, FreshUntil: noon.Add(time.Duration(value%2) * time.Hour),
		Origin: reports.FromStore,
	}
}
