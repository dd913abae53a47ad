package signin

import (
	"context"
	"net/http/httptrace"
	"sync"
	"time"
)

// grace is how long a renewal that has begun may outlast its caller's context.
const grace = 3 * time.Second

// lingering is a context that ends with its parent, unless a request is sent in it: then it ends some seconds later.
type lingering struct {
	context.Context // the parent
	done            chan struct{}
	// left is closed when the parent has ended and this context has not.
	left chan struct{}

	mutex sync.Mutex
	sent  bool
	err   error
	timer *time.Timer
	stop  func() bool
}

func linger(parent context.Context) *lingering {
	l := &lingering{Context: parent, done: make(chan struct{}), left: make(chan struct{})}
	l.stop = context.AfterFunc(parent, l.parentEnded)
	return l
}

func (l *lingering) parentEnded() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if !l.sent {
		l.finish(l.Context.Err())
		return
	}
	close(l.left)
	l.timer = time.AfterFunc(grace, func() {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		l.finish(l.Context.Err())
	})
}

// finish ends the context. The mutex must be held.
func (l *lingering) finish(err error) {
	if l.err == nil {
		l.err = err
		close(l.done)
	}
}

// end releases the context's timers.
func (l *lingering) end() {
	l.stop()
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.timer != nil {
		l.timer.Stop()
	}
	l.finish(context.Canceled)
}

// trace is the context, in which a request reports that it is being sent. It does so before its body is written, since the
// server may obey a request of which the client does not know yet that it was written.
func (l *lingering) trace() context.Context {
	return httptrace.WithClientTrace(l, &httptrace.ClientTrace{WroteHeaders: func() {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		l.sent = true
	}})
}

// Deadline is that of the parent, after which no further attempt begins.
func (l *lingering) Deadline() (time.Time, bool) { return l.Context.Deadline() }

// Done is closed when the context has ended.
func (l *lingering) Done() <-chan struct{} { return l.done }

// Err is the error of the parent once the context has ended.
func (l *lingering) Err() error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.err
}
