package signin

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

// pollTimeout is the timeout of one poll.
const pollTimeout = 30 * time.Second

// The answers that golang.org/x/oauth2 gets in place of a failed poll, so that it continues to poll.
const (
	stillPending = `{"error":"authorization_pending"}`
	slowDown     = `{"error":"slow_down"}`
)

// poll sends one poll without retries; the next poll is the retry.
func (e *exchange) poll(request *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(request.Context(), pollTimeout)
	defer cancel()
	answer, err := transport.NewSender(e.endpoints.transport, e.endpoints.clock).Once().Send(request.WithContext(ctx))
	if request.Context().Err() != nil {
		return nil, request.Context().Err()
	}
	e.answer = answer
	refused := parseRefusal(answer, nil)
	switch {
	case err != nil:
		e.polled(pollFailure(err))
		return substitute(request, stillPending), nil
	case answer.Status == http.StatusTooManyRequests:
		e.polled(e.explain(errors.New("too many requests")))
		return substitute(request, slowDown), nil
	case answer.Status >= http.StatusInternalServerError, refused != nil && refused.maySoonPass():
		e.polled(e.explain(errors.New("the sign-in root failed")))
		return substitute(request, stillPending), nil
	}
	e.polled(nil)
	return e.response(request)
}

// pollFailure is the error of a poll. It does not suggest a longer timeout, since no flag sets the timeout of a poll.
func pollFailure(err error) error {
	failure := *problem.As(err)
	failure.Remedies = nil
	return problem.New(failure)
}

func substitute(request *http.Request, body string) *http.Response {
	return &http.Response{
		StatusCode: http.StatusBadRequest,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(body)),
		Request:    request,
	}
}
