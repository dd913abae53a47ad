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
