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

// pollPatience bounds one poll.
const pollPatience = 30 * time.Second

// What golang.org/x/oauth2 is given in place of a poll that failed, so that it continues: the answers for a person who has
// not signed in yet, and for a client that polls too often.
const (
	stillPending = `{"error":"authorization_pending"}`
	slowDown     = `{"error":"slow_down"}`
)

// poll asks once whether the person has signed in, without retries: the next poll is the retry.
func (e *exchange) poll(request *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(request.Context(), pollPatience)
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
		return standIn(request, stillPending), nil
	case answer.Status == http.StatusTooManyRequests:
		e.polled(e.explain(errors.New("too many requests")))
		return standIn(request, slowDown), nil
	case answer.Status >= http.StatusInternalServerError, refused != nil && refused.maySoonPass():
		e.polled(e.explain(errors.New("the sign-in root failed")))
		return standIn(request, stillPending), nil
	}
	e.polled(nil)
	return e.response(request)
}

// pollFailure is the failure of a poll, of which no flag sets the time.
func pollFailure(err error) error {
	failure := *problem.As(err)
	failure.Remedies = nil
	return problem.New(failure)
}

func standIn(request *http.Request, body string) *http.Response {
	return &http.Response{
		StatusCode: http.StatusBadRequest,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(body)),
		Request:    request,
	}
}
