package signin

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"time"

	"peerdash/graphapi/transport"
)

// renewal holds the current session in memory and renews it before it expires, once for all concurrent callers.
type renewal struct {
	root  *url.URL // of the sign-in, for errors
	now   clock
	renew renewer

	mutex    sync.Mutex
	current  *session
	rejected string
	running  *run
	// retryAt is when the next renewal is tried after a failed one, while the access token is still valid.
	retryAt time.Time
}

// renewer returns a fresh session in place of current, which is nil at first. With an error it may also return a session
// that can still be used. It must not return the rejected access token.
type renewer func(ctx context.Context, current *session, rejected string) (*session, error)

// renewalTimeout is the longest time for a renewal while the access token is still valid.
const renewalTimeout = 10 * time.Second

// withRenewalTimeout limits the time for renewing a session whose access token is still valid, so that a sign-in root that does not
// answer leaves time for the request that needs the token.
func withRenewalTimeout(ctx context.Context, current *session, rejected string, now time.Time) (context.Context, context.CancelFunc) {
	if current == nil || current.AccessToken == rejected || !current.valid(now) {
		return context.WithCancel(ctx)
	}
	limit := renewalTimeout
	if deadline, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(deadline)/2)
	}
	return context.WithTimeout(ctx, limit)
}

// retryDelay is how long after a failed renewal the next one is tried, while the access token is still valid.
const retryDelay = 30 * time.Second

// run is a renewal in progress.
type run struct {
	done    chan struct{}
	session *session
	err     error
}

// reject marks an access token as expired, whatever its lifetime.
func (r *renewal) reject(accessToken string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.rejected = accessToken
}

// set replaces the current session.
func (r *renewal) set(s *session) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.current = s
}

// currentSession is the current session; nil if there is none.
func (r *renewal) currentSession() *session {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.current
}

// usable reports whether the current session needs no renewal now. The mutex must be held.
func (r *renewal) usable() bool {
	if r.current == nil || r.current.AccessToken == r.rejected {
		return false
	}
	now := r.now()
	return r.current.fresh(now) || now.Before(r.retryAt) && r.current.valid(now)
}

// session returns a session with a valid access token. A caller waits for a renewal in progress until its own context
// ends. If that renewal was canceled by another caller's context, it starts its own.
func (r *renewal) session(ctx context.Context) (*session, error) {
	for {
		r.mutex.Lock()
		current, rejected, running := r.current, r.rejected, r.running
		if r.usable() {
			r.mutex.Unlock()
			return current, nil
		}
		if running == nil {
			running = &run{done: make(chan struct{})}
			r.running = running
			r.mutex.Unlock()
			r.execute(ctx, running, current, rejected)
			return running.session, running.err
		}
		r.mutex.Unlock()
		select {
		case <-ctx.Done():
			return nil, transport.Explain(ctx, ctx.Err(), r.root)
		case <-running.done:
		}
		if !errors.Is(running.err, context.Canceled) && !errors.Is(running.err, context.DeadlineExceeded) {
			return running.session, running.err
		}
	}
}

// execute runs a renewal for all callers that wait for it. A temporary failure is ignored while the access token is still
// valid.
func (r *renewal) execute(ctx context.Context, running *run, current *session, rejected string) {
	renewed, err := r.renew(ctx, current, rejected)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if err != nil && isTemporary(err) && renewed != nil && renewed.AccessToken != rejected && renewed.valid(r.now()) {
		err, r.retryAt = nil, r.now().Add(retryDelay)
	}
	if renewed != nil {
		r.current = renewed
	}
	running.session, running.err = renewed, err
	r.running = nil
	close(running.done)
}
