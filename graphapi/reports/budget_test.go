package reports

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/model"
	"peerdash/model/modeltest"
)

// withoutStore is a Live that stores nothing.
func withoutStore(b *testLive) *Live {
	config := b.config
	config.Store = nil
	return NewLive(config)
}

// fetchUntilRefused fetches for a reason until the budget refuses it. It returns the number of fetches and when the next one is
// possible. Each fetch takes a second of the clock.
func (b *testLive) fetchUntilRefused(t *testing.T, live *Live, reason Reason) (sent int, next time.Time) {
	t.Helper()
	for range 20 {
		_, err := live.Fetch(t.Context(), model.Default(), model.D7, reason)
		if failure := problem.As(err); failure != nil && failure.Kind == problem.BudgetUsed {
			return sent, failure.RetryAt
		}
		if err != nil {
			t.Fatal(err)
		}
		sent++
		b.clock = b.clock.Add(time.Second)
	}
	return sent, time.Time{}
}

func TestAnUnlimitedGraphNeedsNoBudget(t *testing.T) {
	b := setup(t)
	config := b.config
	config.Unlimited = true
	if sent, next := b.fetchUntilRefused(t, NewLive(config), Background); sent != 20 {
		t.Errorf("%d requests in the background, the next one at %v, want all", sent, next)
	}
}

func TestEachReasonHasItsBudget(t *testing.T) {
	b := setup(t)
	live := withoutStore(b)
	began := b.clock
	sent, next := b.fetchUntilRefused(t, live, Background)
	if sent != 10 || !next.Equal(began.Add(10*time.Minute)) {
		t.Errorf("%d requests in the background, the next one at %v, want 10 and ten minutes after %v", sent, next, began)
	}
	sent, next = b.fetchUntilRefused(t, live, Viewed)
	if sent != 3 || !next.Equal(began.Add(10*time.Minute)) {
		t.Errorf("%d more requests of what is shown, the next one at %v, want 3 and ten minutes after %v", sent, next, began)
	}
	if sent, _ = b.fetchUntilRefused(t, live, Requested); sent != 20 {
		t.Errorf("%d more requests of what was requested, want all", sent)
	}
	// 33 requests, one each second: the budget allows another once fewer than 13 of them are left.
	if _, next = b.fetchUntilRefused(t, live, Viewed); !next.Equal(began.Add(20*time.Second + 10*time.Minute)) {
		t.Errorf("the next request is possible at %v, want ten minutes after the 21st", next)
	}
	b.clock = next.Add(-time.Millisecond)
	if sent, _ = b.fetchUntilRefused(t, live, Viewed); sent != 0 {
		t.Errorf("%d requests before the next one is possible", sent)
	}
	b.clock = next
	if _, err := live.Fetch(t.Context(), model.Default(), model.D7, Viewed); err != nil {
		t.Errorf("at the time when the next one is possible: %v", err)
	}
}

func TestBudgetIsSharedThroughTheStore(t *testing.T) {
	b := setup(t)
	b.config.MaxAge = 0
	b.Live = NewLive(b.config)
	other := b.otherProcess(t)
	if sent, _ := b.fetchUntilRefused(t, b.Live, Background); sent != 10 {
		t.Errorf("%d requests of the first, want 10", sent)
	}
	if sent, _ := b.fetchUntilRefused(t, other, Background); sent != 0 {
		t.Errorf("%d requests of another process, want none", sent)
	}
	if sent, _ := b.fetchUntilRefused(t, other, Viewed); sent != 3 {
		t.Errorf("%d requests of another process of what it shows, want 3", sent)
	}
	config := other.config
	config.App = "another app"
	if sent, _ := b.fetchUntilRefused(t, NewLive(config), Background); sent != 10 {
		t.Errorf("%d requests by another app, want 10", sent)
	}
}

func TestClockSetBackFreesTheBudget(t *testing.T) {
	b := setup(t)
	for name, live := range map[string]*Live{"store": b.Live, "no store": withoutStore(b)} {
		t.Run(name, func(t *testing.T) {
			b.clock = b.clock.Add(time.Hour)
			b.fetchUntilRefused(t, live, Background)
			b.clock = b.clock.Add(-24 * time.Hour)
			if sent, _ := b.fetchUntilRefused(t, live, Background); sent == 0 {
				t.Error("requests that lie in the future use the budget")
			}
		})
	}
}

func TestRefusalKeepsToItself(t *testing.T) {
	b := setup(t)
	if _, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested); err != nil {
		t.Fatal(err)
	}
	b.clock = b.clock.Add(2 * time.Hour)
	b.fetchUntilRefused(t, b.Live, Background)
	_, err := b.Fetch(t.Context(), model.Default(), model.D7, Background)
	checkProblem(t, err, problem.BudgetUsed, "The budget for automatic requests is used up\n10 or more reports were requested")
	stored, err := b.Stored(t.Context(), model.Default(), model.D7)
	check(t, stored, err, "kept 22=10 23=20")
}

