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
	// resting is until when no renewal is tried after one that failed while the access token still works.
	resting time.Time
}

// renewer gives a fresh session in place of current, which is nil at first. With an error it may still give the session
// that can be used meanwhile. It must not give the access token that Graph has rejected.
type renewer func(ctx context.Context, current *session, rejected string) (*session, error)

// hurry is how long a renewal may take at the most while the access token still works.
const hurry = 10 * time.Second

// hurried bounds the renewal of a session whose access token still works, so that a silent sign-in root leaves time for
// the request that needs the token.
func hurried(ctx context.Context, current *session, rejected string, now time.Time) (context.Context, context.CancelFunc) {
	if current == nil || current.AccessToken == rejected || !current.valid(now) {
		return context.WithCancel(ctx)
	}
	limit := hurry
	if deadline, ok := ctx.Deadline(); ok {
		limit = min(limit, time.Until(deadline)/2)
	}
	return context.WithTimeout(ctx, limit)
}

// rest is how long a renewal that failed is not tried again while the access token still works.
const rest = 30 * time.Second

// run is one renewal under way.
type run struct {
	done    chan struct{}
	session *session
	err     error
}

// reject makes an access token count as expired, whatever is known of its lifetime.
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

// held is the current session; nil if there is none yet.
func (r *renewal) held() *session {
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
	return r.current.fresh(now) || now.Before(r.resting) && r.current.valid(now)
}

// session gives a session with a valid access token. A caller waits for a renewal that runs already, until its own context
// ends; when another caller's context has ended that renewal, it starts its own.
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

// execute carries out a renewal for all who wait for it. A failure that may pass is ignored while the access token still
// works.
func (r *renewal) execute(ctx context.Context, running *run, current *session, rejected string) {
	renewed, err := r.renew(ctx, current, rejected)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if err != nil && isTemporary(err) && renewed != nil && renewed.AccessToken != rejected && renewed.valid(r.now()) {
		err, r.resting = nil, r.now().Add(rest)
	}
	if renewed != nil {
		r.current = renewed
	}
	running.session, running.err = renewed, err
	r.running = nil
	close(running.done)
}
