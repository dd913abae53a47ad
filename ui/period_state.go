package ui

import (
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// status is how far one period has come.
type status int

const (
	unread     status = iota // what is kept has not been read yet
	empty                    // nothing to show
	loading                  // nothing to show yet, and Graph is being asked
	shown                    // a reading to show
	refreshing               // a reading to show while Graph is being asked for a newer one
)

// periodState is what is known of one period.
type periodState struct {
	status status
	// reading is what is to be shown while status is shown or refreshing.
	reading reports.Reading
	// failure is how the latest attempt failed; nil when it did not.
	failure *problem.Error
	// answered is when Graph last answered this dashboard; zero where it has not.
	answered time.Time
	// version counts the fetches, so that the answer of a fetch that was given up is known by its number.
	version int
}

// hasReading reports whether there is something to show.
func (s periodState) hasReading() bool { return s.status == shown || s.status == refreshing }

// isAsking reports whether Graph is being asked.
func (s periodState) isAsking() bool { return s.status == loading || s.status == refreshing }

// leastBetween is how long Graph is left alone between two answers for one period that nobody wished for, however short
// an answer counts as fresh: all periods together stay far below the 14 requests that Graph allows in that time.
const leastBetween = 10 * time.Minute

// isDue reports whether Graph is to be asked without anybody's wish: what is kept has been read and is not fresh, and
// no attempt has failed since.
func (s periodState) isDue(now time.Time) bool {
	if s.failure != nil || now.Sub(s.answered) < leastBetween {
		return false
	}
	return s.status == empty || s.status == shown && !s.reading.Fresh
}

// asked is the state once a fetch has begun.
func (s periodState) asked() periodState {
	s.version++
	if s.hasReading() {
		s.status = refreshing
	} else {
		s.status = loading
	}
	return s
}

// received is the state once a reading has come.
func (s periodState) received(reading reports.Reading) periodState {
	s.status, s.reading, s.failure = shown, reading, nil
	return s
}

// failed is the state once an attempt has failed. What was shown stays.
func (s periodState) failed(failure *problem.Error) periodState {
	s.failure = failure
	return s.stopped()
}

// stopped is the state once a fetch has been given up.
func (s periodState) stopped() periodState {
	if s.hasReading() {
		s.status = shown
	} else {
		s.status = empty
	}
	return s
}

// keptRead is the state once what is kept has been read, with or without success. A fetch that has begun meanwhile goes
// on. What Graph has said since is not given up for something older; all that is kept is always the whole of it.
func (s periodState) keptRead(reading reports.Reading, failure *problem.Error) periodState {
	older := s.hasReading() && reading.FetchedAt.Before(s.reading.FetchedAt) && reading.Period != model.All
	switch {
	case failure == nil && !older:
		asking := s.isAsking()
		s = s.received(reading)
		if asking {
			s.status = refreshing
		}
	case s.status == unread:
		s.status = empty
	}
	return s
}
