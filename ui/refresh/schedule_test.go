package refresh

import (
	"slices"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// start has a fraction of a millisecond, as real clocks do.
var start = time.Date(2021, time.June, 30, 12, 0, 0, 123456789, time.UTC)

const maxAge = time.Hour

func readingOf(t *testing.T, period model.Period, fetchedAt time.Time) reports.Reading {
	t.Helper()
	refreshed := model.DateOf(fetchedAt) - 2
	report, err := model.NewReport(model.Default(), period, []model.Day{{Date: refreshed, RefreshDate: refreshed}})
	if err != nil {
		t.Fatal(err)
	}
	fetchedAt = fetchedAt.Truncate(time.Millisecond)
	return reports.Reading{Report: report, Period: period, FetchedAt: fetchedAt, FreshUntil: fetchedAt.Add(maxAge)}
}

// simulation is a Schedule with a clock and a Graph that answers at once.
type simulation struct {
	Schedule
	pause Pause
	t     *testing.T
	now   time.Time
	count map[model.Period]int
	fails map[model.Period]error
}

func simulate(t *testing.T, shown model.Period) *simulation {
	s := &simulation{Schedule: New(shown, start), t: t, now: start, count: map[model.Period]int{}, fails: map[model.Period]error{}}
	for _, period := range model.Periods() {
		s.StoredRead(period, reports.Reading{}, false)
	}
	return s
}

func (s *simulation) fetch(period model.Period, reason reports.Reason) {
	s.count[period]++
	version := s.Start(period, reason)
	if !s.Awaits(period, version) {
		s.t.Fatalf("the answer for %v is not awaited", period)
	}
	s.now = s.now.Add(1234567 * time.Nanosecond)
	if err := s.fails[period]; err != nil {
		s.Fail(period, problem.As(err), s.now)
		if problem.As(err).Kind == problem.Throttled {
			s.pause = s.pause.After(problem.As(err).RetryAt, s.now)
		}
		return
	}
	s.Succeed(period, readingOf(s.t, period, s.now), s.now)
	s.pause = Pause{}
}

// settle runs the fetches that are due until none is.
func (s *simulation) settle() {
	s.t.Helper()
	for range 10 {
		due := s.Due()
		if len(due) == 0 || s.pause.Holds(s.now) {
			return
		}
		for _, fetch := range due {
			s.fetch(fetch.Period, fetch.Reason)
		}
	}
	s.t.Fatal("something is always due")
}

func (s *simulation) wantCounts(want map[model.Period]int) {
	s.t.Helper()
	for _, period := range model.Periods() {
		if s.count[period] != want[period] {
			s.t.Errorf("%v was fetched %d times, want %d", period, s.count[period], want[period])
		}
	}
}

func all(count int) map[model.Period]int {
	return map[model.Period]int{model.D7: count, model.D30: count, model.D90: count, model.D180: count}
}

func TestPeriodShownIsFetchedFirst(t *testing.T) {
	s := New(model.D30, start)
	if due := s.Due(); len(due) > 0 {
		t.Errorf("%v is due before the store was read", due)
	}
	for _, period := range model.Periods() {
		s.StoredRead(period, reports.Reading{}, false)
	}
	if due := s.Due(); !slices.Equal(due, []Fetch{{model.D30, reports.Viewed}}) {
		t.Errorf("due is %v, want D30 alone", due)
	}
	s.Start(model.D30, reports.Viewed)
	if due := s.Due(); len(due) > 0 {
		t.Errorf("%v is due while D30 is loading", due)
	}
	s.Succeed(model.D30, readingOf(t, model.D30, start), start)
	others := []Fetch{{model.D7, reports.Background}, {model.D90, reports.Background}, {model.D180, reports.Background}}
	if due := s.Due(); !slices.Equal(due, others) {
		t.Errorf("due is %v, want the other periods of Graph", due)
	}
}

func TestAllCountsAsTheLongestPeriod(t *testing.T) {
	s := simulate(t, model.All)
	s.settle()
	s.wantCounts(map[model.Period]int{model.All: 1, model.D7: 1, model.D30: 1, model.D90: 1})
}

func TestEveryTickRefreshesWhatIsStale(t *testing.T) {
	s := simulate(t, model.D7)
	s.settle()
	for tick := range 24 * 6 {
		s.now = start.Add(time.Duration(tick+1) * 10 * time.Minute)
		s.Tick(s.now)
		s.fetch(model.D7, reports.Background)
		s.settle()
	}
	want := all(25)
	want[model.D7] = 145
	s.wantCounts(want)
}

func TestIdleScheduleStaysIdle(t *testing.T) {
	s := simulate(t, model.D7)
	s.settle()
	s.now = s.now.Add(24 * time.Hour)
	s.settle()
	s.wantCounts(all(1))
	s.Show(model.D30, s.now)
	s.settle()
	s.wantCounts(all(2))
}

// TestRequestAfterIdleHoursIsOneFetch requests long after freshness was last judged, with an answer and with a failure.
func TestRequestAfterIdleHoursIsOneFetch(t *testing.T) {
	for name, failure := range map[string]error{
		"answered": nil,
		"failed":   problem.New(problem.Error{Kind: problem.Network, What: "no answer"}),
	} {
		t.Run(name, func(t *testing.T) {
			for _, idle := range []time.Duration{20 * time.Minute, 24 * time.Hour, -24 * time.Hour} {
				s := simulate(t, model.D7)
				s.settle()
				s.now = s.now.Add(idle)
				for _, period := range model.GraphPeriods() {
					s.fails[period] = failure
				}
				s.fetch(model.D7, reports.Requested)
				s.settle()
				if s.count[model.D7] != 2 {
					t.Errorf("%v later: %d fetches, want one at the start and one on request", idle, s.count[model.D7])
				}
			}
		})
	}
}

func TestStoredDataOfAnotherProcessIsUsed(t *testing.T) {
	s := simulate(t, model.D7)
	s.settle()
	s.now = s.now.Add(2 * time.Hour)
	for _, period := range model.GraphPeriods() {
		s.StoredRead(period, readingOf(t, period, s.now.Add(-time.Minute)), true)
	}
	s.Tick(s.now)
	s.settle()
	s.wantCounts(all(1))
}

func TestStoredReadingNeverReplacesANewerOne(t *testing.T) {
	s := New(model.D7, start)
	s.Start(model.D7, reports.Viewed)
	s.Succeed(model.D7, readingOf(t, model.D7, start), start)
	s.StoredRead(model.D7, readingOf(t, model.D7, start.Add(-time.Hour)), true)
	if got := s.Period(model.D7).Reading().FetchedAt; !got.Equal(start.Truncate(time.Millisecond)) {
		t.Errorf("the reading shown is of %v, want that of Graph", got)
	}
}

func TestFailureHolds(t *testing.T) {
	for kind, hold := range map[problem.Kind]time.Duration{
		problem.Permission: time.Hour, problem.NoReport: time.Hour, problem.Configuration: time.Hour,
		problem.Network: 10 * time.Minute, problem.Service: 10 * time.Minute, problem.NotReport: 10 * time.Minute,
	} {
		s := simulate(t, model.D7)
		s.fails[model.D30] = problem.New(problem.Error{Kind: kind, What: "failed"})
		s.settle()
		failedAt := s.Period(model.D30).failedAt
		visit := func(after time.Duration) int {
			s.now = failedAt.Add(after)
			s.Show(model.D7, s.now)
			s.Show(model.D30, s.now)
			s.settle()
			return s.count[model.D30]
		}
		if got := visit(hold - time.Second); got != 1 {
			t.Errorf("kind %d: %d fetches before %v have passed, want 1", kind, got, hold)
		}
		if got := visit(hold); got != 2 {
			t.Errorf("kind %d: %d fetches once %v have passed, want 2", kind, got, hold)
		}
		s.StoredRead(model.D30, readingOf(t, model.D30, s.Period(model.D30).failedAt.Add(-time.Minute)), true)
		if s.Period(model.D30).Failure() == nil {
			t.Errorf("kind %d: an older stored report has ended the failure", kind)
		}
		s.StoredRead(model.D30, readingOf(t, model.D30, s.Period(model.D30).failedAt.Add(time.Minute)), true)
		if s.Period(model.D30).Failure() != nil {
			t.Errorf("kind %d: a newer stored report has not ended the failure", kind)
		}
	}
}

func TestClockSetBackMakesEverythingStale(t *testing.T) {
	s := simulate(t, model.D7)
	s.settle()
	s.now = s.now.Add(-24 * time.Hour)
	s.Show(model.D30, s.now)
	s.settle()
	s.wantCounts(all(2))
}

func TestFailedRefreshKeepsTheReading(t *testing.T) {
	s := simulate(t, model.D7)
	s.settle()
	s.fails[model.D7] = problem.New(problem.Error{Kind: problem.Network, What: "no answer"})
	s.fetch(model.D7, reports.Requested)
	state := s.Period(model.D7)
	if !state.HasReading() || state.Failure() == nil || state.IsLoading() || state.IsRequested() || state.DataTo().IsZero() {
		t.Errorf("state is %+v, want a reading and a failure", state)
	}
	if !state.Reading().FetchedAt.Before(state.failedAt) {
		t.Errorf("checked at %v, failed at %v", state.Reading().FetchedAt, state.failedAt)
	}
}

func TestAbandonedFetchIsNotAwaited(t *testing.T) {
	s := simulate(t, model.D7)
	first := s.Start(model.D7, reports.Viewed)
	s.Stop(model.D7)
	if s.Awaits(model.D7, first) {
		t.Error("the answer of a fetch that has ended is awaited")
	}
	second := s.Start(model.D7, reports.Viewed)
	if s.Awaits(model.D7, first) || !s.Awaits(model.D7, second) {
		t.Error("the answer of an abandoned fetch is awaited")
	}
}
