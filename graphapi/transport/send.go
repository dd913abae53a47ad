package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Answer is a complete answer to one request.
type Answer struct {
	// URL is what was requested. Its query may be a secret.
	URL    *url.URL
	Status int
	Header http.Header
	// Body is decompressed. Of an answer other than 200 it holds no more than the beginning.
	Body []byte
	// RetryAt is when the answer allows a retry; zero if it does not say.
	RetryAt time.Time
}

// StatusText is the answer's status as "503 Service Unavailable".
func (a Answer) StatusText() string { return statusText(a.Status) }

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return fmt.Sprint(status)
}

const (
	maxRetries   = 4
	firstBackoff = 200 * time.Millisecond
)

// transient are the statuses that may be gone at the next attempt. A 429 is retried only when it says after what time.
var transient = []int{
	http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
	http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
}

// Sender sends requests and retries them. It is safe for use by several goroutines at once.
type Sender struct {
	next    http.RoundTripper
	now     func() time.Time
	retries int
	// before is called before each attempt; nil if nothing is.
	before func(context.Context) error
}

// NewSender makes a Sender on a transport, such as that of New, and a clock.
func NewSender(next http.RoundTripper, now func() time.Time) *Sender {
	return &Sender{next: next, now: now, retries: maxRetries}
}

// Once is the Sender without retries.
func (s *Sender) Once() *Sender {
	once := *s
	once.retries = 0
	return &once
}

// Before is the Sender with a function that is called before each attempt. If it fails, nothing is sent any more and Send
// returns its error unchanged.
func (s *Sender) Before(attempt func(context.Context) error) *Sender {
	next := *s
	next.before = attempt
	return &next
}

// Send sends the request and reads the answer, whatever its status. It follows no redirect and stores no cookie. It
// retries a few times what may succeed then: some statuses, and connections or answers that broke; a request with a
// body needs GetBody for that. Between attempts it waits as the answer asks; a wait that does not fit into the request's
// context is not begun, and the answer returned as it is. Errors are from Explain, or those of Before.
func (s *Sender) Send(request *http.Request) (Answer, error) {
	ctx := request.Context()
	earlier := "" // how the attempt before ended
	for attempts := 1; ; attempts++ {
		if s.before != nil {
			if err := s.before(ctx); err != nil {
				return Answer{}, err
			}
		}
		progress := &progress{}
		answer, err := s.attempt(request, progress)
		if errors.Is(ctx.Err(), context.Canceled) {
			return Answer{}, explain(ctx, context.Canceled, request.URL, progress, earlier)
		}
		wait := s.backoff(answer, attempts)
		if attempts > s.retries || !s.worthRetrying(answer, err) || !fits(ctx, wait) || !rewind(request) {
			if err != nil {
				return Answer{}, explain(ctx, err, request.URL, progress, earlier)
			}
			return answer, nil
		}
		earlier = ending(answer, err)
		if !sleep(ctx, wait) {
			return Answer{}, explain(ctx, ctx.Err(), request.URL, progress, earlier)
		}
	}
}

// attempt sends the request once and reads the whole answer, so that a broken body is a broken attempt.
func (s *Sender) attempt(request *http.Request, progress *progress) (Answer, error) {
	ctx, cancel := context.WithCancel(progress.trace(request.Context()))
	defer cancel()
	response, err := s.next.RoundTrip(request.WithContext(ctx))
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	body, err := readBody(response, cancel)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{URL: request.URL, Status: response.StatusCode, Header: response.Header, Body: body}
	if wait, asked := retryAfter(response.Header, s.now()); asked && slices.Contains(transient, response.StatusCode) {
		answer.RetryAt = s.now().Add(wait)
	}
	return answer, nil
}

func (s *Sender) worthRetrying(answer Answer, err error) bool {
	switch {
	case err != nil:
		return !failureOf(err).permanent
	case answer.Status == http.StatusTooManyRequests:
		return answer.RetryAt.After(s.now()) // else a further request at once would count against the limit
	default:
		return slices.Contains(transient, answer.Status)
	}
}

// backoff is the wait before the next attempt. It doubles from attempt to attempt, also where the answer asks for no
// wait, and varies so that many who failed together do not come back together.
func (s *Sender) backoff(answer Answer, attempts int) time.Duration {
	full := firstBackoff << (attempts - 1)
	wait := full - rand.N(full/4)
	if answer.RetryAt.IsZero() {
		return wait
	}
	return max(wait, answer.RetryAt.Sub(s.now()))
}

// fits reports whether there is time for the wait before ctx ends.
func fits(ctx context.Context, wait time.Duration) bool {
	deadline, bounded := ctx.Deadline()
	return ctx.Err() == nil && (!bounded || wait < time.Until(deadline))
}

// rewind makes the request's body readable again, and reports whether that was possible.
func rewind(request *http.Request) bool {
	if request.Body == nil || request.Body == http.NoBody {
		return true
	}
	if request.GetBody == nil {
		return false
	}
	var body io.ReadCloser
	body, err := request.GetBody()
	request.Body = body
	return err == nil
}

// sleep waits, and reports whether ctx still holds then.
func sleep(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// ending says in a sentence how an attempt ended.
func ending(answer Answer, err error) string {
	if err != nil {
		return failureOf(err).why
	}
	return "HOST answered " + answer.StatusText() + "."
}
