package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

const header = "Report Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing,File Transfer\n"

func TestPrintFetchesThroughTheRedirect(t *testing.T) {
	graph, box := startGraph(t)
	graph.GiveReport(model.D7, "\ufeff"+strings.ReplaceAll(header+"2021-06-28,2021-06-28,7,1177,407,,12,0\n", "\n", "\r\n"))
	got := box.run(t, "print", "--format", "json")
	got.wantExit(t, 0)
	var reading struct {
		RefreshDate string `json:"reportRefreshDate"`
		Period      string
		Source      string
		Value       []map[string]any
	}
	if err := json.Unmarshal([]byte(got.output), &reading); err != nil {
		t.Fatalf("%v in %s", err, got.output)
	}
	if reading.RefreshDate != "2021-06-28" || reading.Period != "D7" || reading.Source != "graph" || len(reading.Value) != 1 {
		t.Fatalf("reading = %+v", reading)
	}
	day := reading.Value[0]
	if day["im"] != 1177.0 || day["video"] != nil || day["fileTransfer"] != 0.0 {
		t.Errorf("day = %v, want 1177 IM, unknown video, no file transfer", day)
	}
	for _, request := range graph.Requests() {
		if request.Host == emulatortest.Download && request.Header.Get("Authorization") != "" {
			t.Error("the download host was sent the token")
		}
	}
}

func TestPrintFetchesWhenStaleOrRefreshed(t *testing.T) {
	tests := []struct {
		name      string
		arguments []string
		asked     int
		source    string
	}{
		{"fresh", nil, 1, `"kept"`},
		{"refresh", []string{"--refresh"}, 2, `"graph"`},
		{"stale", []string{"--max-age", "0s"}, 2, `"graph"`},
		{"offline", []string{"--offline", "--max-age", "0s"}, 1, `"kept"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			graph, box := startGraph(t)
			box.run(t, "print").wantExit(t, 0)
			got := box.run(t, append([]string{"print", "--format", "json"}, test.arguments...)...)
			got.wantExit(t, 0)
			if !strings.Contains(got.output, `"source":`+test.source) {
				t.Errorf("source is not %s: %.120s", test.source, got.output)
			}
			asked := 0
			for _, request := range graph.Requests() {
				if request.Host == emulatortest.Graph {
					asked++
				}
			}
			if asked != test.asked {
				t.Errorf("Graph got %d requests, want %d", asked, test.asked)
			}
		})
	}
}

func TestWrongUsage(t *testing.T) {
	tests := map[string][]string{
		"unknown command":      {"prnit"},
		"unknown flag":         {"print", "--colour"},
		"no such period":       {"print", "--period", "D14"},
		"no such format":       {"print", "--format", "xml"},
		"no such date":         {"print", "--since", "yesterday"},
		"no such view":         {"demo", "--view", "pie"},
		"no such theme":        {"demo", "--theme", "pink"},
		"too often":            {"demo", "--every", "1m"},
		"contradiction":        {"demo", "print", "--refresh", "--offline"},
		"no file":              {"open"},
		"argument too many":    {"version", "please"},
		"a chart of no width":  {"demo", "print", "--format", "chart", "--width", "-3"},
		"dashboard in a pipe":  {"demo"},
		"open in a pipe":       {"open", "report.csv"},
		"nothing to forget":    {"store", "forget"},
		"no such doctor":       {"doctor", "--format", "xml"},
		"no such store action": {"store", "burn"},
	}
	for name, arguments := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := newSandbox(t).run(t, arguments...)
			got.wantExit(t, 2, "peerdash: ")
			if got.output != "" {
				t.Errorf("standard output has %q", got.output)
			}
		})
	}
}

func TestPrintReadsFiles(t *testing.T) {
	box := newSandbox(t)
	report := header + "2021-06-28,2021-06-28,30,1,2,3,4,5\n2021-06-28,2021-06-27,30,6,7,8,9,10\n"
	name := filepath.Join(box.home, "saved.csv")
	if err := os.WriteFile(name, []byte(report), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, got := range []outcome{
		box.run(t, "print", "--format", "csv", name),
		box.runWith(t, report, "print", "--format", "csv", "-"),
	} {
		got.wantExit(t, 0)
		want := header + "2021-06-28,2021-06-27,30,6,7,8,9,10\n2021-06-28,2021-06-28,30,1,2,3,4,5\n"
		if got.output != want {
			t.Errorf("printed\n%s\nwant, oldest first,\n%s", got.output, want)
		}
	}
	got := box.run(t, "print", "--since", "2021-06-28", "--format", "csv", name)
	if want := header + "2021-06-28,2021-06-28,30,1,2,3,4,5\n"; got.output != want {
		t.Errorf("since the 28th printed\n%s\nwant\n%s", got.output, want)
	}
}

func TestOutputIsReplacedCompletelyOrNotAtAll(t *testing.T) {
	graph, box := startGraph(t)
	name := filepath.Join(box.home, "report.csv")
	got := box.run(t, "print", "--format", "csv", "--output", name)
	got.wantExit(t, 0)
	first, err := os.ReadFile(name)
	if err != nil || !strings.HasPrefix(string(first), header) || got.output != "" {
		t.Fatalf("file %.40q, error %v, standard output %q", first, err, got.output)
	}
	graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Respond(404, nil, ""))
	box.run(t, "print", "--refresh", "--format", "csv", "--output", name).wantExit(t, 4)
	if second, err := os.ReadFile(name); err != nil || string(second) != string(first) {
		t.Errorf("a failed print changed the file to %.40q, error %v", second, err)
	}
	box.run(t, "print", "--output", filepath.Join(box.home, "missing", "report.csv")).wantExit(t, 1, "missing")
}

func TestDemoPrintsASampleOrganization(t *testing.T) {
	got := newSandbox(t).run(t, "demo", "print", "--period", "D180", "--format", "ndjson")
	got.wantExit(t, 0)
	if days := strings.Count(got.output, "\n"); days < 170 {
		t.Errorf("%d days, want about 180", days)
	}
	chart := newSandbox(t).run(t, "demo", "print", "--format", "chart", "--width", "60", "--height", "15", "--ascii")
	chart.wantExit(t, 0)
	lines := strings.Split(strings.TrimSuffix(chart.output, "\n"), "\n")
	if len(lines) != 15 {
		t.Errorf("the chart has %d lines, want 15:\n%s", len(lines), chart.output)
	}
	for _, line := range lines {
		if len(line) > 60 || strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("line %q is wider than 60 or not ASCII", line)
		}
	}
}

func TestEveryCommandHasAnExampleAndAManual(t *testing.T) {
	box := newSandbox(t)
	box.run(t, "man", "manual").wantExit(t, 0)
	pages, err := filepath.Glob(filepath.Join(box.home, "manual", "*.1"))
	if err != nil || len(pages) < 12 {
		t.Fatalf("%d pages, error %v", len(pages), err)
	}
	for _, page := range pages {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(page)
		if strings.HasPrefix(name, "peerdash-completion") || name == "peerdash-store.1" {
			continue
		}
		if !strings.Contains(string(text), ".SH EXAMPLE") {
			t.Errorf("%s has no example", name)
		}
	}
}
