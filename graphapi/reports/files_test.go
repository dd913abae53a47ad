package reports

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
	"peerdash/model"
	"peerdash/model/modeltest"
)

// today is the day on which files are read.
var today = time.Date(2021, 6, 30, 12, 0, 0, 123456789, time.UTC)

func text(name, content string) Input {
	return Input{Name: name, Open: func() (io.ReadCloser, time.Time, error) {
		return io.NopCloser(strings.NewReader(content)), time.Date(2021, 6, 30, 8, 9, 10, 123456789, time.UTC), nil
	}}
}

func zipped(t *testing.T, content string) string {
	t.Helper()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := io.WriteString(writer, content); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestFiles(t *testing.T) {
	files, err := OpenFiles(t.Context(), []Input{
		text("newer.csv", csvOf(model.D7, "29|23|21", "29|24|30")),
		text("older.csv.gz", zipped(t, csvOf(model.D7, "28|22|10", "28|23|20"))),
		text("month.csv", csvOf(model.D30, "28|01|5")),
	}, nil, today)
	if err != nil {
		t.Fatal(err)
	}
	if want := []model.Period{model.D7, model.D30}; !slices.Equal(files.Periods(model.Default()), want) {
		t.Errorf("periods are %v, want %v", files.Periods(model.Default()), want)
	}
	for period, want := range map[model.Period]string{
		model.D7:  "file 22=10 23=21 24=30",
		model.D30: "file 1=5",
		model.All: "file 1=5 22=10 23=21 24=30",
	} {
		fetch := func(ctx context.Context, definition *model.Definition, period model.Period) (Reading, error) {
			return files.Fetch(ctx, definition, period, Viewed)
		}
		for _, give := range []func(context.Context, *model.Definition, model.Period) (Reading, error){files.Stored, fetch, files.Report} {
			reading, err := give(t.Context(), model.Default(), period)
			check(t, reading, err, want)
			if reading.Report.Period != period || reading.FreshUntil != farFuture || reading.FetchedAt.Day() != 30 {
				t.Errorf("reading is %+v, want a fresh one of %v", reading, period)
			}
		}
	}
	_, err = files.Report(t.Context(), model.Default(), model.D90)
	checkProblem(t, err, problem.NotStored, "The files have D7 and D30, and their days")
}

func TestFilesGiveShorterPeriodsThanTheyHold(t *testing.T) {
	var days []string
	for day := 1; day <= 30; day++ {
		days = append(days, fmt.Sprintf("30|%02d|%d", day, day))
	}
	files, err := OpenFiles(t.Context(), []Input{text("month.csv", csvOf(model.D30, days...))}, nil, today)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := files.Report(t.Context(), model.Default(), model.D7)
	check(t, reading, err, "file 24=24 25=25 26=26 27=27 28=28 29=29 30=30")
	if reading.Period != model.D7 || reading.Report.Period != model.D7 {
		t.Errorf("the reading is of %v, its report of %v, want D7", reading.Period, reading.Report.Period)
	}
}

func TestInputs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saved.csv")
	if err := os.WriteFile(path, []byte(csvOf(model.D7, "28|22|10")), 0o600); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2021, 7, 1, 8, 9, 10, 123456789, time.UTC) }
	files, err := OpenFiles(t.Context(), Inputs([]string{path, StandardInput}, strings.NewReader(csvOf(model.D7, "28|23|20")), now), nil, today)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := files.Stored(t.Context(), model.Default(), model.D7)
	check(t, reading, err, "file 22=10 23=20")

	_, err = OpenFiles(t.Context(), Inputs([]string{path + ".missing"}, nil, now), nil, today)
	checkProblem(t, err, problem.Other, "saved.csv.missing")
}

func TestInputsThatAreNoReport(t *testing.T) {
	for name, content := range map[string]string{
		"page.html":    "<html><title>Sign in</title></html>",
		"cut.csv.gz":   zipped(t, csvOf(model.D7, "28|22|10", "28|23|20"))[:60],
		"no.csv.gz":    "\x1f\x8bno gzip file",
		"one-wrong":    csvOf(model.D7, "28|22|10", "28|23|many"),
		"\x1b[2Jclear": "nothing",
	} {
		b := setup(t)
		_, err := Import(t.Context(), text(name, content), b.store, b.tenant, nil, today)
		checkProblem(t, err, problem.NotReport, strings.TrimPrefix(name, "\x1b"))
		if strings.ContainsRune(err.Error(), '\x1b') {
			t.Errorf("error %q holds a control character", err)
		}
		if _, err := b.Stored(t.Context(), model.Default(), model.All); err == nil {
			t.Errorf("%s: something of it was stored", name)
		}
	}
}

