package reports

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

func TestAllIsEveryStoredDay(t *testing.T) {
	b := setup(t)
	b.graph.etag = ""
	if _, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested); err != nil {
		t.Fatal(err)
	}
	b.graph.csv = func(p model.Period) string { return csvOf(p, "29|23|21", "29|25|40") }
	reading, err := b.Fetch(t.Context(), model.Default(), model.All, Requested)
	check(t, reading, err, "graph 22=10 23=21 25=40")
	if reading.Report.Period != model.All || !b.clock.Before(reading.FreshUntil) {
		t.Errorf("period %v, fresh until %v, want all and fresh", reading.Report.Period, reading.FreshUntil)
	}
	b.checkRequests(t, "D7", "D180")

	reading, err = b.Report(t.Context(), model.Default(), model.All)
	check(t, reading, err, "kept 22=10 23=21 25=40")
	revisions, err := b.Revisions(t.Context(), model.Default())
	if err != nil || len(revisions) != 4 {
		t.Errorf("revisions are %v, %v, want four", revisions, err)
	}
}

// closeForWriting makes the store one that can be read but not written, as on a file system that is mounted read-only.
func (b *testLive) closeForWriting(t *testing.T) {
	t.Helper()
	database, err := sql.Open("sqlite", b.store.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	const refuse = " BEGIN SELECT raise(ABORT, 'no space is left'); END"
	for _, table := range []string{"answer", "day", "tenant_name", "tenant"} {
		for _, event := range []string{"INSERT", "UPDATE"} {
			_, err := database.ExecContext(t.Context(), "CREATE TRIGGER refuse_"+table+event+" BEFORE "+event+" ON "+table+refuse)
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAllIsWholeAlthoughTheStoreCannotBeWritten(t *testing.T) {
	b := setup(t)
	b.graph.etag = ""
	b.storeDays(t, 10)
	b.closeForWriting(t)
	b.graph.csv = func(p model.Period) string { return csvOf(p, "30|29|99", "30|30|100") }
	reading, err := b.Report(t.Context(), model.Default(), model.All)
	check(t, reading, err, "graph 21=9 22=8 23=7 24=6 25=5 26=4 27=3 28=2 29=99 30=100")
	note := strings.Join(reading.Notes, "\n")
	for _, want := range []string{"not stored", "no space is left", ". Check that the file and its directory are yours"} {
		if len(reading.Notes) != 1 || !strings.Contains(note, want) {
			t.Errorf("notes are %q, want one with %q", reading.Notes, want)
		}
	}
	stored, err := b.Stored(t.Context(), model.Default(), model.All)
	check(t, stored, err, "graph 21=9 22=8 23=7 24=6 25=5 26=4 27=3 28=2 29=99 30=100")
}

func TestAllFailsWhereTheStoredDaysCannotBeRead(t *testing.T) {
	b := setup(t)
	b.storeDays(t, 10)
	b.graph.during = func(context.Context) { b.store.Close() }
	_, err := b.Report(t.Context(), model.Default(), model.All)
	checkProblem(t, err, problem.Other, "would be incomplete")
	reading, err := b.Report(t.Context(), model.Default(), model.D7)
	check(t, reading, err, "graph 22=10 23=20")
}

func TestUnreadableStoreIsNotCalledEmpty(t *testing.T) {
	b := setup(t)
	b.config.Store, b.config.StoreError, b.config.Offline = nil, errors.New("the file is locked"), true
	_, err := b.Report(t.Context(), model.Default(), model.D7)
	checkProblem(t, err, problem.Other, "The stored data cannot be read\nthe file is locked")
}

// TestAllIsWhatTheStoreHolds imports a correction of a fetched day with the same refresh date; then Graph sends the old counts again.
func TestAllIsWhatTheStoreHolds(t *testing.T) {
	b := setup(t)
	if _, err := b.Fetch(t.Context(), model.Default(), model.All, Requested); err != nil {
		t.Fatal(err)
	}
	corrected := text("corrected.csv", csvOf(model.D7, "28|23|25"))
	if _, err := Import(t.Context(), corrected, b.store, b.tenant, nil, today); err != nil {
		t.Fatal(err)
	}
	reading, err := b.Fetch(t.Context(), model.Default(), model.All, Requested)
	check(t, reading, err, "graph 22=10 23=25")
	stored, err := b.Stored(t.Context(), model.Default(), model.All)
	check(t, stored, err, "kept 22=10 23=25")
}
