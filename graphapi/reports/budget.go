package reports

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
)

// Reason is why a report is fetched. It decides how much of the request budget the fetch may use.
type Reason int

// The reasons for a fetch. Background is the zero Reason.
const (
	Background Reason = iota // the report may be shown later
	Viewed                   // the report is shown
	Requested                // the user or a script requests it
)

// Graph allows an app 14 report requests in ten minutes for a tenant. Automatic requests leave some of them for requested ones.
//
// Graph: https://learn.microsoft.com/graph/throttling-limits#reports-service-limits
const (
	budgetWindow = 10 * time.Minute

	mostInBackground = 10
	mostViewed       = 13
)

// most is the largest number of requests in the budget's window after a fetch for this reason; 0 is no limit.
func (r Reason) most() int {
	switch r {
	case Background:
		return mostInBackground
	case Viewed:
		return mostViewed
	}
	return 0
}

// takeRequest records a request to Graph that is about to be sent. If the budget does not allow it, the error is a
// *problem.Error of Kind BudgetUsed. All processes that share the store share the budget; without a store it is this Live's.
func (l *Live) takeRequest(ctx context.Context, reason Reason) error {
	if l.config.Unlimited {
		return nil
	}
	now := l.config.Now()
	next, err := l.takeStoredRequest(ctx, now, reason.most())
	if err != nil {
		next = l.requests.take(now, reason.most())
	} else if next.IsZero() {
		l.requests.take(now, 0) // if the store cannot be used later
	}
	if next.IsZero() {
		return nil
	}
	return budgetUsed(reason, next)
}

// takeStoredRequest records a request in the store.
func (l *Live) takeStoredRequest(ctx context.Context, now time.Time, most int) (next time.Time, err error) {
	if l.config.Store == nil {
		return time.Time{}, store.ErrAbsent
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return time.Time{}, err
	}
	return l.config.Store.TakeRequest(ctx, tenant, l.config.App, now, most)
}

func budgetUsed(reason Reason, next time.Time) error {
	return problem.New(problem.Error{
		Kind: problem.BudgetUsed,
		What: "The budget for automatic requests is used up",
		Why: fmt.Sprintf("%d or more reports were requested in the last %d minutes, and Graph limits them.",
			reason.most(), int(budgetWindow/time.Minute)),
		RetryAt: next,
	})
}

// requestTimes are the times of the requests in the budget's window, oldest first. They are safe for concurrent use.
type requestTimes struct {
	mutex sync.Mutex
	times []time.Time
}

// take records a request and returns the zero Time. If most requests were sent in the budget's window, it records nothing and
// returns when the next one is possible; most 0 is no limit.
func (r *requestTimes) take(now time.Time, most int) (next time.Time) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.times = slices.DeleteFunc(r.times, func(sent time.Time) bool {
		age := now.Sub(sent)
		return age >= budgetWindow || age <= -budgetWindow // the latter was sent before the clock was set back
	})
	if most > 0 && len(r.times) >= most {
		return r.times[len(r.times)-most].Add(budgetWindow)
	}
	r.times = append(r.times, now)
	slices.SortFunc(r.times, time.Time.Compare)
	return time.Time{}
}
