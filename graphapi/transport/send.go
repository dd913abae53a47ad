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
	// Body is decompressed. It may be only the beginning of the body if the status is not 200.
	Body []byte
	// RetryAt is when the answer allows a retry; zero if it does not say.
	RetryAt time.Time
}

// StatusText is the answer's status as "503 Service Unavailable".
func (a Answer) StatusText() string { return statusText(a.Status) }

// IsDefined reports whether HTTP defines the class of the answer's status: https://www.rfc-editor.org/rfc/rfc9110#section-15.
func (a Answer) IsDefined() bool { return isDefined(a.Status) }

func isDefined(status int) bool { return status >= 100 && status <= 599 }

func statusText(status int) string {
	if !isDefined(status) {
		return fmt.Sprintf("%03d, which HTTP does not define", status)
	}
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("%d %s", status, text)
	}
	return fmt.Sprint(status)
}

const (
	maxRetries   = 4
	firstBackoff = 200 * time.Millisecond
)

// transient are the statuses after which another attempt may succeed. A 429 is retried only if it has a Retry-After.
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

// Before is the Sender with a function that is called before each attempt. If it fails, the attempt is not made, and Send returns the
// error unchanged.
func (s *Sender) Before(attempt func(context.Context) error) *Sender {
	next := *s
	next.before = attempt
	return &next
}

// Send sends the request and reads the answer, whatever its status. It follows no redirect and stores no cookie. It retries a few
// times after some statuses and after broken connections and answers; a request with a body needs GetBody for that. Between attempts
// it waits as long as the answer demands. If there is not enough time for the wait before the request's context ends, it returns the
// answer instead. Errors are from Explain, or those of Before.
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

// attempt sends the request once and reads the whole answer, so that a body that breaks off fails the attempt.
func (s *Sender) attempt(request *http.Request, progress *progress) (Answer, error) {
	ctx, cancel := context.WithCancel(progress.trace(request.Context()))
	defer cancel()
	response, err := s.next.RoundTrip(request.WithContext(ctx))
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	// A body that is not HTTP, such as that of a 101, does not end with ctx by itself.
	defer context.AfterFunc(ctx, func() { _ = response.Body.Close() })()
	body, err := readBody(response, cancel)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{URL: request.URL, Status: response.StatusCode, Header: response.Header, Body: body}
	if wait, found := retryAfter(response.Header, s.now()); found && slices.Contains(transient, response.StatusCode) {
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

// backoff is the wait before the next attempt, at least as long as the answer demands. It doubles from attempt to attempt, and varies
// at random so that clients that failed together do not retry together.
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

// sleep waits. It returns false if ctx ends before.
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