// family answers requests for every function with one day whose counts are all the same.
type family struct {
	mutex    sync.Mutex
	requests []string
	now      func() time.Time
	takes    func()
}

func (f *family) Fetch(
	ctx context.Context, function model.Function, period model.Period, _ string,
) (graphapi.Answer, error) {
	if err := graphapi.BeforeRequest(ctx); err != nil {
		return graphapi.Answer{}, err
	}
	f.mutex.Lock()
	f.requests = append(f.requests, string(function)+" "+period.String())
	f.mutex.Unlock()
	if f.takes != nil {
		f.takes()
	}
	header, row := "Report Refresh Date,Report Date,Report Period", "2021-06-28,2021-06-28,"+period.Number()
	for _, definition := range function.Definitions() {
		for _, series := range definition.Series {
			header, row = header+","+series.Column, row+",7"
		}
	}
	text := header + "\n" + row + "\n"
	answer := graphapi.Answer{CSV: []byte(text), FetchedAt: f.now()}
	for _, definition := range function.Definitions() {
		report, err := graphapi.ParseReport(strings.NewReader(text), definition)
		if err != nil {
			return graphapi.Answer{}, err
		}
		answer.Reports = append(answer.Reports, report)
	}
	return answer, nil
}

func TestReportsOfOneFunctionShareAnAnswer(t *testing.T) {
	for name, hasStore := range map[string]bool{"with a store": true, "without a store": false} {
		t.Run(name, func(t *testing.T) {
			b := setup(t)
			graph := &family{now: b.config.Now}
			b.config.Client = graph
			live := NewLive(b.config)
			if !hasStore {
				live = withoutStore(b)
			}
			messages, meetings := modeltest.Find(t, "teams-messages"), modeltest.Find(t, "teams-meetings")
			if _, err := live.Stored(t.Context(), meetings, model.D180); err == nil {
				t.Fatal("a report is stored already")
			}
			started := make(chan struct{})
			finish := make(chan struct{})
			graph.takes = sync.OnceFunc(func() { close(started); <-finish })
			var fetches sync.WaitGroup
			fetch := func(definition *model.Definition) {
				reading, err := live.Fetch(t.Context(), definition, model.D180, Viewed)
				if err != nil || reading.Report.Definition != definition || reading.Report.IsEmpty() {
					t.Errorf("%s is %+v, error %v", definition.Name, reading, err)
				}
			}
			fetches.Go(func() { fetch(messages) })
			<-started
			fetches.Go(func() { fetch(meetings) })
			close(finish)
			fetches.Wait()
			reading, err := live.Stored(t.Context(), modeltest.Find(t, "teams-time"), model.All)
			if err != nil || reading.Report.IsEmpty() || !b.clock.Before(reading.FreshUntil) {
				t.Errorf("teams-time is %+v, error %v, want a fresh one", reading, err)
			}
			if want := []string{"getTeamsUserActivityCounts D180"}; !slices.Equal(graph.requests, want) {
				t.Errorf("requests are %q, want %q", graph.requests, want)
			}
		})
	}
}

func TestShorterPeriodsAreWithinALongerOne(t *testing.T) {
	b := setup(t)
	b.graph.csv = func(p model.Period) string { return csvOf(p, "28|01|1", "28|20|2", "28|22|3", "28|25|4") }
	whole, err := b.Fetch(t.Context(), model.Default(), model.D180, Viewed)
	check(t, whole, err, "graph 1=1 20=2 22=3 25=4")
	for period, want := range map[model.Period]string{model.D7: "graph 22=3 25=4", model.D30: "graph 1=1 20=2 22=3 25=4"} {
		reading, ok := whole.Within(period)
		check(t, reading, nil, want)
		start := model.NewDate(2021, time.June, 29) - model.Date(period.Days())
		if !ok || reading.Period != period || reading.Report.Period != period || reading.Start != start ||
			!reading.FetchedAt.Equal(whole.FetchedAt) || reading.Report.RefreshDate != whole.Report.RefreshDate {
			t.Errorf("reading of %v is %+v, %v", period, reading, ok)
		}
	}
	stale := whole
	stale.FreshUntil = time.Time{}
	for name, test := range map[string]struct {
		reading Reading
		period  model.Period
	}{
		"stored days":   {stale, model.D7},
		"the same":      {whole, model.D180},
		"all":           {whole, model.All},
		"of the longer": {Reading{Period: model.D7, FreshUntil: whole.FreshUntil}, model.D30},
	} {
		if derived, ok := test.reading.Within(test.period); ok {
			t.Errorf("%s: %+v", name, derived)
		}
	}
	empty := Reading{Period: model.D180, FreshUntil: whole.FreshUntil}
	if derived, ok := empty.Within(model.D7); !ok || !derived.Report.IsEmpty() || derived.Report.Period != model.D7 {
		t.Errorf("within an empty report: %+v, %v", derived, ok)
	}
}
