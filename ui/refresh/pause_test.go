package refresh

import (
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

func throttled(retryAt time.Time) error {
	return problem.New(problem.Error{Kind: problem.Throttled, What: "too many requests", RetryAt: retryAt})
}

func TestThrottlingPausesEverything(t *testing.T) {
	for name, test := range map[string]struct {
		retryAt time.Time
		want    time.Duration
	}{
		"not said":    {time.Time{}, time.Minute},
		"in the past": {start.Add(-time.Hour), time.Minute},
		"soon":        {start.Add(time.Second), time.Minute},
		"later":       {start.Add(7 * time.Minute), 7 * time.Minute},
		"in a year":   {start.Add(365 * 24 * time.Hour), time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			s := simulate(t, model.D7)
			s.Start(model.D7, false)
			s.Fail(model.D7, problem.As(throttled(test.retryAt)), start)
			if got := s.PausedUntil(); !got.Equal(start.Add(test.want)) {
				t.Fatalf("paused until %v, want %v later", got, test.want)
			}
			s.Show(model.D30, start.Add(test.want-1))
			if due := s.Due(start.Add(test.want - 1)); len(due) > 0 {
				t.Errorf("%v is due in the pause", due)
			}
			s.now = start.Add(test.want)
			s.Resume(s.now)
			s.settle()
			if s.count[model.D30] != 1 || s.count[model.D7] != 1 {
				t.Errorf("fetched %v after the pause", s.count)
			}
		})
	}
}

func TestPauseDoublesUpToAnHour(t *testing.T) {
	s := simulate(t, model.D7)
	s.fails[model.D7] = throttled(time.Time{})
	for _, want := range []int{1, 2, 4, 8, 16, 32, 60, 60} {
		s.settle()
		if got := s.PausedUntil().Sub(s.now); got != time.Duration(want)*time.Minute {
			t.Fatalf("the pause lasts %v, want %d minutes", got, want)
		}
		s.now = s.PausedUntil()
		s.Resume(s.now)
	}
	delete(s.fails, model.D7)
	s.settle()
	if !s.PausedUntil().IsZero() {
		t.Error("an answer has not ended the pause")
	}
}

func TestRefusalsOfOneMomentPauseOnce(t *testing.T) {
	s := simulate(t, model.D7)
	for _, period := range model.GraphPeriods() {
		s.Start(period, false)
	}
	for _, period := range model.GraphPeriods() {
		s.Fail(period, problem.As(throttled(time.Time{})), start)
	}
	if got := s.PausedUntil(); !got.Equal(start.Add(time.Minute)) {
		t.Errorf("paused until %v, want a minute", got)
	}
}
