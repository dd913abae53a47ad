package refresh

import (
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// Schedule is the state of every period, and what follows from it: which of them to fetch, and when. It is a value: a
// copy is independent of the original.
//
// An idle program stays idle: freshness is judged as of the last Show, Tick or Resume, so that no data becomes stale merely
// because time passes.
type Schedule struct {
	periods [model.PeriodCount]State
	shown   model.Period
	// judgedAt is when freshness was last judged.
	judgedAt time.Time
	// settled reports whether a period shown has been current, after which the others may follow.
	settled bool
}

// New is the Schedule of a program that shows a period and has read nothing yet.
func New(shown model.Period, now time.Time) Schedule { return Schedule{shown: shown, judgedAt: now} }

// Period is the state of one period.
func (s *Schedule) Period(period model.Period) State { return s.periods[period] }

// Show changes the period shown, and judges freshness again.
func (s *Schedule) Show(period model.Period, now time.Time) { s.shown, s.judgedAt = period, now }

// tickGrace is how much longer data has to be fresh at a tick. An answer arrives some time after the tick that started its
// fetch, so that an hour later it is not quite an hour old.
const tickGrace = time.Minute

// Tick judges freshness again: the interval of automatic refreshes has passed.
func (s *Schedule) Tick(now time.Time) { s.judgedAt = now.Add(tickGrace) }

// StoredRead takes in what the store has of a period; found is false if it has nothing.
func (s *Schedule) StoredRead(period model.Period, reading reports.Reading, found bool) {
	s.periods[period] = s.periods[period].storedRead(reading, found)
	shown := s.periods[s.shown]
	s.settled = s.settled || shown.HasReading() && shown.isFresh(s.judgedAt)
}

// StoredFailed takes in why the stored data cannot be shown, if there is nothing but stored data. It holds until the
// data is read.
func (s *Schedule) StoredFailed(period model.Period, failure *problem.Error) {
	s.periods[period] = s.periods[period].failed(failure, time.Time{})
}

// Due lists the periods to fetch without a request: the one shown, and once that has arrived, the others. All is
// fetched only where it is shown, since Graph answers it with its longest period.
func (s *Schedule) Due() []model.Period {
	if s.periods[s.shown].isDue(s.judgedAt) {
		return []model.Period{s.shown}
	}
	if !s.settled || s.periods[s.shown].IsLoading() {
		return nil
	}
	var due []model.Period
	for _, period := range model.GraphPeriods() {
		if s.periods[period].isDue(s.judgedAt) {
			due = append(due, period)
		}
	}
	return due
}

// Start starts a fetch and returns its version; requested says whether the user asked for it.
func (s *Schedule) Start(period model.Period, requested bool) (version int) {
	s.periods[period] = s.periods[period].started(requested)
	return s.periods[period].version
}

// Request marks the fetch under way as requested by the user.
func (s *Schedule) Request(period model.Period) { s.periods[period].requested = true }

// Awaits reports whether an answer with this version is awaited; that of an abandoned fetch is not.
func (s *Schedule) Awaits(period model.Period, version int) bool {
	state := s.periods[period]
	return state.IsLoading() && state.version == version
}

// Succeed takes in the answer to a fetch and compares the reading with the one before.
func (s *Schedule) Succeed(period model.Period, reading reports.Reading, now time.Time) News {
	before := s.periods[period]
	s.periods[period] = before.received(reading)
	s.periods[period].answeredAt = now
	if period == model.All {
		s.periods[model.D180].answeredAt = now // the request was for the longest period
	}
	s.settled = s.settled || period == s.shown
	return Compare(before, reading)
}

// Fail takes in the error of a fetch. After an error of Kind Throttled call Resume at the end of the Pause.
func (s *Schedule) Fail(period model.Period, failure *problem.Error, now time.Time) {
	s.periods[period] = s.periods[period].failed(failure, now)
}

// Stop takes in that a fetch has ended without an answer or an error of its own.
func (s *Schedule) Stop(period model.Period) { s.periods[period] = s.periods[period].stopped() }

// Resume forgets the failures due to throttling at the end of a Pause, so that what is due is fetched again.
func (s *Schedule) Resume(now time.Time) {
	s.judgedAt = now
	for i, state := range s.periods {
		if state.failure != nil && state.failure.Kind == problem.Throttled {
			s.periods[i] = state.succeeded()
		}
	}
}
