package emulator

import (
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// The limit of Graph's reports for an app in a tenant: throttleRequests in each throttleTime.
//
// https://learn.microsoft.com/graph/throttling-limits#reports-service-limits
const (
	throttleRequests = 14
	throttleTime     = 10 * time.Minute
)

// throttle limits the requests for reports.
type throttle struct {
	mutex sync.Mutex
	// admitted are the times of the requests within the limit, oldest first.
	admitted []time.Time
}

// admit counts a request, or refuses it and returns how long to wait.
func (t *throttle) admit(now time.Time) (wait time.Duration, ok bool) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.admitted = slices.DeleteFunc(t.admitted, func(at time.Time) bool { return now.Sub(at) >= throttleTime })
	if len(t.admitted) >= throttleRequests {
		return throttleTime - now.Sub(t.admitted[0]), false
	}
	t.admitted = append(t.admitted, now)
	return 0, true
}

// throttled returns the refusal of a request above the limit, and sets Retry-After; nil if the request is within it.
func (t *throttle) throttled(now time.Time, header http.Header) *refusal {
	wait, ok := t.admit(now)
	if ok {
		return nil
	}
	seconds := (wait + time.Second - 1) / time.Second
	header.Set("Retry-After", strconv.Itoa(int(seconds)))
	return &refusal{http.StatusTooManyRequests, "TooManyRequests", "The request has been throttled."}
}
