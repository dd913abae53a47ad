package reports

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"peerdash/graphapi/store"
	"peerdash/model"
)

// otherProcess is a Live of another process that shares the store.
func (b *testLive) otherProcess(t *testing.T) *Live {
	t.Helper()
	config := b.config
	opened, err := store.Open(t.Context(), b.store.Path(), config.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	config.Store = opened
	return NewLive(config)
}

func TestFetchReturnsWhatAnotherProcessHasJustFetched(t *testing.T) {
	for _, period := range []model.Period{model.D7, model.All} {
		t.Run(period.String(), func(t *testing.T) {
			b := setup(t)
			other := b.otherProcess(t)
			if _, err := b.Fetch(t.Context(), model.Default(), period, Requested); err != nil {
				t.Fatal(err)
			}
			b.clock = b.clock.Add(2 * time.Hour)
			stale, err := other.Stored(t.Context(), model.Default(), period)
			if err != nil || b.clock.Before(stale.FreshUntil) {
				t.Fatalf("stored reading is fresh until %v, error %v", stale.FreshUntil, err)
			}
			b.clock = b.clock.Add(1234567 * time.Nanosecond)
			if _, err := b.Fetch(t.Context(), model.Default(), period, Requested); err != nil {
				t.Fatal(err)
			}
			asked := len(b.graph.requests)
			b.clock = b.clock.Add(time.Second)
			reading, err := other.Fetch(t.Context(), model.Default(), period, Viewed)
			check(t, reading, err, "kept 22=10 23=20")
			if !b.clock.Before(reading.FreshUntil) {
				t.Errorf("reading is fresh until %v, now is %v", reading.FreshUntil, b.clock)
			}
			if len(b.graph.requests) != asked {
				t.Errorf("Graph was asked %q again", b.graph.requests[asked:])
			}
			if _, err := other.Fetch(t.Context(), model.Default(), period, Viewed); err != nil || len(b.graph.requests) != asked+1 {
				t.Errorf("the next fetch asked Graph %d times, error %v, want once", len(b.graph.requests)-asked, err)
			}
		})
	}
}

func TestFetchAfterAnotherProcess(t *testing.T) {
	for name, test := range map[string]struct {
		reason Reason
		after  time.Duration
		asks   bool
	}{
		"in the background":           {Background, time.Minute, false},
		"of what is shown":            {Viewed, 59 * time.Minute, false},
		"as soon as the age is great": {Viewed, time.Hour + time.Millisecond, true},
		"on request":                  {Requested, time.Millisecond, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			other := b.otherProcess(t)
			if _, err := other.Stored(t.Context(), model.Default(), model.D7); err == nil {
				t.Fatal("a report is stored already")
			}
			if _, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested); err != nil {
				t.Fatal(err)
			}
			b.clock = b.clock.Add(test.after)
			if _, err := other.Fetch(t.Context(), model.Default(), model.D7, test.reason); err != nil {
				t.Fatal(err)
			}
			if asks := len(b.graph.requests) > 1; asks != test.asks {
				t.Errorf("requests are %q, want another one: %v", b.graph.requests, test.asks)
			}
		})
	}
}

func TestFetchProceedsWithoutALock(t *testing.T) {
	b := setup(t)
	if err := os.WriteFile(filepath.Join(filepath.Dir(b.store.Path()), turnDirectory), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	reading, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested)
	check(t, reading, err, "graph 22=10 23=20")
}

// holdTurn takes the lock of a period, like a process that is suspended while it fetches.
func (b *testLive) holdTurn(t *testing.T, period model.Period) {
	t.Helper()
	path, ok := b.turnPath(t.Context(), answerName{model.Default().Function, period})
	if !ok {
		t.Fatal("there is no lock")
	}
	lock := flock.New(path)
	if held, err := lock.TryLock(); err != nil || !held {
		t.Fatalf("lock held %v, error %v", held, err)
	}
	t.Cleanup(func() { lock.Close() })
}

func TestSuspendedProcessDelaysOthersButNeverBlocksThem(t *testing.T) {
	b := setup(t)
	b.holdTurn(t, model.D7)
	reading, err := b.Fetch(t.Context(), model.Default(), model.D30, Requested)
	check(t, reading, err, "graph 22=10 23=20")
	b.Live.config.Timeout = 200 * time.Millisecond
	reading, err = b.Fetch(t.Context(), model.Default(), model.D7, Requested)
	check(t, reading, err, "graph 22=10 23=20")
}

func TestWaitingForAnotherProcessEndsWithTheContext(t *testing.T) {
	b := setup(t)
	b.holdTurn(t, model.D7)
	ctx, cancel := context.WithCancel(t.Context())
	b.graph.during = func(ctx context.Context) { b.graph.err = ctx.Err() }
	failed := make(chan error)
	go func() {
		_, err := b.Fetch(ctx, model.Default(), model.D7, Requested)
		failed <- err
	}()
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}

func TestTurnsDifferByTenantGraphFunctionAndPeriod(t *testing.T) {
	contoso := store.Tenant{GraphRoot: "https://graph.example/v1.0", Name: "contoso.com"}
	signedIn := contoso
	signedIn.ID = "6f1d2c3a-5b4e-4a7d-9c80-1e2f3a4b5c6d"
	if turnName(contoso, answerName{model.Default().Function, model.D7}) != turnName(signedIn, answerName{model.Default().Function, model.D7}) {
		t.Error("a tenant id that becomes known changes the turn")
	}
	names := map[string]bool{}
	for _, tenant := range []store.Tenant{
		contoso,
		{GraphRoot: "https://graph.example/beta", Name: "contoso.com"},
		{GraphRoot: contoso.GraphRoot, Name: "fabrikam.com"},
		{GraphRoot: contoso.GraphRoot, ID: signedIn.ID},
		{GraphRoot: contoso.GraphRoot, TokenDigest: "token-1"},
	} {
		for _, period := range model.GraphPeriods() {
			for _, function := range model.Functions() {
				names[turnName(tenant, answerName{function, period})] = true
			}
		}
	}
	if want := 5 * len(model.GraphPeriods()) * len(model.Functions()); len(names) != want {
		t.Errorf("%d different names, want %d", len(names), want)
	}
}
