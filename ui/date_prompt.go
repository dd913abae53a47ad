package ui

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/model"
	"peerdash/ui/theme"
)

// datePrompt is the line in which a date is typed.
type datePrompt struct {
	text string
	// fault says what is wrong with the text; "" before it has been entered.
	fault string
}

// longestDate is the most characters that a date may have: "30 September 2026", and some blanks.
const longestDate = 24

// typeDate handles a key while the prompt is open.
func (m Model) typeDate(message tea.KeyMsg) Model {
	if message.Type == tea.KeyEnter {
		return m.enterDate()
	}
	if text, edited := editField(m.prompt.text, message, longestDate); edited {
		m.prompt = datePrompt{text: text}
	}
	return m
}

// enterDate selects the date that was typed.
func (m Model) enterDate() Model {
	if strings.TrimSpace(m.prompt.text) == "" {
		return m.close()
	}
	days := m.summary.days
	first, last := days[0].Date, days[len(days)-1].Date
	date, known := parseTypedDate(m.prompt.text, last)
	switch {
	case !known:
		m.prompt.fault = "not a date: try " + last.String()
		return m
	case date < first || date > last:
		m.prompt.fault = "outside " + first.String() + " to " + last.String()
		return m
	}
	return m.close().selectDay(int(date - first))
}

// dateForms are the ways to type a date; those without a year mean the latest such day up to the last one shown.
var dateForms = []struct {
	layout  string
	hasYear bool
}{
	{time.DateOnly, true}, {"2006-1-2", true}, {"2 Jan 2006", true}, {"2 January 2006", true},
	{"2 Jan", false}, {"2 January", false}, {"Jan 2", false}, {"January 2", false}, {"1-2", false},
}

func parseTypedDate(text string, last model.Date) (model.Date, bool) {
	text = strings.Join(strings.Fields(text), " ")
	for _, form := range dateForms {
		if form.hasYear {
			if t, err := time.Parse(form.layout, text); err == nil {
				return model.DateOf(t), true
			}
			continue
		}
		for year := last.Time().Year(); year >= last.Time().Year()-4; year-- {
			t, err := time.Parse("2006 "+form.layout, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006 ")+text)
			if err == nil && model.DateOf(t) <= last {
				return model.DateOf(t), true
			}
		}
	}
	return 0, false
}

// promptLine is the prompt with what has been typed, and what is wrong with it.
func (m Model) promptLine() string {
	r := m.painter.New(m.width-1).Put(theme.Plain, " ").Put(theme.Accent, "Go to date: ")
	r.Put(theme.Plain, m.prompt.text).Put(theme.Selected, " ")
	switch {
	case m.prompt.fault != "":
		r.PutFitted(theme.Warning, "  "+m.prompt.fault)
	case m.prompt.text == "":
		r.PutFitted(theme.Muted, "  "+m.day().Date.String()+" or "+m.day().Date.Time().Format("2 Jan"))
	}
	return r.String()
}
