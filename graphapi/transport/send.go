package transport

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Answer is a complete answer to one request.
type Answer struct {
	// URL is what was asked. Its query may be a secret.
	URL    *url.URL
	Status int
	Header http.Header
	// Body is decompressed. Of an answer other than 200 it holds no more than the beginning.
	Body []byte
	// RetryAt is when the answer asks to be tried again; zero where it does not.
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

// transient are the statuses that may be gone at the next attempt.
var transient = []int{
	http.StatusRequestTimeout, http.StatusTooManyRequests, http.StatusInternalServerError,
	http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
}

// Sender sends requests one way and in one manner. It is safe for use by several goroutines at once.
type Sender struct {
	next    http.RoundTripper
	now     func() time.Time
	retries int
}

// NewSender makes a Sender on a transport, such as that of New, and a clock.
func NewSender(next http.RoundTripper, now func() time.Time) *Sender {
	return &Sender{next: next, now: now, retries: maxRetries}
}

// Once is the Sender without further attempts.
func (s *Sender) Once() *Sender { return &Sender{next: s.next, now: s.now} }

// Send sends the request and reads the answer, whatever its status. It follows no redirect and keeps no cookie. It
// tries again, a few times, what may be better then: some statuses, and connections or answers that broke. Between
// attempts it waits as the answer asks; a wait that does not fit into the request's context is not begun, and the
// answer returned as it is. Errors are from Explain.
func (s *Sender) Send(request *http.Request) (Answer, error) {
	e := &exchange{next: s.next, now: s.now, retries: s.retries}
	client := retryablehttp.Client{
		HTTPClient:   &http.Client{Transport: e},
		RetryMax:     s.retries,
		CheckRetry:   e.checkRetry,
		Backoff:      func(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return e.wait },
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}
	retryable, err := retryablehttp.FromRequest(request)
	if err != nil {
		return Answer{}, Explain(request.Context(), err, request.URL)
	}
	_, err = client.Do(retryable) // its body is empty
	if err == nil && errors.Is(request.Context().Err(), context.Canceled) {
		err = context.Canceled
	}
	if err != nil {
		return Answer{}, explain(request.Context(), err, request.URL, e.earlier)
	}
	return e.answer, nil
}

// exchange is one request with all its attempts. As the client's transport it takes in each answer whole, so that a
// broken body is a broken attempt, and hands the client no more than the status: http.Client would parse a Location and
// put it, with the secret it holds, into an error.
type exchange struct {
	next    http.RoundTripper
	now     func() time.Time
	retries int

	answer   Answer        // of the last attempt
	attempts int           // how many were made
	earlier  string        // how the attempt before the last one ended
	wait     time.Duration // before the next one
}

// RoundTrip makes one attempt.
func (e *exchange) RoundTrip(request *http.Request) (*http.Response, error) {
	e.answer = Answer{}
	ctx, cancel := context.WithCancel(request.Context())
	defer cancel()
	response, err := e.next.RoundTrip(request.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := readBody(response, cancel)
	if err != nil {
		return nil, err
	}
	e.answer = Answer{URL: request.URL, Status: response.StatusCode, Header: response.Header, Body: body}
	if wait, asked := retryAfter(response.Header, e.now()); asked && slices.Contains(transient, response.StatusCode) {
		e.answer.RetryAt = e.now().Add(wait)
	}
	return &http.Response{StatusCode: response.StatusCode, Body: http.NoBody, Request: request}, nil
}

// checkRetry decides on another attempt and on the wait before it.
func (e *exchange) checkRetry(ctx context.Context, _ *http.Response, err error) (bool, error) {
	e.attempts++
	if ctx.Err() != nil || e.attempts > e.retries || !e.worthRetrying(err) {
		return false, nil
	}
	e.wait = backoff(e.attempts) // also where the answer asks for no wait, which would be a burst of requests
	if !e.answer.RetryAt.IsZero() {
		e.wait = max(e.wait, e.answer.RetryAt.Sub(e.now()))
	}
	if deadline, bounded := ctx.Deadline(); bounded && e.wait >= time.Until(deadline) {
		return false, nil
	}
	e.earlier = e.ending(err)
	return true, nil
}

// ending tells in a sentence how an attempt ended.
func (e *exchange) ending(err error) string {
	if err != nil {
		return failureOf(err).why
	}
	return "HOST answered " + e.answer.StatusText() + "."
}

func (e *exchange) worthRetrying(err error) bool {
	if err != nil {
		return !failureOf(err).permanent
	}
	if e.answer.Status == http.StatusTooManyRequests && !e.answer.RetryAt.After(e.now()) {
		return false // it does not say when, and a further request at once would count against the limit
	}
	return slices.Contains(transient, e.answer.Status)
}

// backoff doubles from attempt to attempt, and varies so that many who failed together do not come back together.
func backoff(attempts int) time.Duration {
	full := firstBackoff << (attempts - 1)
	return full - rand.N(full/4)
}
