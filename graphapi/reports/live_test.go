package reports

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
	"peerdash/model"
)

func TestFreshReportIsNotFetchedAgain(t *testing.T) {
	tests := []struct {
		name    string
		passes  time.Duration
		refresh bool
		want    string
		asked   []string
	}{
		{"at once", 0, false, "kept 22=10 23=20", []string{"D7"}},
		{"within the age", 59 * time.Minute, false, "kept 22=10 23=20", []string{"D7"}},
		{"at the age", time.Hour, false, "graph 22=10 23=20", []string{"D7", "D7 if one"}},
		{"refresh", time.Minute, true, "graph 22=10 23=20", []string{"D7", "D7 if one"}},
		{"the clock went back", -time.Hour, false, "graph 22=10 23=20", []string{"D7", "D7 if one"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := setup(t)
			reading, err := b.Report(t.Context(), model.Default(), model.D7)
			check(t, reading, err, "graph 22=10 23=20")
			b.clock = b.clock.Add(test.passes)
			b.config.Refresh = test.refresh
			b.Live = NewLive(b.config)
			reading, err = b.Report(t.Context(), model.Default(), model.D7)
			check(t, reading, err, test.want)
			b.checkRequests(t, test.asked...)
			if len(reading.Notes) > 0 {
				t.Errorf("notes %q, want none", reading.Notes)
			}
		})
	}
}

func TestUnchangedRenewsTheAge(t *testing.T) {
	b := setup(t)
	for _, passes := range []time.Duration{0, 2 * time.Hour, 30 * time.Minute} {
		b.clock = b.clock.Add(passes)
		if _, err := b.Report(t.Context(), model.Default(), model.D7); err != nil {
			t.Fatal(err)
		}
	}
	b.checkRequests(t, "D7", "D7 if one")
	stored, err := b.Stored(t.Context(), model.Default(), model.D7)
	check(t, stored, err, "kept 22=10 23=20")
	want := b.clock.Add(-30 * time.Minute).Truncate(time.Millisecond)
	if !stored.FetchedAt.Equal(want) || !stored.FreshUntil.Equal(want.Add(time.Hour)) {
		t.Errorf("the stored report is of %v, fresh until %v, want %v and an hour later", stored.FetchedAt, stored.FreshUntil, want)
	}
}

func TestFetchedReadingEqualsTheStoredOne(t *testing.T) {
	b := setup(t)
	for _, period := range model.Periods() {
		fetched, err := b.Fetch(t.Context(), model.Default(), period, Requested)
		if err != nil {
			t.Fatal(err)
		}
		stored, err := b.Stored(t.Context(), model.Default(), period)
		if err != nil {
			t.Fatal(err)
		}
		if !fetched.FetchedAt.Equal(stored.FetchedAt) || !fetched.FreshUntil.Equal(stored.FreshUntil) || fetched.Start != stored.Start {
			t.Errorf("%v: fetched at %v, fresh until %v, from %v; read back as %v, %v, %v", period, fetched.FetchedAt,
				fetched.FreshUntil, fetched.Start, stored.FetchedAt, stored.FreshUntil, stored.Start)
		}
	}
}

func TestUnchangedReportOfAnotherTenantIsFetchedWhole(t *testing.T) {
	b := setup(t)
	if _, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested); err != nil {
		t.Fatal(err)
	}
	other := store.Tenant{GraphRoot: b.tenant.GraphRoot, ID: "11111111-2222-3333-4444-555555555555"}
	b.graph.during = func(context.Context) { b.tenant = other }
	reading, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested)
	check(t, reading, err, "graph 22=10 23=20")
	b.checkRequests(t, "D7", "D7 if one", "D7")
}

func TestOfflineMakesNoRequest(t *testing.T) {
	b := setup(t)
	b.config.Offline = true
	_, err := b.Report(t.Context(), model.Default(), model.D7)
	checkProblem(t, err, problem.NotStored, `No stored data of "Skype peer-to-peer sessions" for the last 7 days`)
	b.config.Offline = false
	if _, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested); err != nil {
		t.Fatal(err)
	}
	b.config.Offline = true
	b.clock = b.clock.Add(1000 * time.Hour)
	fetch := func(ctx context.Context, definition *model.Definition, period model.Period) (Reading, error) {
		return b.Fetch(ctx, definition, period, Requested)
	}
	for _, give := range []func(context.Context, *model.Definition, model.Period) (Reading, error){b.Report, fetch, b.Stored} {
		reading, err := give(t.Context(), model.Default(), model.D7)
		check(t, reading, err, "kept 22=10 23=20")
	}
	_, err = b.Report(t.Context(), model.Default(), model.D30)
	checkProblem(t, err, problem.NotStored, "the last 30 days")
	b.checkRequests(t, "D7")
}

