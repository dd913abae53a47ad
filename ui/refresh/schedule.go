package refresh

import (
	"slices"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// Schedule has the state of every period, and decides which of them to fetch, and when. It is a value: a copy is independent of
// the original.
//
// Freshness is judged as of the last Show, Tick, Resume or answer. Time alone makes nothing stale, so that an idle program sends
// no requests.
type Schedule struct {
	periods [model.PeriodCount]State
	shown   model.Period
	// judgedAt is when freshness was last judged.
	judgedAt time.Time
	// settled reports whether a period shown has been up to date once, so that the others may follow.
	settled bool
	// browsed reports whether one request serves all periods.
	browsed bool
}

// New is the Schedule of a program that shows a period and has read nothing yet: the period shown is fetched first, and the
// others follow in the background.
func New(shown model.Period, now time.Time) Schedule { return Schedule{shown: shown, judgedAt: now} }

// NewBrowsed is the Schedule of a report that is only browsed: one request for Graph's longest period serves all periods.
func NewBrowsed(shown model.Period, now time.Time) Schedule {
	return Schedule{shown: shown, judgedAt: now, browsed: true}
}

// Fetch is a fetch of a period and the reason for it.
type Fetch struct {
	Period model.Period
	Reason reports.Reason
}

// Requested is the period to fetch so that the given one can be shown.
func (s *Schedule) Requested(shown model.Period) model.Period {
	if s.browsed && shown != model.All {
		return model.D180
	}
	return shown
}

// Serves reports whether the answer to a fetch of one period has the days of another.
func (s *Schedule) Serves(fetched, period model.Period) bool {
	return slices.Contains(s.servedBy(fetched), period)
}

// servedBy lists the periods whose days the answer to a fetch of a period has.
func (s *Schedule) servedBy(period model.Period) []model.Period {
	if periods := model.Periods(); s.browsed {
		return periods[:]
	}
	return []model.Period{period}
}

// Period is the state of one period.
func (s *Schedule) Period(period model.Period) State { return s.periods[period] }

// Show changes the period shown, and judges freshness again.
func (s *Schedule) Show(period model.Period, now time.Time) { s.shown, s.judgedAt = period, now }

// Hide drops the reading of every stored day, which may be long. It is read again when the report is shown.
func (s *Schedule) Hide() {
	if all := &s.periods[model.All]; all.phase == shown && all.reading.Origin == reports.FromStore {
		all.phase, all.reading = unread, reports.Reading{}
	}
}

// tickGrace is how much longer data must stay fresh to be fresh at a tick. An answer arrives some time after the tick that
// started its fetch; at the tick an hour later it is not quite an hour old.
const tickGrace = time.Minute

// judge judges freshness again at an event, but not at an earlier time than before unless the clock was set back.
func (s *Schedule) judge(now time.Time) {
	if now.After(s.judgedAt) || s.judgedAt.Sub(now) > clockSlack {
		s.judgedAt = now
	}
}

// Tick judges freshness again: the interval of automatic refreshes has passed.
func (s *Schedule) Tick(now time.Time) { s.judgedAt = now.Add(tickGrace) }

// StoredRead records what the store has of a period; found is false if it has nothing. A fresh answer for Graph's longest period
// replaces missing or stale ones for shorter periods.
func (s *Schedule) StoredRead(period model.Period, reading reports.Reading, found bool) {
	s.periods[period] = s.periods[period].storedRead(reading, found)
	if whole := s.periods[model.D180]; whole.HasReading() && whole.isFresh(s.judgedAt) {
		s.derive(whole.reading)
	}
	shown := s.periods[s.shown]
	s.settled = s.settled || shown.HasReading() && shown.isFresh(s.judgedAt)
}

// derive gives shorter periods the days of an answer for Graph's longest one. It replaces readings that are missing, that are
// both stale and older, or that are stored days rather than an answer of Graph.
func (s *Schedule) derive(whole reports.Reading) {
	for i, state := range s.periods {
		isIdle := state.phase == empty || state.phase == shown
		isAnswer := !state.reading.FreshUntil.IsZero()
		isNewer := (!isAnswer || whole.FetchedAt.After(state.reading.FetchedAt)) && whole.FetchedAt.After(state.failedAt)
		hasFailed := state.failure != nil && !s.browsed
		if isIdle && isNewer && !hasFailed && !state.isFresh(s.judgedAt) {
			s.periods[i] = state.within(whole, model.Period(i))
		}
	}
}

// StoredFailed records why stored data cannot be shown, if nothing is fetched. It holds until the data can be read.
func (s *Schedule) StoredFailed(period model.Period, failure *problem.Error) {
	s.periods[period] = s.periods[period].failed(failure, time.Time{})
}

// Due lists the automatic fetches: that of the period shown and, once that has been up to date, those of the others. All is
// fetched only if it is shown, since the answer is that of Graph's longest period.
func (s *Schedule) Due() []Fetch {
	requested := s.Requested(s.shown)
	if s.periods[requested].IsUnread() {
		return nil
	}
	if s.periods[s.shown].isDue(s.judgedAt) {
		return []Fetch{{requested, reports.Viewed}}
	}
	if s.browsed || !s.settled || s.periods[s.shown].IsLoading() {
		return nil
	}
	var due []Fetch
	for _, period := range model.GraphPeriods() {
		if state := s.periods[period]; state.isDue(s.judgedAt) && !state.isHeld(s.judgedAt) {
			due = append(due, Fetch{period, reports.Background})
		}
	}
	return due
}

// Start starts a fetch and returns its version.
func (s *Schedule) Start(period model.Period, reason reports.Reason) (version int) {
	for _, served := range s.servedBy(period) {
		s.periods[served] = s.periods[served].started(reason)
	}
	return s.periods[period].version
}

// Request marks the fetch under way for the period shown as requested by the user.
func (s *Schedule) Request(shown model.Period) {
	for _, served := range s.servedBy(s.Requested(shown)) {
		s.periods[served].isRequested = true
	}
}

// Awaits reports whether an answer with this version is awaited; that of an abandoned fetch is not.
func (s *Schedule) Awaits(period model.Period, version int) bool {
	state := s.periods[period]
	return state.IsLoading() && state.version == version
}

// Succeed records the answer to a fetch, for each period that it serves.
func (s *Schedule) Succeed(period model.Period, reading reports.Reading, now time.Time) {
	s.judge(now)
	for _, served := range s.servedBy(period) {
		state := s.periods[served]
		if served == period {
			state = state.received(reading)
		} else {
			state = state.stopped().succeeded().within(reading, served)
		}
		state.answeredAt = now
		s.periods[served] = state
	}
	if period == model.All {
		s.periods[model.D180].answeredAt = now // the request was for the longest period
	}
	s.settled = s.settled || s.Serves(period, s.shown)
}

// Fail records the error of a fetch. After an error of Kind Throttled, call Resume at the end of the Pause; after one of Kind
// BudgetUsed, call Show or Resume at its RetryAt.
func (s *Schedule) Fail(period model.Period, failure *problem.Error, now time.Time) {
	s.judge(now)
	for _, served := range s.servedBy(period) {
		s.periods[served] = s.periods[served].failed(failure, now)
	}
}

// Stop records that a fetch has ended without an answer or an error of its own.
func (s *Schedule) Stop(period model.Period) {
	for _, served := range s.servedBy(period) {
		s.periods[served] = s.periods[served].stopped()
	}
}

// Resume forgets the failures due to throttling at the end of a Pause, and judges freshness again.
func (s *Schedule) Resume(now time.Time) {
	s.judgedAt = now
	for i, state := range s.periods {
		if state.failure != nil && state.failure.Kind == problem.Throttled {
			s.periods[i] = state.succeeded()
		}
	}
}
