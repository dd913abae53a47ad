// Package refresh decides which periods the dashboard fetches, and when. It holds the state of each period, pauses while Graph is
// throttling, and compares a new report with the one before. It is pure: it reads no clock, starts no timer and does no input
// or output.
package refresh

import (
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// phase is what one period has to show, and whether it is being fetched.
type phase int

const (
	unread     phase = iota // the store has not been read yet
	empty                   // nothing to show
	loading                 // nothing to show yet; a fetch is under way
	shown                   // a reading to show
	refreshing              // a reading to show; a fetch is under way
)

// State is the state of one period. The zero State is that of a period whose stored data has not been read yet.
type State struct {
	phase   phase
	reading reports.Reading // while phase is shown or refreshing
	// failure is the error of the last attempt, nil if it succeeded; failedAt is when it occurred.
	failure  *problem.Error
	failedAt time.Time
	// answeredAt is when Graph last answered a fetch of this program; zero before the first answer.
	answeredAt time.Time
	// reason is that of the latest fetch. isRequested reports whether the user requested the fetch under way, when it started or
	// later.
	reason      reports.Reason
	isRequested bool
	// refusedUntil is when the request budget allows a fetch of the period again if it is shown, heldUntil when it allows one in
	// the background; the zero Time if it has refused none.
	refusedUntil, heldUntil time.Time
	// version counts the fetches. An answer with another version is that of an abandoned fetch.
	version int
}

// HasReading reports whether there is a reading to show.
func (s State) HasReading() bool { return s.phase == shown || s.phase == refreshing }

// IsLoading reports whether a fetch is under way.
func (s State) IsLoading() bool { return s.phase == loading || s.phase == refreshing }

// IsUnread reports whether the stored data has not been read yet.
func (s State) IsUnread() bool { return s.phase == unread }

// IsEmpty reports whether there is nothing to show and no fetch has failed, was refused or is under way.
func (s State) IsEmpty() bool { return s.phase == empty && s.failure == nil && s.refusedUntil.IsZero() }

// Reading is the reading to show; the zero Reading if there is none.
func (s State) Reading() reports.Reading { return s.reading }

// Failure is the error of the last attempt to fetch the period, nil if it succeeded. After a failure, Reading is still the one
// from before.
func (s State) Failure() *problem.Error { return s.failure }

// DataTo is the refresh date of the reading, the last day that Graph had counted; zero if there is no reading or
// the report is empty.
func (s State) DataTo() model.Date { return s.reading.Report.RefreshDate }

// IsRequested reports whether a fetch is under way that the user requested.
func (s State) IsRequested() bool { return s.isRequested }

// RefusedUntil is when the request budget allows a fetch again, if it refused the last one; the zero Time otherwise.
func (s State) RefusedUntil() time.Time { return s.refusedUntil }

// Version is the version of the latest fetch.
func (s State) Version() int { return s.version }

const (
	// leastBetween is the least time between two automatic fetches of a period, however short the maximum age is.
	leastBetween = 10 * time.Minute
	// holdShort and holdLong are how long a period is not fetched automatically after an error: one that may end without any
	// action, and one that an administrator has to resolve.
	holdShort, holdLong = 10 * time.Minute, time.Hour
)

// isDue reports whether the period should be fetched automatically at a time.
func (s State) isDue(at time.Time) bool {
	switch {
	case s.phase != empty && s.phase != shown:
		return false
	case s.failure != nil && isRecent(at, s.failedAt, holdAfter(s.failure.Kind)):
		return false
	case isRecent(at, s.answeredAt, leastBetween), RefusalHolds(s.refusedUntil, at):
		return false
	}
	return s.phase == empty || !s.isFresh(at)
}

// isHeld reports whether the request budget allows no fetch of the period in the background.
func (s State) isHeld(at time.Time) bool { return RefusalHolds(s.heldUntil, at) }

func (s State) isFresh(at time.Time) bool {
	return at.Before(s.reading.FreshUntil) && at.Sub(s.reading.FetchedAt) > -clockSlack
}

func holdAfter(kind problem.Kind) time.Duration {
	switch kind {
	case problem.Configuration, problem.SignIn, problem.Permission, problem.NoReport, problem.Unsupported:
		return holdLong
	default:
		return holdShort
	}
}

// clockSlack is how far in the future an event may lie. If it lies further ahead, the clock has been set back since.
const clockSlack = 5 * time.Minute

// isRecent reports whether less than a length of time has passed from since to at.
func isRecent(at, since time.Time, length time.Duration) bool {
	age := at.Sub(since)
	return age > -clockSlack && age < length
}

// The shortest and the longest refusal of the request budget.
const shortestRefusal, longestRefusal = time.Second, 10 * time.Minute

// RefusalEnd is when the request budget allows what it has just refused by an error of Kind BudgetUsed.
func RefusalEnd(failure *problem.Error, now time.Time) time.Time {
	end := now.Add(longestRefusal)
	if failure.RetryAt.Before(end) {
		end = failure.RetryAt
	}
	if soonest := now.Add(shortestRefusal); end.Before(soonest) {
		end = soonest
	}
	return end
}

// RefusalHolds reports whether a refusal still holds, given its end. It does not if the end is too far away, since the clock has
// been set back then.
func RefusalHolds(end, now time.Time) bool {
	return now.Before(end) && end.Sub(now) < longestRefusal+clockSlack
}

// started is the state once a fetch has started.
func (s State) started(reason reports.Reason) State {
	s.version++
	s.reason, s.isRequested = reason, reason == reports.Requested
	if s.HasReading() {
		s.phase = refreshing
	} else {
		s.phase = loading
	}
	return s
}

// received is the state once a reading has arrived.
func (s State) received(reading reports.Reading) State {
	s.phase, s.reading, s.isRequested = shown, reading, false
	return s.succeeded().allowed()
}

// within is the state of a period once the reading of a longer period has arrived. It gets the days of that reading unless its own
// are later.
func (s State) within(longer reports.Reading, period model.Period) State {
	derived, ok := longer.Within(period)
	if !ok || !longer.Report.IsEmpty() && longer.Report.RefreshDate < s.DataTo() {
		return s
	}
	return s.received(derived)
}

func (s State) succeeded() State {
	s.failure, s.failedAt = nil, time.Time{}
	return s
}

// allowed is the state without refusals of the request budget.
func (s State) allowed() State {
	s.refusedUntil, s.heldUntil = time.Time{}, time.Time{}
	return s
}

// failed is the state once an attempt has failed. The reading shown stays. A refusal of the request budget is not a failure, and
// the refusal of a background fetch does not apply when the period is shown.
func (s State) failed(failure *problem.Error, now time.Time) State {
	switch {
	case failure.Kind != problem.BudgetUsed:
		s.failure, s.failedAt = failure, now
		s = s.allowed()
	case s.reason == reports.Background:
		s.heldUntil = RefusalEnd(failure, now)
	default:
		s.refusedUntil = RefusalEnd(failure, now)
	}
	return s.stopped()
}

// stopped is the state once a fetch has ended without a reading.
func (s State) stopped() State {
	s.isRequested = false
	if s.HasReading() {
		s.phase = shown
	} else {
		s.phase = empty
	}
	return s
}

// storedRead is the state once the stored data has been read; found is false if there is none. A fetch under way
// continues. A reading replaces only an older one; that of every stored day, which is always complete, replaces any.
func (s State) storedRead(reading reports.Reading, found bool) State {
	later := !s.HasReading() || reading.FetchedAt.After(s.reading.FetchedAt)
	if found && later {
		s = s.allowed()
	}
	switch {
	case found && (later || reading.Period == model.All):
		isLoading := s.IsLoading()
		s.phase, s.reading = shown, reading
		if isLoading {
			s.phase = refreshing
		}
	case s.phase == unread:
		s.phase = empty
	}
	if found && reading.FetchedAt.After(s.failedAt) {
		s = s.succeeded()
	}
	return s
}
