package ui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
)

// throttle is how Graph is left alone after it had too many requests.
type throttle struct {
	// until is when Graph said that it may be asked again; zero where it did not say.
	until time.Time
	// resume is when it is asked again without anybody's wish, which is not before until.
	resume time.Time
	// wait is how long the pause is at the least. It doubles from one refusal to the next.
	wait time.Duration
}

// The shortest and the longest of the pauses whose length Graph leaves open.
const leastPause, mostPause = time.Minute, time.Hour

// holds reports whether nothing is to be asked without anybody's wish.
func (t throttle) holds(now time.Time) bool { return now.Before(t.resume) }

// forbids reports whether Graph wants not to be asked at all.
func (t throttle) forbids(now time.Time) bool { return now.Before(t.until) }

// beginThrottle leaves Graph alone until it may be asked again, as far as it said.
func (m Model) beginThrottle(retryAt time.Time) (Model, tea.Cmd) {
	if m.throttle.holds(m.now) && !retryAt.After(m.throttle.resume) {
		return m, nil // the answer to a request of the same moment as the one that began the pause
	}
	wait := min(max(2*m.throttle.wait, leastPause), mostPause)
	m.throttle = throttle{until: retryAt, resume: m.now.Add(wait), wait: wait}
	if retryAt.After(m.throttle.resume) {
		m.throttle.resume = retryAt
	}
	return m, m.after(m.throttle.resume.Sub(m.now), throttleEndedMsg{})
}

// endThrottle forgets the failures that came of too many requests, so that what is due is asked for again.
func (m Model) endThrottle() Model {
	if m.throttle.holds(m.now) {
		return m // a longer pause has begun since
	}
	for i, state := range m.periods {
		if state.failure != nil && state.failure.Kind == problem.Throttled {
			m.periods[i].failure = nil
		}
	}
	return m
}
