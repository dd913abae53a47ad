package emulator

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"time"
)

// Request is what one request to the emulator was.
type Request struct {
	Host         Host
	Method, Path string
	Header       http.Header
	// At is when it came, by the emulator's clock.
	At time.Time
}

// remembered is how many requests are remembered, so that an emulator that runs for days does not grow.
const remembered = 1000

// traffic knows which requests came and how many are under way.
type traffic struct {
	now func() time.Time

	mu       sync.Mutex
	requests []Request
	inFlight [hostCount]int
	peak     [hostCount]int
	changed  chan struct{} // closed and replaced when a request begins
	closed   bool
	underWay sync.WaitGroup
}

func newTraffic(now func() time.Time) *traffic {
	return &traffic{now: now, changed: make(chan struct{})}
}

// begin takes note of a request; end must be called when it is answered. It is false once close was called.
func (t *traffic) begin(host Host, r *http.Request) (end func(), ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil, false
	}
	if len(t.requests) == remembered {
		t.requests = slices.Delete(t.requests, 0, 1)
	}
	t.requests = append(t.requests, Request{
		Host: host, Method: r.Method, Path: r.URL.Path, Header: r.Header.Clone(), At: t.now(),
	})
	t.underWay.Add(1)
	t.inFlight[host]++
	t.peak[host] = max(t.peak[host], t.inFlight[host])
	close(t.changed)
	t.changed = make(chan struct{})
	return func() { t.end(host) }, true
}

func (t *traffic) end(host Host) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.inFlight[host]--
	t.underWay.Done()
}

// awaitInFlight returns when at least count requests to host are under way at once.
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

// close refuses further requests and waits until those under way have ended.
func (t *traffic) close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.underWay.Wait()
}
