package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestExportOfAllImportsIntoTheSame(t *testing.T) {
	here, there := newSandbox(t), newSandbox(t)
	for name, content := range map[string]string{
		"old.csv":    header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n2021-06-20,2021-06-20,7,2,2,2,2,2\n",
		"new.csv":    header + "2021-06-22,2021-06-20,30,3,2,2,2,2\n2021-06-22,2021-06-22,30,,4,4,4,4\n",
		"broken.csv": header + "2021-06-28,2021-06-25,7,5,5,5,5,5\n2021-06-28,2021-06-26,7,many,5,5,5,5\n",
	} {
		if err := os.WriteFile(filepath.Join(here.home, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := here.run(t, "import", "--tenant", "contoso.com", "old.csv", "broken.csv", "new.csv")
	got.wantExit(t, 5, "broken.csv", "many")
	for _, want := range []string{"old.csv: 2 days new, 0 revised, 0 unchanged", "new.csv: 1 day new, 1 revised, 0 unchanged"} {
		if !strings.Contains(got.output, want) {
			t.Errorf("import does not say %q:\n%s", want, got.output)
		}
	}
	all := here.run(t, "print", "--offline", "--period", "all", "--format", "csv")
	all.wantExit(t, 0)
	want := header + "2021-06-20,2021-06-19,all,1,1,1,1,1\n2021-06-22,2021-06-20,all,3,2,2,2,2\n2021-06-22,2021-06-22,all,,4,4,4,4\n"
	if all.output != want {
		t.Errorf("stored\n%s\nwant\n%s", all.output, want)
	}
	there.runWith(t, all.output, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	if again := there.run(t, "print", "--offline", "--period", "all", "--format", "csv"); again.output != want {
		t.Errorf("imported\n%s\nwant\n%s", again.output, want)
	}
}

func TestOfflineFindsTheTenant(t *testing.T) {
	box := newSandbox(t)
	report := header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n"
	box.run(t, "print", "--offline", "--period", "all").wantExit(t, 4)
	box.runWith(t, report, "import", "-").wantExit(t, 2, "tenant of these reports is unknown", "--tenant")
	box.runWith(t, report, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	box.run(t, "print", "--offline", "--period", "all").wantExit(t, 0)
	box.runWith(t, report, "import", "--tenant", "fabrikam.com", "-").wantExit(t, 0)
	box.run(t, "print", "--offline", "--period", "all").wantExit(t, 2, "contoso.com", "fabrikam.com", "--tenant")
	box.run(t, "print", "--offline", "--period", "all", "--tenant", "fabrikam.com").wantExit(t, 0)
}

func TestStoreForgetsATenant(t *testing.T) {
	box := newSandbox(t)
	report := header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n"
	box.runWith(t, report, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	box.run(t, "store", "forget", "--tenant", "contoso.com").wantExit(t, 2, "--yes")
	box.run(t, "store", "forget", "--yes").wantExit(t, 2, "--tenant")
	box.run(t, "store", "forget", "--import", "1", "--tenant", "contoso.com", "--yes").wantExit(t, 2, "--import")
	shown := box.run(t, "store")
	for _, want := range []string{"contoso.com", "2021-06-19", "standard input", "import 1"} {
		if !strings.Contains(shown.output, want) {
			t.Errorf("store does not show %q:\n%s", want, shown.output)
		}
	}
	box.run(t, "store", "forget", "--tenant", "contoso.com", "--yes").wantExit(t, 0)
	box.run(t, "store", "vacuum").wantExit(t, 0)
	if shown := box.run(t, "store"); strings.Contains(shown.output, "contoso.com") {
		t.Errorf("it was not forgotten:\n%s", shown.output)
	}
}

func TestStoreForgetsDaysAndImports(t *testing.T) {
	box := newSandbox(t)
	printed := func(want ...string) {
		t.Helper()
		got := box.run(t, "print", "--offline", "--period", "all", "--format", "csv")
		if got.output != header+strings.Join(want, "") {
			t.Errorf("printed\n%s\nwant %q", got.output, want)
		}
	}
	const first, second, revised = "2021-06-20,2021-06-19,all,1,1,1,1,1\n", "2021-06-20,2021-06-20,all,2,2,2,2,2\n", "2021-06-21,2021-06-19,all,3,1,1,1,1\n"
	box.runWith(t, header+first+second, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	box.runWith(t, header+revised, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	printed(revised, second)
	box.run(t, "store", "forget", "--import", "7", "--yes").wantExit(t, 2, "No such import", "peerdash store")
	box.run(t, "store", "forget", "--import", "2", "--yes").wantExit(t, 0)
	printed(first, second)
	box.run(t, "store", "forget", "--tenant", "contoso.com", "--since", "2021-06-20", "--until", "2021-06-19", "--yes").wantExit(t, 2, "--since")
	box.run(t, "store", "forget", "--tenant", "contoso.com", "--since", "2021-06-20", "--yes").wantExit(t, 0)
	printed(first)
}

func TestStoreAtAnotherPlace(t *testing.T) {
	box := newSandbox(t)
	place := filepath.Join(box.home, "reports", "mine.db")
	elsewhere := box.with("PEERDASH_STORE=" + place)
	report := header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n"
	elsewhere.runWith(t, report, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	if _, err := os.Stat(place); err != nil {
		t.Error(err)
	}
	if shown := elsewhere.run(t, "store"); !strings.Contains(shown.output, place) {
		t.Errorf("store shows\n%s", shown.output)
	}
	elsewhere.run(t, "print", "--offline", "--period", "all").wantExit(t, 0)
	box.run(t, "print", "--offline", "--period", "all").wantExit(t, 4)
}

// TestReportsWithoutStoredDaysSaysWhy has a store of several tenants, and one of a newer version.
func TestReportsWithoutStoredDaysSaysWhy(t *testing.T) {
	box := newSandbox(t)
	report := header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n"
	box.runWith(t, report, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	box.runWith(t, report, "import", "--tenant", "fabrikam.com", "-").wantExit(t, 0)
	box.run(t, "reports").wantExit(t, 0, "contoso.com, fabrikam.com. ", "--tenant")
	path := storePath(box)
	content, err := os.ReadFile(path)
	must(t, err)
	const userVersion = 60 // the offset of these four bytes in the header of SQLite's files
	content[userVersion+3] = 99
	must(t, os.WriteFile(path, content, 0o600))
	box.run(t, "reports").wantExit(t, 0, "(its schema is version 99). ")
}

func TestStoreRecoversWhatIsDamaged(t *testing.T) {
	box := newSandbox(t)
	report := header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n"
	box.runWith(t, report, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	path := storePath(box)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.LastIndex(string(content), "standard input")
	content[at] ^= 4
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	shown := box.run(t, "store")
	shown.wantExit(t, 0, "damaged")
	_, listed, _ := strings.Cut(shown.output, "Damaged stores")
	_, damaged, _ := strings.Cut(strings.TrimSpace(listed), "\n")
	damaged = strings.TrimSpace(damaged)
	if !strings.HasPrefix(damaged, path+".damaged-") {
		t.Fatalf("store lists %q:\n%s", damaged, shown.output)
	}
	if checked := box.run(t, "doctor"); !strings.Contains(checked.output, "store recover "+damaged) {
		t.Errorf("doctor does not name the damaged store:\n%s", checked.output)
	}
	box.run(t, "print", "--offline", "--period", "all").wantExit(t, 4)
	box.run(t, "store", "recover", damaged+".missing").wantExit(t, 1, "Nothing can be recovered")
	got := box.run(t, "store", "recover", damaged)
	if got.wantExit(t, 0); !strings.Contains(got.output, "contoso.com: 1 day new") {
		t.Errorf("recover prints\n%s", got.output)
	}
	box.run(t, "print", "--offline", "--period", "all").wantExit(t, 0)
}

func TestRevisionsListEachValueOfADay(t *testing.T) {
	box := newSandbox(t)
	for _, row := range []string{"2021-06-20,2021-06-20,7,2,2,2,2,2\n", "2021-06-22,2021-06-20,30,3,2,2,2,2\n"} {
		box.runWith(t, header+row, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	}
	got := box.run(t, "print", "--offline", "--format", "ndjson", "--revisions")
	got.wantExit(t, 0)
	want := `{"reportRefreshDate":"2021-06-20","reportDate":"2021-06-20","reportPeriod":"all","im":2,"audio":2,"video":2,"appSharing":2,"fileTransfer":2}
{"reportRefreshDate":"2021-06-22","reportDate":"2021-06-20","reportPeriod":"all","im":3,"audio":2,"video":2,"appSharing":2,"fileTransfer":2}
`
	if got.output != want {
		t.Errorf("printed\n%s\nwant\n%s", got.output, want)
	}
	box.run(t, "print", "--offline", "--revisions").wantExit(t, 2, "ndjson")
}

const teamsHeader = "Report Refresh Date,Report Date,Team Chat Messages,Private Chat Messages,Calls,Meetings,Audio Duration,Video Duration,Screen Share Duration,Report Period\n"

// sandboxWithReports is a sandbox into which a Skype report and a file of three Teams reports were imported.
func sandboxWithReports(t *testing.T) sandbox {
	t.Helper()
	box := newSandbox(t)
	box.runWith(t, header+"2021-06-20,2021-06-19,7,1,1,1,1,1\n", "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	teams := teamsHeader + "2026-11-22,2026-11-20,10,20,3,4,PT1H,PT2S,PT0S,7\n2026-11-22,2026-11-18,11,21,,5,,,,7\n"
	box.runWith(t, teams, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	return box
}

// The stored reports of sandboxWithReports, as wantStored lists them.
const (
	storedSkype    = "[contoso.com] skype-peer-to-peer 1 0 2021-06-19 2021-06-19 2021-06-20 false"
	storedMessages = "[contoso.com] teams-messages 2 1 2026-11-18 2026-11-20 2026-11-22 false"
	storedMeetings = "[contoso.com] teams-meetings 2 1 2026-11-18 2026-11-20 2026-11-22 false"
	storedTime     = "[contoso.com] teams-time 2 1 2026-11-18 2026-11-20 2026-11-22 false"
)

func TestStoreShowsReports(t *testing.T) {
	newSandbox(t).run(t, "store", "--format", "json").wantExit(t, 0)
	box := sandboxWithReports(t)
	box.wantStored(t, storedSkype, storedMessages, storedMeetings, storedTime, "import 1 1", "import 2 2")
	table := box.run(t, "store").output
	for _, want := range []string{
		"  REPORT              DAYS  FROM        TO          MISSING  FETCHED\n",
		"  skype-peer-to-peer  1     2021-06-19  2021-06-19  0        -\n",
		"  teams-messages      2     2026-11-18  2026-11-20  1        -\n",
	} {
		if !strings.Contains(table, want) {
			t.Errorf("store does not show %q:\n%s", want, table)
		}
	}
}

func TestStoreForgetsReports(t *testing.T) {
	box := sandboxWithReports(t)
	forget := func(arguments ...string) outcome {
		t.Helper()
		return box.run(t, append([]string{"store", "forget", "--tenant", "contoso.com", "--yes", "--report"}, arguments...)...)
	}
	forget("teams-mesages").wantExit(t, 2, "Did you mean teams-messages?")
	if got := forget("teams-messages"); got.output != "Removed all stored data of teams-messages of contoso.com.\n" {
		t.Errorf("printed %q", got.output)
	}
	if got := forget("teams-messages"); got.output != "No stored data of teams-messages of contoso.com.\n" {
		t.Errorf("printed %q", got.output)
	}
	box.wantStored(t, storedSkype, storedMeetings, storedTime, "import 1 1", "import 2 2")
	if got := forget("teams-time", "--since", "2026-11-19"); got.output != "Removed 1 day.\n" {
		t.Errorf("printed %q", got.output)
	}
	box.wantStored(t, storedSkype, storedMeetings, "[contoso.com] teams-time 1 0 2026-11-18 2026-11-18 2026-11-22 false", "import 1 1", "import 2 2")
	forget("skype-peer-to-peer").wantExit(t, 0)
	box.run(t, "store", "forget", "--import", "2", "--yes").wantExit(t, 0)
	box.run(t, "store", "forget", "--import", "2", "--report", "email", "--yes").wantExit(t, 2, "--report")
	forget("teams-time").wantExit(t, 0)
	forget("teams-meetings").wantExit(t, 0)
	box.wantStored(t)
	box.run(t, "store", "compact").wantExit(t, 0)
	completed := box.run(t, "__complete", "store", "forget", "--report", "teams-m")
	if !strings.Contains(completed.output, "teams-messages\tTeams messages") {
		t.Errorf("completed are\n%s", completed.output)
	}
}

// wantStored checks the stored reports and imports: for each report its tenant's names, its name, days, missing days, first and last
// day, refresh date and whether an answer of Graph is stored; for each import its number and days.
func (s sandbox) wantStored(t *testing.T, want ...string) {
	t.Helper()
	var shown struct {
		Tenants []struct {
			TenantID *string
			Names    []string
			Reports  []struct {
				Name                           string
				Days, Missing                  int
				First, Last, ReportRefreshDate string
				FetchedAt                      *string
			}
			Imports []struct{ Number, Days int }
		}
	}
	printed := s.run(t, "store", "--format", "json")
	if err := json.Unmarshal([]byte(printed.output), &shown); err != nil {
		t.Fatalf("%v in\n%s", err, printed.output)
	}
	var got []string
	for _, tenant := range shown.Tenants {
		for _, report := range tenant.Reports {
			got = append(got, fmt.Sprint(tenant.Names, " ", report.Name, " ", report.Days, " ", report.Missing, " ", report.First,
				" ", report.Last, " ", report.ReportRefreshDate, " ", report.FetchedAt != nil))
		}
		for _, imported := range tenant.Imports {
			got = append(got, fmt.Sprint("import ", imported.Number, imported.Days))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("stored are\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
