package reports

import (
	"slices"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// storeDays merges n days until 30 June 2021, as an import does.
func (b *testLive) storeDays(t *testing.T, n int) {
	t.Helper()
	days := make([]model.Day, n)
	for i := range days {
		days[i].Date = model.NewDate(2021, time.June, 30) - model.Date(i)
		days[i].RefreshDate = model.NewDate(2021, time.June, 30)
		days[i].Counts[imSeries] = model.Known(int64(i))
	}
	report, err := model.NewReport(model.Default(), model.D30, days)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.store.Import(t.Context(), b.tenant, "saved.csv", []model.Report{report}); err != nil {
		t.Fatal(err)
	}
}

func TestPeriodWithoutAnAnswerIsReadFromTheDays(t *testing.T) {
	b := setup(t)
	b.config.Offline = true
	b.storeDays(t, 10)
	reading, err := b.Report(t.Context(), model.Default(), model.D7)
	check(t, reading, err, "kept 24=6 25=5 26=4 27=3 28=2 29=1 30=0")
	if reading.Report.Period != model.D7 || !reading.FetchedAt.Equal(b.clock.Truncate(time.Millisecond)) {
		t.Errorf("period %s at %s, want D7 when the days were merged", reading.Report.Period, reading.FetchedAt)
	}
	_, err = b.Report(t.Context(), model.Default(), model.D30)
	checkProblem(t, err, problem.NotStored, "do not reach back to the start of the last 30 days")
	if remedies := problem.As(err).Remedies; !slices.Contains(remedies, problem.ReadAllStored) {
		t.Errorf("remedies are %v, want ReadAllStored among them", remedies)
	}
}

func TestStoredDaysDoNotReplaceAFetch(t *testing.T) {
	b := setup(t)
	b.storeDays(t, 30)
	reading, err := b.Report(t.Context(), model.Default(), model.D7)
	check(t, reading, err, "graph 22=10 23=20")
	b.checkRequests(t, "D7")
}

func TestAnswerOfAPeriodIsPreferredToTheDays(t *testing.T) {
	b := setup(t)
	b.graph.csv = func(p model.Period) string { return csvOf(p, "29|29|90") }
	if _, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested); err != nil {
		t.Fatal(err)
	}
	b.storeDays(t, 10)
	reading, err := b.Stored(t.Context(), model.Default(), model.D7)
	check(t, reading, err, "kept 29=90")
}
