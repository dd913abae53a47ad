package refresh

import (
	"slices"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// browse is a simulation of a report that is only browsed, of which nothing is stored.
func browse(t *testing.T, shown model.Period) *simulation {
	s := simulate(t, shown)
	s.Schedule = NewBrowsed(shown, start)
	for _, period := range model.Periods() {
		s.StoredRead(period, reports.Reading{}, false)
	}
	return s
}

func budgetUsed(retryAt time.Time) error {
	return problem.New(problem.Error{Kind: problem.BudgetUsed, What: "used up", RetryAt: retryAt})
}

func TestBrowsedReportIsFetchedOnce(t *testing.T) {
	s := browse(t, model.D7)
	s.settle()
	for _, period := range model.GraphPeriods() {
		s.Show(period, s.now)
		s.settle()
		state := s.Period(period)
		if !state.HasReading() || state.Reading().Period != period || !state.Reading().FetchedAt.Equal(s.Period(model.D180).Reading().FetchedAt) {
			t.Errorf("%v is %+v, want the days of D180", period, state)
		}
	}
	s.wantCounts(map[model.Period]int{model.D180: 1})
}

func TestBrowsedReportIsNotFetchedBeforeTheStoreIsRead(t *testing.T) {
	s := NewBrowsed(model.D7, start)
	s.StoredRead(model.D7, reports.Reading{}, false)
	if due := s.Due(); len(due) > 0 {
		t.Errorf("%v is due before D180 was read", due)
	}
	s.StoredRead(model.D180, readingOf(t, model.D180, start.Add(-time.Minute)), true)
	if due := s.Due(); len(due) > 0 {
		t.Errorf("%v is due although D180 is fresh", due)
	}
	if state := s.Period(model.D7); !state.HasReading() || state.Reading().Period != model.D7 {
		t.Errorf("D7 is %+v, want the days of D180", state)
	}
}

// The store has the days of a shorter period, which are never fresh, from the answer for the longest one.
func TestFreshLongestPeriodRenewsStoredDays(t *testing.T) {
	fetched := start.Add(-time.Minute)
	for name, merged := range map[string]time.Time{"the same answer": fetched, "a later import": fetched.Add(1500 * time.Microsecond)} {
		stored := readingOf(t, model.D7, merged)
		stored.FreshUntil = time.Time{}
		for _, order := range [][]model.Period{{model.D7, model.D180}, {model.D180, model.D7}} {
			s := NewBrowsed(model.D7, start)
			for _, period := range order {
				reading := stored
				if period == model.D180 {
					reading = readingOf(t, model.D180, fetched)
				}
				s.StoredRead(period, reading, true)
			}
			if due := s.Due(); len(due) > 0 {
				t.Errorf("%s, read as %v: %v is due although D180 is fresh", name, order, due)
			}
		}
	}
}

func TestStaleAnswerStandsInForNone(t *testing.T) {
	s := NewBrowsed(model.D7, start)
	s.StoredRead(model.D180, readingOf(t, model.D180, start.Add(-2*time.Hour)), true)
	s.StoredRead(model.D7, reports.Reading{}, false)
	if s.Period(model.D7).HasReading() {
		t.Error("D7 is read from a stale answer")
	}
	if due := s.Due(); !slices.Equal(due, []Fetch{{model.D180, reports.Viewed}}) {
		t.Errorf("due is %v, want D180", due)
	}
}

func TestLongerAnswerNeverTakesDaysAway(t *testing.T) {
	s := browse(t, model.D7)
	later := readingOf(t, model.D7, start.Add(72*time.Hour))
	later.FetchedAt, later.FreshUntil = start.Add(-2*time.Hour), start.Add(-time.Hour)
	s.StoredRead(model.D7, later, true)
	s.settle()
	if got := s.Period(model.D7).DataTo(); got != later.Report.RefreshDate {
		t.Errorf("D7 has data to %v, want %v", got, later.Report.RefreshDate)
	}
	s.wantCounts(map[model.Period]int{model.D180: 1})
}

func TestFailureOfABrowsedReportIsThatOfEachPeriod(t *testing.T) {
	s := browse(t, model.D7)
	s.fails[model.D180] = problem.New(problem.Error{Kind: problem.Network, What: "no answer"})
	s.settle()
	for _, period := range model.Periods() {
		s.Show(period, s.now)
		s.settle()
		if s.Period(period).Failure() == nil || s.Period(period).IsLoading() {
			t.Errorf("%v is %+v, want a failure", period, s.Period(period))
		}
	}
	s.wantCounts(map[model.Period]int{model.D180: 1})
}

func TestRefusedFetchIsRepeatedAtItsTime(t *testing.T) {
	s := browse(t, model.D7)
	s.fails[model.D180] = budgetUsed(start.Add(4 * time.Minute))
	s.settle()
	state := s.Period(model.D7)
	if state.Failure() != nil || state.IsLoading() || !state.RefusedUntil().Equal(start.Add(4*time.Minute)) {
		t.Errorf("D7 is %+v, want it refused without a failure", state)
	}
	visit := func(at time.Time) int {
		s.now = at
		s.Show(model.D30, s.now)
		s.settle()
		return s.count[model.D180]
	}
	if got := visit(start.Add(4*time.Minute - time.Millisecond)); got != 1 {
		t.Errorf("%d fetches before the time, want 1", got)
	}
	delete(s.fails, model.D180)
	if got := visit(start.Add(4 * time.Minute)); got != 2 {
		t.Errorf("%d fetches at the time, want 2", got)
	}
	if until := s.Period(model.D7).RefusedUntil(); !until.IsZero() {
		t.Errorf("refused until %v after an answer", until)
	}
}

func TestRefusalEndsWithNewerStoredData(t *testing.T) {
	s := simulate(t, model.D7)
	s.fails[model.D7] = budgetUsed(start.Add(4 * time.Minute))
	s.StoredRead(model.D7, readingOf(t, model.D7, start.Add(-2*time.Hour)), true)
	s.settle()
	s.StoredRead(model.D7, readingOf(t, model.D7, start.Add(-2*time.Hour)), true)
	if s.Period(model.D7).RefusedUntil().IsZero() {
		t.Error("the same stored report has ended the refusal")
	}
	s.StoredRead(model.D7, readingOf(t, model.D7, start.Add(time.Second)), true)
	if !s.Period(model.D7).RefusedUntil().IsZero() {
		t.Error("a newer stored report has not ended the refusal")
	}
}

// TestRefusalInTheBackgroundHoldsNoFetchOfWhatIsShown lets the budget refuse the periods that are not shown. They wait until they are
// shown.
func TestRefusalInTheBackgroundHoldsNoFetchOfWhatIsShown(t *testing.T) {
	s := simulate(t, model.D7)
	for _, period := range []model.Period{model.D30, model.D90, model.D180} {
		s.fails[period] = budgetUsed(start.Add(4 * time.Minute))
	}
	s.settle()
	s.wantCounts(all(1))
	if state := s.Period(model.D30); state.Failure() != nil || !state.RefusedUntil().IsZero() {
		t.Errorf("D30 is %+v, want no trace of the refusal", state)
	}
	clear(s.fails)
	s.Show(model.D30, s.now)
	s.settle()
	s.wantCounts(map[model.Period]int{model.D7: 1, model.D30: 2, model.D90: 1, model.D180: 1})
	s.now = start.Add(4*time.Minute + time.Second)
	s.Show(model.D30, s.now)
	s.settle()
	s.wantCounts(map[model.Period]int{model.D7: 1, model.D30: 2, model.D90: 2, model.D180: 2})
}

func TestHiddenReportDropsEveryStoredDay(t *testing.T) {
	for origin, drops := range map[reports.Origin]bool{reports.FromStore: true, reports.FromGraph: false} {
		s := browse(t, model.D7)
		s.settle()
		all := readingOf(t, model.All, start)
		all.Origin = origin
		s.StoredRead(model.All, all, true)
		s.Hide()
		if s.Period(model.All).HasReading() == drops || !s.Period(model.D7).HasReading() {
			t.Errorf("%s: all days are %+v, D7 is %+v", origin, s.Period(model.All), s.Period(model.D7))
		}
		s.Show(model.All, s.now)
		s.settle()
		s.StoredRead(model.All, all, true)
		s.settle()
		if !s.Period(model.All).HasReading() || s.count[model.All] > 0 {
			t.Errorf("%s: all days are %+v after %d fetches, want them read", origin, s.Period(model.All), s.count[model.All])
		}
	}
}

func TestRefusalHasAPlausibleEnd(t *testing.T) {
	for name, test := range map[string]struct {
		retryAt time.Time
		want    time.Duration
	}{
		"soon":       {start.Add(3 * time.Minute), 3 * time.Minute},
		"past":       {start.Add(-time.Minute), time.Second},
		"not said":   {time.Time{}, time.Second},
		"a day away": {start.Add(24 * time.Hour), 10 * time.Minute},
	} {
		if got := RefusalEnd(problem.As(budgetUsed(test.retryAt)), start); !got.Equal(start.Add(test.want)) {
			t.Errorf("%s: ends at %v, want %v later", name, got, test.want)
		}
	}
}
