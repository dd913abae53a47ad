package refresh

import "time"

// pause is how long nothing is fetched without an explicit request after Graph has throttled one.
type pause struct {
	until time.Time
	// length is the least length of the pause. It doubles from one refusal to the next.
	length time.Duration
}

// The shortest and the longest pause. A server that asks for more than an hour is not believed.
const shortestPause, longestPause = time.Minute, time.Hour

// after is the pause after a further refusal, at least until retryAt, which is zero if the answer did not say.
func (p pause) after(retryAt, now time.Time) pause {
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
	return pause{until: until, length: length}
}
