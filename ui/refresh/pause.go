package refresh

import "time"

// Pause is how long nothing is fetched without an explicit request after Graph has throttled one. Graph throttles all
// reports together. The zero Pause is none.
type Pause struct {
	until time.Time
	// length is the least length of the pause. It doubles from one refusal to the next.
	length time.Duration
}

// The shortest and the longest pause. A server that asks for more than an hour is not believed.
const shortestPause, longestPause = time.Minute, time.Hour

// Until is when the pause ends; the zero Time if there is none.
func (p Pause) Until() time.Time { return p.until }

// Holds reports whether the pause has not ended yet.
func (p Pause) Holds(now time.Time) bool { return now.Before(p.until) }

// After is the pause after a further refusal, at least until retryAt, which is zero if the answer did not say.
func (p Pause) After(retryAt, now time.Time) Pause {
	if latest := now.Add(longestPause); retryAt.After(latest) {
		retryAt = latest
	}
	if now.Before(p.until) && !retryAt.After(p.until) {
		return p // the answer to a request made before the pause began
	}
	length := min(max(2*p.length, shortestPause), longestPause)
	until := now.Add(length)
	if retryAt.After(until) {
		until = retryAt
	}
	return Pause{until: until, length: length}
}