func TestImport(t *testing.T) {
	b := setup(t)
	for _, step := range []struct {
		rows []string
		want store.Changes
	}{
		{[]string{"28|22|10", "28|23|20"}, store.Changes{New: 2}},
		{[]string{"28|22|10", "28|23|20"}, store.Changes{Unchanged: 2}},
		{[]string{"29|22|10", "29|23|21", "29|24|30"}, store.Changes{New: 1, Revised: 1, Unchanged: 1}},
	} {
		got, err := Import(t.Context(), text("saved.csv.gz", zipped(t, csvOf(model.D7, step.rows...))), b.store, b.tenant, nil, today)
		if err != nil || got.Changes != step.want {
			t.Errorf("importing %q: %+v, %v, want %+v", step.rows, got, err, step.want)
		}
	}
	reading, err := b.Stored(t.Context(), model.Default(), model.All)
	check(t, reading, err, "kept 22=10 23=21 24=30")
}

func TestReadingEndsWithItsContext(t *testing.T) {
	b := setup(t)
	silent, pen := io.Pipe()
	defer pen.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	input := Input{Name: "pipe", Open: func() (io.ReadCloser, time.Time, error) { return silent, time.Time{}, nil }}
	if _, err := Import(ctx, input, b.store, b.tenant, nil, today); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v, want that of the context", err)
	}
}

func TestImportThatDoesNotFitIsNamed(t *testing.T) {
	b := setup(t)
	now := csvOf(model.D7, "28|22|10")
	if _, err := Import(t.Context(), text("now.csv", now), b.store, b.tenant, nil, today); err != nil {
		t.Fatal(err)
	}
	_, err := Import(t.Context(), text("far.csv", strings.ReplaceAll(now, "2021-", "2521-")), b.store, b.tenant, nil, today)
	checkProblem(t, err, problem.NotReport, "far.csv")
}

func TestOnlyTenant(t *testing.T) {
	b := setup(t)
	_, err := OnlyTenant(t.Context(), b.store, b.tenant.GraphRoot)
	checkProblem(t, err, problem.NotStored, "No stored data for any tenant")

	elsewhere := store.Tenant{GraphRoot: "https://elsewhere.example", Name: "other.com"}
	for _, tenant := range []store.Tenant{b.tenant, elsewhere} {
		if _, err := Import(t.Context(), text("a.csv", csvOf(model.D7, "28|22|10")), b.store, tenant, nil, today); err != nil {
			t.Fatal(err)
		}
	}
	found, err := OnlyTenant(t.Context(), b.store, b.tenant.GraphRoot+"/")
	if err != nil || found.Label() != b.tenant.Name {
		t.Errorf("the only tenant is %+v, %v, want %s", found, err, b.tenant.Name)
	}

	_, err = OnlyTenant(t.Context(), b.store, "https://graph.microsoft.us/beta")
	checkProblem(t, err, problem.NotStored, "No stored data for any tenant of https://graph.microsoft.us/beta\n"+
		"There is data of other.com of https://elsewhere.example, contoso.com of https://graph.example/v1.0.")

	second := store.Tenant{GraphRoot: b.tenant.GraphRoot, Name: "fabrikam.com"}
	if _, err := Import(t.Context(), text("a.csv", csvOf(model.D7, "28|22|10")), b.store, second, nil, today); err != nil {
		t.Fatal(err)
	}
	_, err = OnlyTenant(t.Context(), b.store, b.tenant.GraphRoot)
	checkProblem(t, err, problem.Configuration, "contoso.com, fabrikam.com")
}

func TestFilesWithImplausibleDatesAreRefused(t *testing.T) {
	b := setup(t)
	if _, err := Import(t.Context(), text("good.csv", csvOf(model.D7, "28|22|10")), b.store, b.tenant, nil, today); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"future.csv":  strings.ReplaceAll(csvOf(model.D7, "28|22|11"), "2021-06-28", "9999-12-31"),
		"reverse.csv": csvOf(model.D7, "22|28|11"),
	} {
		_, err := Import(t.Context(), text(name, content), b.store, b.tenant, nil, today)
		checkProblem(t, err, problem.NotReport, name+`: The report "Skype peer-to-peer sessions" has implausible dates`)
		_, err = OpenFiles(t.Context(), []Input{text(name, content)}, nil, today)
		checkProblem(t, err, problem.NotReport, name+`: The report "Skype peer-to-peer sessions" has implausible dates`)
	}
	// A file may hold more days than its period.
	if _, err := Import(t.Context(), text("long.csv", csvOf(model.D7, "28|01|5")), b.store, b.tenant, nil, today); err != nil {
		t.Error(err)
	}
	reading, err := b.Stored(t.Context(), model.Default(), model.All)
	check(t, reading, err, "kept 1=5 22=10")
}

const teamsHeader = "Report Refresh Date,Report Date,Team Chat Messages,Private Chat Messages,Calls,Meetings,Meetings Attended Count," +
	"Audio Duration,Video Duration,Screen Share Duration,Post Messages,Report Period\n"

