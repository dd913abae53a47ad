package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// daysAgo is a day of the emulator's organization, whose report ends two days ago.
func daysAgo(days int) string { return (model.DateOf(time.Now().UTC()) - model.Date(days)).String() }

type printed struct {
	Period string
	Value  []struct{ ReportDate string }
}

func (o outcome) printed(t *testing.T) printed {
	t.Helper()
	o.wantExit(t, 0)
	var got printed
	if err := json.Unmarshal([]byte(o.output), &got); err != nil || len(got.Value) == 0 {
		t.Fatalf("%v in %.200s", err, o.output)
	}
	return got
}

func TestSinceSelectsTheShortestPeriodThatReachesBack(t *testing.T) {
	graph, box := startGraph(t)
	for _, test := range []struct {
		since     int
		arguments []string
		period    string
	}{
		{4, nil, "D7"}, {20, nil, "D30"}, {60, nil, "D90"}, {150, nil, "D180"},
		{8, nil, "D7"}, {9, nil, "D30"}, {31, nil, "D30"}, {91, nil, "D90"}, {181, nil, "D180"},
		{20, []string{"--period", "D90"}, "D90"}, {20, []string{"--offline"}, "D30"},
	} {
		arguments := append([]string{"print", "--format", "json", "--since", daysAgo(test.since)}, test.arguments...)
		got := box.run(t, arguments...).printed(t)
		if first := got.Value[0].ReportDate; got.Period != test.period || first > daysAgo(test.since-2) || first < daysAgo(test.since) {
			t.Errorf("since %d days ago, %v: period %s from %s, want %s from %s",
				test.since, test.arguments, got.Period, first, test.period, daysAgo(test.since))
		}
	}
	asked := 0
	for _, request := range graph.Requests() {
		if request.Host == emulatortest.Graph {
			asked++
		}
	}
	if asked != 4 {
		t.Errorf("Graph was asked %d times, want once for each period", asked)
	}
	got := box.run(t, "print", "--format", "json", "--since", daysAgo(20), "--until", daysAgo(16)).printed(t)
	if last := got.Value[len(got.Value)-1].ReportDate; last != daysAgo(16) && last != daysAgo(17) {
		t.Errorf("the last day printed is %s, want %s", last, daysAgo(16))
	}
}

// TestAPeriodThatIsTooShortHasWarnings reads a period of Graph whose last day comes earlier than expected, after the store was damaged.
func TestAPeriodThatIsTooShortHasWarnings(t *testing.T) {
	graph, box := startGraph(t)
	graph.GiveReport(model.D7, header+daysAgo(1)+","+daysAgo(1)+",7,1,2,3,4,5\n")
	if err := os.MkdirAll(filepath.Dir(storePath(box)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(storePath(box), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := box.run(t, "print", "--format", "json", "--since", daysAgo(8))
	if period := got.printed(t).Period; period != "D30" {
		t.Errorf("the period is %s, want the next longer one", period)
	}
	if warnings := strings.Count(got.errors, "warning: "); warnings != 1 || !strings.Contains(got.errors, "renamed") {
		t.Errorf("standard error is %q, want the warning once", got.errors)
	}
}

func TestRangeThatIsNotCoveredIsAnError(t *testing.T) {
	_, box := startGraph(t)
	name := filepath.Join(box.home, "saved.csv")
	if err := os.WriteFile(name, []byte(header+"2021-06-28,2021-06-27,7,1,2,3,4,5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for title, test := range map[string]struct {
		arguments []string
		code      int
		says      []string
	}{
		"before every stored day": {[]string{"--since", daysAgo(900)}, 4, []string{"The stored days begin on ", "Use --since "}},
		"before --period all":     {[]string{"--period", "all", "--since", daysAgo(900)}, 4, []string{"The stored days begin on "}},
		"before the period":       {[]string{"--period", "D7", "--since", daysAgo(20)}, 2, []string{"The period D7 begins on ", "Leave out --period"}},
		"revisions":               {[]string{"--revisions", "--format", "ndjson", "--since", daysAgo(900)}, 4, []string{"The stored days begin on "}},
		"after the report":        {[]string{"--since", daysAgo(0)}, 4, []string{"The report ends on ", "before --since"}},
		"ends after the report":   {[]string{"--since", daysAgo(5), "--until", daysAgo(0)}, 4, []string{"The report ends on ", "before --until"}},
		"until before the report": {[]string{"--until", daysAgo(100)}, 2, []string{"The period D7 begins on ", "Use --since without --period"}},
		"since after until":       {[]string{"--since", daysAgo(3), "--until", daysAgo(4)}, 2, []string{"is after --until"}},
		"before the files":        {[]string{"--since", "2021-06-01", name}, 4, []string{"The files begin on 2021-06-22"}},
		"until before the files":  {[]string{"--until", "2021-06-01", name}, 4, []string{"The files begin on 2021-06-22", "a later --until"}},
		"after the files":         {[]string{"--since", "2021-06-29", name}, 4, []string{"The files end on 2021-06-28"}},
	} {
		t.Run(title, func(t *testing.T) {
			got := box.run(t, append([]string{"print"}, test.arguments...)...)
			got.wantExit(t, test.code, test.says...)
			if got.output != "" {
				t.Errorf("standard output has %.100q", got.output)
			}
		})
	}
}
