package store

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"peerdash/model"
)

// numberedDay is a report of one day whose counts are 1, 2 and so on.
func numberedDay(t testing.TB, definition *model.Definition, date model.Date) model.Report {
	t.Helper()
	day := model.Day{Date: date, RefreshDate: date + 2}
	for i := range definition.Series {
		day.Counts[i] = model.Known(int64(i + 1))
	}
	report, err := model.NewReport(definition, model.D7, []model.Day{day})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// queryRow is the first row of a query on the store's file, and its columns.
func queryRow(t *testing.T, path, query string) (values, columns string) {
	t.Helper()
	db, err := openDatabase(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil || !rows.Next() {
		t.Fatalf("%s gives nothing, %v", query, err)
	}
	row := make([]any, len(names))
	into := make([]any, len(names))
	for i := range row {
		into[i] = &row[i]
	}
	if err := rows.Scan(into...); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(row), strings.Join(names, " ")
}

func TestEachReportHasAView(t *testing.T) {
	s := newStore(t)
	tenant := Tenant{GraphRoot: root, ID: guidOne, Name: "contoso.com"}
	date := model.NewDate(2026, 11, 20)
	for _, definition := range model.Catalogue() {
		if _, err := s.Merge(t.Context(), tenant, numberedDay(t, definition, date)); err != nil {
			t.Fatal(err)
		}
	}
	for _, definition := range model.Catalogue() {
		values, columns := queryRow(t, s.Path(), "SELECT * FROM "+strings.ReplaceAll(definition.Name, "-", "_"))
		var counts, names []string
		for i, series := range definition.Series {
			counts = append(counts, fmt.Sprint(i+1))
			names = append(names, sqlName(series.Column))
		}
		wantValues := "[contoso.com 2026-11-20 2026-11-22 " + strings.Join(counts, " ") + " " + guidOne + " " + root + "]"
		wantColumns := "tenant date refresh_date " + strings.Join(names, " ") + " tenant_id graph_root"
		if values != wantValues || columns != wantColumns {
			t.Errorf("%s is\n%s %s, want\n%s %s", definition.Name, columns, values, wantColumns, wantValues)
		}
	}
	if _, columns := queryRow(t, s.Path(), "SELECT * FROM skype_organizer"); columns != "tenant date refresh_date im audio_video "+
		"app_sharing web dial_in_out_3rd_party dial_in_out_microsoft tenant_id graph_root" {
		t.Errorf("columns are %s", columns)
	}
}

// TestViewsFollowTheCatalogue opens a store that a program with another catalogue made.
func TestViewsFollowTheCatalogue(t *testing.T) {
	s := newStore(t)
	merge(t, s, contoso, "22@1 10 7")
	for _, statement := range []string{
		"DROP VIEW teams_messages",
		"DROP VIEW email",
		"CREATE VIEW email AS SELECT 'old' AS old",
		"CREATE VIEW mine AS SELECT 1",
		"DROP VIEW active_users",
		"CREATE TABLE active_users (mine)",
		"INSERT INTO active_users VALUES ('mine')",
	} {
		if _, err := s.file.db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	s = openStore(t, s.Path())
	checkSeries(t, s, contoso, "22@1 10 7")
	if notes := s.TakeNotes(); len(notes) > 0 {
		t.Errorf("notes are %q, want none", notes)
	}
	if stale, err := staleViews(context.Background(), s.file.db); err != nil || len(stale) > 0 {
		t.Errorf("stale views are %v, %v, want none", stale, err)
	}
	if got, _ := queryRow(t, s.Path(), "SELECT count(*) FROM teams_messages"); got != "[0]" {
		t.Errorf("teams_messages has %s rows", got)
	}
	if got, _ := queryRow(t, s.Path(), "SELECT (SELECT count(*) FROM mine), * FROM active_users"); got != "[1 mine]" {
		t.Errorf("what another program made is %s", got)
	}
}

// TestSeriesStayInTheirColumns lists the series of each report in the order in which their counts are stored. Add a new series after
// the others of its report; a new report needs no line.
func TestSeriesStayInTheirColumns(t *testing.T) {
	const stored = `skype-peer-to-peer im audio video appSharing fileTransfer
skype-peer-to-peer-users im audio video appSharing fileTransfer
skype-peer-to-peer-minutes audio video
skype-activity peerToPeer organized participated
skype-activity-users peerToPeer organized participated
skype-organizer im audioVideo appSharing web dialInOut3rdParty dialInOutMicrosoft
skype-organizer-users im audioVideo appSharing web dialInOut3rdParty dialInOutMicrosoft
skype-organizer-minutes audioVideo dialInMicrosoft dialOutMicrosoft
skype-participant im audioVideo appSharing web dialInOut3rdParty
skype-participant-users im audioVideo appSharing web dialInOut3rdParty
skype-participant-minutes audioVideo
skype-devices windows windowsPhone androidPhone iPhone iPad
teams-messages teamChatMessages privateChatMessages
teams-meetings calls meetings
teams-time audioDuration videoDuration screenShareDuration
teams-users teamChatMessages privateChatMessages calls meetings otherActions
teams-devices windows mac web iOS androidPhone linux chromeOS
active-users office365 exchange oneDrive sharePoint skypeForBusiness yammer teams
email send receive read meetingCreated meetingInteracted
`
	for line := range strings.Lines(stored) {
		fields := strings.Fields(line)
		definition, ok := model.Find(fields[0])
		if !ok {
			t.Errorf("the stored report %s is not in the catalogue", fields[0])
			continue
		}
		for i, key := range fields[1:] {
			if i >= len(definition.Series) || definition.Series[i].Key != key {
				t.Errorf("series %d of %s is stored as %s, which the catalogue has elsewhere", i+1, definition.Name, key)
			}
		}
	}
}

// TestReportOfAnotherCatalogue stores a report as a program with a longer catalogue does.
func TestReportOfAnotherCatalogue(t *testing.T) {
	s := newStore(t)
	merge(t, s, contoso, "22@1 10 7")
	added := &model.Definition{Name: "calls-by-network", Function: "getCallsByNetwork", Unit: model.Events, Series: []model.Series{
		{Column: "Wired", Key: "wired"}, {Column: "Wi-Fi", Key: "wiFi"},
	}}
	report := numberedDay(t, added, model.NewDate(2026, 11, 20))
	answer := Answer{CSV: []byte("new"), ETag: "new", FetchedAt: noon}
	if _, err := s.Save(t.Context(), contoso, added.Function, model.D7, answer, []model.Report{report}); err != nil {
		t.Fatal(err)
	}
	other := newStore(t)
	if _, err := other.Recover(t.Context(), s.Path()); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*Store{s, other} {
		stored, found, err := s.Days(t.Context(), contoso, added)
		if err != nil || !found || fmt.Sprint(stored.Report.Days()) != fmt.Sprint(report.Days()) {
			t.Errorf("stored are %v, %v, %v", stored.Report.Days(), found, err)
		}
		tenants, err := s.Tenants(t.Context())
		if err != nil || len(tenants) != 1 || len(tenants[0].Reports) != 2 || tenants[0].Reports[1].Name != added.Name {
			t.Errorf("tenants are %+v, %v, want the new report last", tenants, err)
		}
		if found, err := s.Forget(t.Context(), contoso, added); err != nil || !found {
			t.Errorf("forgetting: %v, %v", found, err)
		}
		if err := s.Check(t.Context()); err != nil || len(s.TakeNotes()) > 0 {
			t.Errorf("the store is damaged, %v", err)
		}
		checkSeries(t, s, contoso, "22@1 10 7")
	}
}

// TestReportsOfOneFileAreMergedByThemselves merges a file in which the counts of one report are blank.
func TestReportsOfOneFileAreMergedByThemselves(t *testing.T) {
	s := newStore(t)
	definitions := model.Function("getTeamsUserActivityCounts").Definitions()
	save := func(texts ...string) Changes {
		t.Helper()
		var reports []model.Report
		for i, text := range texts {
			report, err := model.NewReport(definitions[i], model.D7, reportOf(t, text).Days())
			if err != nil {
				t.Fatal(err)
			}
			reports = append(reports, report)
		}
		changes, err := s.Save(t.Context(), contoso, definitions[0].Function, model.D7, Answer{CSV: []byte("csv"), FetchedAt: noon}, reports)
		if err != nil {
			t.Fatal(err)
		}
		return changes
	}
	if got := save("22@1 10 7", "22@1 5 ?", "22@1 3 4"); got != (Changes{New: 1}) {
		t.Errorf("a day of three reports made %+v, want one new day", got)
	}
	if got := save("22@1 ? 7", "22@1 ? 6", "22@1 3 4"); got != (Changes{Revised: 1}) {
		t.Errorf("blanks and a count made %+v, want one revised day", got)
	}
	for i, want := range []string{"22@1 10 7", "22@1 5 6", "22@1 3 4"} {
		stored, _, err := s.Days(t.Context(), contoso, definitions[i])
		if err != nil || len(stored.Report.Days()) != 1 || textOf(stored.Report.Days()[0]) != want {
			t.Errorf("%s is %v, %v, want %s", definitions[i].Name, stored.Report.Days(), err, want)
		}
	}
}