func TestFailureSaysWhatIsStored(t *testing.T) {
	throttled := problem.New(problem.Error{Kind: problem.Throttled, What: "Graph is throttling", Do: "Wait.", Code: "429"})
	b := setup(t)
	b.graph.err = throttled
	_, err := b.Report(t.Context(), model.Default(), model.D7)
	if err != error(throttled) {
		t.Errorf("with nothing stored the error is %v, want it unchanged", err)
	}
	b.graph.err = nil
	if _, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested); err != nil {
		t.Fatal(err)
	}
	b.graph.err = fmt.Errorf("asking: %w", throttled)
	b.clock = b.clock.Add(49 * time.Hour)
	_, err = b.Report(t.Context(), model.Default(), model.D7)
	checkProblem(t, err, problem.Throttled, "Wait.")
	if failure := problem.As(err); !slices.Contains(failure.Remedies, problem.ReadStored) || failure.StoredAge != "2 days ago" {
		t.Errorf("remedies are %v and the stored report was fetched %s, want ReadStored and 2 days ago", failure.Remedies, failure.StoredAge)
	}
	if !errors.Is(err, throttled) {
		t.Error("the cause is no longer in the chain")
	}
	b.graph.err = context.Canceled
	if _, err := b.Report(t.Context(), model.Default(), model.D7); err != context.Canceled {
		t.Errorf("error is %v, want that of the context unchanged", err)
	}
}

func TestWithoutStore(t *testing.T) {
	b := setup(t)
	b.config.Store = nil
	b.config.Origin = FromDemo
	for _, period := range []model.Period{model.D7, model.All} {
		reading, err := b.Report(t.Context(), model.Default(), period)
		check(t, reading, err, "demo 22=10 23=20")
		if reading.Report.Period != period || len(reading.Notes) > 0 {
			t.Errorf("period %v with notes %q, want %v without", reading.Report.Period, reading.Notes, period)
		}
	}
	b.config.StoreError = errors.New("the disk is full")
	b.Live = NewLive(b.config)
	reading, err := b.Report(t.Context(), model.Default(), model.D7)
	check(t, reading, err, "demo 22=10 23=20")
	if len(reading.Notes) != 1 || !strings.Contains(reading.Notes[0], "the disk is full") {
		t.Errorf("notes are %q, want one that says why nothing is stored", reading.Notes)
	}
	_, err = b.Report(t.Context(), model.Default(), model.All)
	checkProblem(t, err, problem.Other, "the disk is full")
	b.config.StoreError = fmt.Errorf("no directory: %w", store.ErrAbsent)
	b.Live = NewLive(b.config)
	reading, err = b.Report(t.Context(), model.Default(), model.All)
	check(t, reading, err, "demo 22=10 23=20")
}

func TestDamageIsANote(t *testing.T) {
	for name, failure := range map[string]error{"of a report": nil, "of a failure": errors.New("refused")} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			if _, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested); err != nil {
				t.Fatal(err)
			}
			b.store.Close()
			if err := os.WriteFile(b.store.Path(), []byte("this is no store any more"), 0o600); err != nil {
				t.Fatal(err)
			}
			reopened, err := store.Open(t.Context(), b.store.Path(), b.config.Now)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { reopened.Close() })
			b.config.Store, b.graph.err = reopened, failure
			reading, err := b.Report(t.Context(), model.Default(), model.D7)
			if !errors.Is(err, failure) {
				t.Fatalf("error %v, want %v", err, failure)
			}
			if len(reading.Notes) != 1 || !strings.Contains(reading.Notes[0], ".damaged-2021") {
				t.Errorf("notes are %q, want one that names the renamed file", reading.Notes)
			}
		})
	}
}

func TestFetchesRunSideBySide(t *testing.T) {
	b := setup(t)
	together := make(chan struct{})
	var waiting sync.WaitGroup
	waiting.Add(len(model.GraphPeriods()))
	go func() {
		waiting.Wait()
		close(together)
	}()
	b.graph.during = func(ctx context.Context) {
		waiting.Done()
		select {
		case <-together:
		case <-ctx.Done():
		}
	}
	var group sync.WaitGroup
	for _, period := range model.GraphPeriods() {
		group.Go(func() {
			reading, err := b.Fetch(t.Context(), model.Default(), period, Requested)
			if err != nil || len(reading.Notes) > 0 {
				t.Errorf("%v: %v, notes %q", period, err, reading.Notes)
			}
		})
	}
	group.Wait()
	for _, period := range model.GraphPeriods() {
		reading, err := b.Stored(t.Context(), model.Default(), period)
		check(t, reading, err, "kept 22=10 23=20")
	}
}

func TestTimeoutBoundsTheExchange(t *testing.T) {
	b := setup(t)
	b.config.Timeout = time.Nanosecond
	b.graph.during = func(ctx context.Context) { <-ctx.Done(); b.graph.err = ctx.Err() }
	if _, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v, want that of the deadline", err)
	}
}
