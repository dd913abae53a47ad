package store

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"peerdash/model"
)

// dayOf is a day of June 2021 as reported on a refresh date of July: dayOf("22@1 10 7") has ten IM and seven Audio
// sessions; "?" is unknown.
func dayOf(t testing.TB, text string) model.Day {
	t.Helper()
	fields := strings.Fields(text)
	date, refresh, _ := strings.Cut(fields[0], "@")
	day := model.Day{Date: model.NewDate(2021, 6, number(t, date)), RefreshDate: model.NewDate(2021, 7, number(t, refresh))}
	for i, field := range fields[1:] {
		if field != "?" {
			day.Counts[i] = model.Known(int64(number(t, field)))
		}
	}
	return day
}

func number(t testing.TB, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func textOf(day model.Day) string {
	var text strings.Builder
	text.WriteString(strconv.Itoa(day.Date.Time().Day()) + "@" + strconv.Itoa(day.RefreshDate.Time().Day()))
	for _, t := range []int{imSeries, audioSeries} {
		if sessions, known := day.Counts[t].Value(); known {
			text.WriteString(" " + strconv.FormatInt(sessions, 10))
		} else {
			text.WriteString(" ?")
		}
	}
	return text.String()
}

func reportOf(t testing.TB, days ...string) model.Report {
	t.Helper()
	var all []model.Day
	for _, text := range days {
		all = append(all, dayOf(t, text))
	}
	report, err := model.NewReport(model.Default(), model.D7, all)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// mergeTable lists the rules for merging reports. The store and DaySet both follow them.
var mergeTable = []struct {
	name    string
	reports []string // each one day
	want    []string // all revisions, the one that holds last
	last    Changes  // of the last report
}{
	{"a first day is new", []string{"22@1 10 7"}, []string{"22@1 10 7"}, Changes{New: 1}},
	{"the same again changes nothing", []string{"22@1 10 7", "22@1 10 7"}, []string{"22@1 10 7"}, Changes{Unchanged: 1}},
	{"a later refresh date wins", []string{"22@1 10 7", "22@2 11 7"}, []string{"22@1 10 7", "22@2 11 7"}, Changes{Revised: 1}},
	{"an older report never wins", []string{"22@2 11 7", "22@1 10 7"}, []string{"22@1 10 7", "22@2 11 7"}, Changes{Unchanged: 1}},
	{"an older report may say the same", []string{"22@2 10 7", "22@1 10 7"}, []string{"22@2 10 7"}, Changes{Unchanged: 1}},
	{"a later unknown wins too", []string{"22@1 10 7", "22@2 ? 7"}, []string{"22@1 10 7", "22@2 ? 7"}, Changes{Revised: 1}},
	{"the same refresh date leaves known counts", []string{"22@1 10 7", "22@1 ? ?"}, []string{"22@1 10 7"}, Changes{Unchanged: 1}},
	{"the same refresh date fills what is unknown", []string{"22@1 10 ?", "22@1 ? 7"}, []string{"22@1 10 7"}, Changes{Revised: 1}},
	{"zero is known", []string{"22@1 0 7", "22@1 ? 7"}, []string{"22@1 0 7"}, Changes{Unchanged: 1}},
	{"the same refresh date contradicts", []string{"22@1 10 7", "22@1 11 ?"}, []string{"22@1 10 7", "22@1 11 7"}, Changes{Revised: 1}},
	{"a repeated contradiction changes nothing", []string{"22@1 10 7", "22@1 11 7", "22@1 10 7"},
		[]string{"22@1 10 7", "22@1 11 7"}, Changes{Unchanged: 1}},
	{"nor with fewer counts", []string{"22@1 10 ?", "22@1 11 7", "22@1 10 ?"},
		[]string{"22@1 10 ?", "22@1 11 7"}, Changes{Unchanged: 1}},
	{"repeated counts have the later refresh date", []string{"22@1 10 7", "22@3 10 7", "22@2 12 7"},
		[]string{"22@2 12 7", "22@3 10 7"}, Changes{Unchanged: 1}},
	{"repeated earlier counts have the later of their dates", []string{"22@1 10 7", "22@4 12 7", "22@2 10 7"},
		[]string{"22@2 10 7", "22@4 12 7"}, Changes{Unchanged: 1}},
	{"a value may come back", []string{"22@1 10 7", "22@2 12 7", "22@3 10 7"},
		[]string{"22@1 10 7", "22@2 12 7", "22@3 10 7"}, Changes{Revised: 1}},
}

func TestSeriesMerge(t *testing.T) {
	for _, test := range mergeTable {
		t.Run(test.name, func(t *testing.T) {
			var set DaySet
			var changes Changes
			for _, text := range test.reports {
				changes = set.Merge(reportOf(t, text))
			}
			if changes != test.last {
				t.Errorf("the last report made %+v, want %+v", changes, test.last)
			}
			checkRevisions(t, set.Revisions(), test.want)
			report, err := set.Report(model.Default(), model.All)
			if want := test.want[len(test.want)-1]; err != nil || textOf(report.Days()[0]) != want {
				t.Errorf("what holds is %v, %v, want %s", report.Days(), err, want)
			}
		})
	}
}

func checkRevisions(t *testing.T, got []model.Day, want []string) {
	t.Helper()
	var texts []string
	for _, day := range got {
		texts = append(texts, textOf(day))
	}
	if !slices.Equal(texts, want) {
		t.Errorf("revisions are %q, want %q", texts, want)
	}
}
