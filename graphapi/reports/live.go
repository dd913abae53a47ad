package reports

import (
	"context"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// Client requests the reports of a function from Graph, as graphapi.Client.Fetch does.
type Client interface {
	Fetch(ctx context.Context, function model.Function, period model.Period, etag string) (graphapi.Answer, error)
}

// LiveConfig is the configuration of a Live.
type LiveConfig struct {
	Client Client
	// Store stores what Client returns; nil stores nothing. StoreError is the reason for nil; it is nil if no store is intended.
	Store      *store.Store
	StoreError error
	// Tenant identifies the tenant of the reports. It sends no request. It is called before a request and again after it,
	// since the token may name the tenant only then. It is not called without a Store.
	Tenant func(context.Context) (store.Tenant, error)
	// App is the id of the app that sends the requests, since Graph limits those of each app; it may be empty.
	App string
	// Unlimited reports whether Client's Graph has no limit of requests, so that there is no budget.
	Unlimited bool
	// Origin is the origin of readings from Client: FromGraph or FromDemo.
	Origin Origin
	// MaxAge is how old a stored report may be and still count as fresh.
	MaxAge time.Duration
	// Timeout bounds one exchange with Graph, including sign-in and retries; 0 is no bound.
	Timeout time.Duration
	// Refresh treats every report that was stored before NewLive as stale.
	Refresh bool
	// Offline sends no request.
	Offline bool
	// Now is the clock.
	Now func() time.Time
}

// Live reads the reports of one tenant from its store and from Graph, and stores what Graph sends. It is safe for concurrent
// use; its exchanges with Graph run concurrently.
type Live struct {
	config LiveConfig
	// started is when the Live was made.
	started  time.Time
	lookups  *lookups
	turns    *turns
	unsaved  *unsaved
	requests *requestTimes
}

// NewLive makes a Live.
func NewLive(config LiveConfig) *Live {
	return &Live{
		config: config, started: storedTime(config.Now()),
		lookups: newLookups(), turns: &turns{}, unsaved: &unsaved{}, requests: &requestTimes{},
	}
}

// Report returns the stored report if it is fresh. Otherwise it fetches it as Requested, unless another process has stored a
// newer answer meanwhile. The reading has its Notes even if there is an error.
func (l *Live) Report(ctx context.Context, definition *model.Definition, period model.Period) (Reading, error) {
	since := l.config.Now()
	stored, err := l.Stored(ctx, definition, period)
	if l.config.Offline || err == nil && l.config.Now().Before(stored.FreshUntil) {
		return stored, err
	}
	fetched, err := l.fetch(ctx, definition, period, Requested, storedTime(since))
	if err != nil && l.config.Store != nil {
		fetched.Notes = l.config.Store.TakeNotes()
	}
	fetched.Notes = append(stored.Notes, fetched.Notes...)
	return fetched, err
}

// storedTime is a time as it is read back from the store. It is applied to the time of every answer on arrival, so that a
// report in memory and the same report read from the store have equal times.
func storedTime(t time.Time) time.Time { return t.UTC().Truncate(store.Precision) }

// freshUntil is when a stored report becomes stale; the zero Time if it is stale already. One fetched in the future counts as
// stale: the clock was set back, so that its age is unknown.
func (l *Live) freshUntil(fetchedAt time.Time) time.Time {
	if fetchedAt.After(l.config.Now()) || l.config.Refresh && fetchedAt.Before(l.started) {
		return time.Time{}
	}
	return fetchedAt.Add(l.config.MaxAge)
}
