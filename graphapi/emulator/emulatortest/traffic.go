package emulatortest

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"peerdash/graphapi/emulator"
)

// Request is a recorded request.
type Request struct {
	Host         Host
	Method, Path string
	Header       http.Header
	// At is when it was received, by the emulator's clock.
	At time.Time
}

// maxRequests is how many requests are recorded.
const maxRequests = 1000

// traffic records the requests and how many are in flight.
type traffic struct {
	now func() time.Time

	mu       sync.Mutex
	requests []Request
	inFlight [emulator.HostCount]int
	peak     [emulator.HostCount]int
	changed  chan struct{} // closed and replaced when a request begins
}

func newTraffic(now func() time.Time) *traffic {
	return &traffic{now: now, changed: make(chan struct{})}
}

// begin records a request; end must be called when it is answered.
func (t *traffic) begin(host Host, r *http.Request) (end func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.requests) == maxRequests {
		t.requests = slices.Delete(t.requests, 0, 1)
	}
	t.requests = append(t.requests, Request{
		Host: host, Method: r.Method, Path: r.URL.Path, Header: r.Header.Clone(), At: t.now(),
	})
	t.inFlight[host]++
	t.peak[host] = max(t.peak[host], t.inFlight[host])
	close(t.changed)
	t.changed = make(chan struct{})
	return func() { t.end(host) }
}

func (t *traffic) end(host Host) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.inFlight[host]--
}

// awaitInFlight returns when at least count requests to host are in flight at once.
func (t *traffic) awaitInFlight(ctx context.Context, host Host, count int) error {
	for {
		t.mu.Lock()
		reached, changed := t.inFlight[host] >= count, t.changed
		t.mu.Unlock()
		if reached {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (t *traffic) all() []Request {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.requests)
}

func (t *traffic) peakOf(host Host) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.peak[host]
}
