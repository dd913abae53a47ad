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
			s.now = start.Add(-1234567 * time.Nanosecond) // the answer arrives at start
			s.fails[model.D7] = throttled(test.retryAt)
			s.settle()
			delete(s.fails, model.D7)
			end := start.Add(test.want)
			if got := s.pause.Until(); !got.Equal(end) || !s.pause.Holds(end.Add(-1)) || s.pause.Holds(end) {
				t.Fatalf("paused until %v, want %v later", got, test.want)
			}
			s.now = end
			s.Resume(s.now)
			s.settle()
			if s.count[model.D30] != 1 || s.count[model.D7] != 2 {
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
		if got := s.pause.Until().Sub(s.now); got != time.Duration(want)*time.Minute {
			t.Fatalf("the pause lasts %v, want %d minutes", got, want)
		}
		s.now = s.pause.Until()
		s.Resume(s.now)
	}
	delete(s.fails, model.D7)
	s.settle()
	if !s.pause.Until().IsZero() {
		t.Error("an answer has not ended the pause")
	}
}

func TestRefusalsOfOneMomentPauseOnce(t *testing.T) {
	var pause Pause
	for range model.GraphPeriods() {
		pause = pause.After(time.Time{}, start)
	}
	if got := pause.Until(); !got.Equal(start.Add(time.Minute)) {
		t.Errorf("paused until %v, want a minute", got)
	}
}
