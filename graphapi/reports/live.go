package reports

import (
	"context"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// Client requests reports from Graph. With the ETag of an earlier answer, an unchanged one comes back as
// NotModified.
type Client interface {
	Fetch(ctx context.Context, function model.Function, period model.Period, etag string) (graphapi.Answer, error)
}

// LiveConfig is the configuration of a Live.
type LiveConfig struct {
	Client Client
	// Store stores what Client returns; nil stores nothing. StoreError is then why, nil if no store is intended.
	Store      *store.Store
	StoreError error
	// Tenant identifies the tenant of the report without a request: it is called before a request, and after
	// it, when there may be a token that names the tenant. It is not called without a Store.
	Tenant func(context.Context) (store.Tenant, error)
	// App is the id of the app that sends the requests, since Graph limits those of each app; it may be empty.
	App string
	// Unlimited reports that Client's Graph does not limit requests, so that no budget is necessary.
	Unlimited bool
	// Origin is the origin of readings from Client: FromGraph or FromDemo.
	Origin Origin
	// MaxAge is how old a stored report may be and still count as fresh.
	MaxAge time.Duration
	// Timeout bounds one exchange with Graph, including sign-in and retries; 0 is no bound.
	Timeout time.Duration
	// Refresh makes no report fresh that was stored earlier; with Offline, no request is sent.
	Refresh, Offline bool
	Now              func() time.Time
}

// Live reads the reports of one tenant from its store and from Graph, and stores what Graph sends. It is safe for
// concurrent use; its exchanges with Graph run side by side.
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

// Report returns the stored report while it is fresh, and otherwise fetches it as Requested, unless another process has
// stored a newer answer meanwhile. The reading has its notes even when the error is not nil.
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

// storedTime is a time as it is read back from the store. Every time of an answer passes through it once, on arrival,
// so that a report in memory and the same report read from the store have equal times.
func storedTime(t time.Time) time.Time { return t.UTC().Truncate(store.Precision) }

// freshUntil is when a stored report becomes stale, the zero Time where it is stale already. A time in the future means
// that the clock was set back, so that the age is unknown.
func (l *Live) freshUntil(fetchedAt time.Time) time.Time {
	if fetchedAt.After(l.config.Now()) || l.config.Refresh && fetchedAt.Before(l.started) {
		return time.Time{}
	}
	return fetchedAt.Add(l.config.MaxAge)
}
