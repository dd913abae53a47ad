package signin

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"
)

// grace is how long a renewal that has begun may outlast its caller's context.
const grace = 3 * time.Second

// lingering is a context that ends with its parent, unless the body of a request was sent in it: then it ends some seconds
// later. Once it has ended, no body is sent.
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

// transport is next for requests in this context.
func (l *lingering) transport(next http.RoundTripper) http.RoundTripper {
	return lingeringTransport{l, next}
}

// send records that a body is being sent. It returns the error of the context, or of the parent before the first body.
func (l *lingering) send() error {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if ended := l.Context.Err(); ended != nil && !l.sent {
		l.finish(ended)
	}
	l.sent = l.sent || l.err == nil
	return l.err
}

type lingeringTransport struct {
	context *lingering
	next    http.RoundTripper
}

// RoundTrip sends the request, which counts as sent once its body is read: no server can have processed it before that. The
// transport's own report that a request was written can come after the server has processed it.
func (t lingeringTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.Body = lingeringBody{request.Body, t.context}
	if again := request.GetBody; again != nil {
		request.GetBody = func() (io.ReadCloser, error) {
			body, err := again()
			return lingeringBody{body, t.context}, err
		}
	}
	return t.next.RoundTrip(request)
}

// lingeringBody is the body of a request in a lingering context.
type lingeringBody struct {
	io.ReadCloser
	context *lingering
}

func (b lingeringBody) Read(buffer []byte) (int, error) {
	if err := b.context.send(); err != nil {
		return 0, err
	}
	return b.ReadCloser.Read(buffer)
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