func TestFilesOfSeveralReports(t *testing.T) {
	files, err := OpenFiles(t.Context(), []Input{
		text("teams.csv", teamsHeader+"2021-06-28,2021-06-28,1,2,3,4,4,PT5M,,PT0S,0,7\n"),
		text("skype.csv", csvOf(model.D30, "28|23|20")),
		text("older.csv", teamsHeader+"2021-06-27,2021-06-26,5,6,7,8,8,,,,0,30\n"),
	}, nil, today)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, definition := range files.Definitions() {
		names = append(names, definition.Name)
	}
	if got := strings.Join(names, " "); got != "skype-peer-to-peer teams-messages teams-meetings teams-time" {
		t.Errorf("the files hold %s", got)
	}
	teams, _ := model.Find("teams-time")
	if periods := files.Periods(teams); !slices.Equal(periods, []model.Period{model.D7, model.D30}) {
		t.Errorf("the periods of teams-time are %v", periods)
	}
	reading, err := files.Stored(t.Context(), teams, model.All)
	if err != nil || len(reading.Report.Days()) != 2 || reading.Report.Definition != teams ||
		reading.Report.Days()[1].Counts[0] != model.Known(300) {
		t.Errorf("got %+v, %v", reading, err)
	}
	revisions, err := files.Revisions(t.Context(), model.Default())
	if err != nil || len(revisions) != 1 {
		t.Errorf("the revisions of the default report are %v, %v", revisions, err)
	}
	email, _ := model.Find("email")
	_, err = files.Fetch(t.Context(), email, model.D7, Viewed)
	checkProblem(t, err, problem.NotStored, `The files have skype-peer-to-peer, teams-messages, teams-meetings, teams-time.`)
	if _, err := files.Revisions(t.Context(), email); err == nil {
		t.Error("there are revisions of a report that no file has")
	}
}

func TestAWantedReportIsThatOfEachFile(t *testing.T) {
	users, _ := model.Find("skype-peer-to-peer-users")
	skype := text("skype.csv", csvOf(model.D7, "28|23|20"))
	files, err := OpenFiles(t.Context(), []Input{skype}, users, today)
	if err != nil || len(files.Definitions()) != 1 || files.Definitions()[0] != users {
		t.Errorf("the file holds %v, %v", files.Definitions(), err)
	}
	teams := text("teams.csv", teamsHeader+"2021-06-28,2021-06-28,1,2,3,4,4,PT5M,,PT0S,0,7\n")
	_, err = OpenFiles(t.Context(), []Input{skype, teams}, users, today)
	checkProblem(t, err, problem.NotReport, `teams.csv: The data is not the report "Skype peer-to-peer users"`)
	b := setup(t)
	_, err = Import(t.Context(), teams, b.store, b.tenant, users, today)
	checkProblem(t, err, problem.NotReport, "the file looks like teams-messages, teams-meetings, teams-time")
}

func TestImportStoresEveryReportOfAFile(t *testing.T) {
	b := setup(t)
	got, err := Import(t.Context(), text("teams.csv", teamsHeader+"2021-06-28,2021-06-28,1,2,3,4,4,PT5M,,PT0S,0,7\n"), b.store, b.tenant, nil, today)
	if want := (store.Changes{New: 1}); err != nil || got.Changes != want {
		t.Fatalf("got %+v, %v, want %+v", got, err, want)
	}
	for name, want := range map[string]int64{"teams-messages": 1, "teams-meetings": 3, "teams-time": 300} {
		definition, _ := model.Find(name)
		reading, err := b.Stored(t.Context(), definition, model.All)
		if err != nil || len(reading.Report.Days()) != 1 || reading.Report.Days()[0].Counts[0] != model.Known(want) {
			t.Errorf("%s is stored as %+v, %v", name, reading.Report.Days(), err)
		}
	}
}

// TestAddedReportIsStored imports a report that only the test's catalogue has.
func TestAddedReportIsStored(t *testing.T) {
	rides := modeltest.Rides()
	modeltest.Add(t, rides)
	b := setup(t)
	input := text("rides.csv", "Report Refresh Date,Report Date,Down,Time Up\n2021-06-28,2021-06-28,PT1M,PT2H\n2021-06-28,2021-06-26,,PT0S\n")
	changes, err := Import(t.Context(), input, b.store, b.tenant, nil, today)
	if want := (store.Changes{New: 2}); err != nil || changes.Changes != want {
		t.Fatalf("got %+v, %v, want %+v", changes.Changes, err, want)
	}
	reading, err := b.Stored(t.Context(), rides, model.All)
	if err != nil || len(reading.Report.Days()) != 2 {
		t.Fatalf("got %v, %v", reading.Report.Days(), err)
	}
	if got := reading.Report.Days()[1].Counts; got[0] != model.Known(7200) || got[1] != model.Known(60) || got[2] != (model.Count{}) {
		t.Errorf("got %v", got)
	}
}
