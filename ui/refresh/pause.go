package refresh

import "time"

// Pause is the time after a throttled request in which nothing is fetched unless the user requests it. It applies to all reports,
// since Graph throttles them together. The zero Pause has ended.
type Pause struct {
	until time.Time
	// length is the least length of the pause. It doubles with each throttled request.
	length time.Duration
}

// The shortest and the longest pause, even if a server demands more.
const shortestPause, longestPause = time.Minute, time.Hour

// Until is when the pause ends; the zero Time if there is none.
func (p Pause) Until() time.Time { return p.until }

// Holds reports whether the pause has not ended yet.
func (p Pause) Holds(now time.Time) bool { return now.Before(p.until) }

// After is the pause after a further throttled request. It lasts at least until retryAt, which is zero if the answer had none.
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
