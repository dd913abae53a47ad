package signin

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"peerdash/graphapi/transport"
)

const (
	pollPatience = 30 * time.Second // for one poll
	maxPollBody  = 1 << 20
)

// What a fault while polling is told to golang.org/x/oauth2 as, which goes on polling then: as if the sign-in root had
// said that the person is not done yet, or that it is asked too often.
const (
	stillPending = `{"error":"authorization_pending"}`
	slowDown     = `{"error":"slow_down"}`
)

// poll asks once whether the person has signed in. The next poll is what tries again, so it does not itself.
func (e *exchange) poll(request *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(request.Context(), pollPatience)
	defer cancel()
	answer, err := e.askOnce(request.WithContext(ctx))
	switch {
	case request.Context().Err() != nil:
		return nil, request.Context().Err()
	case err != nil:
		return pretend(request, stillPending), nil
	case answer.Status == http.StatusTooManyRequests:
		return pretend(request, slowDown), nil
	case answer.Status >= http.StatusInternalServerError:
		return pretend(request, stillPending), nil
	}
	if refused := parseRefusal(answer, nil); refused != nil && refused.maySoonPass() {
		return pretend(request, stillPending), nil
	}
	e.answer = answer
	return response(request, answer), nil
}

func (e *exchange) askOnce(request *http.Request) (transport.Answer, error) {
	got, err := e.endpoints.transport.RoundTrip(request)
	if err != nil {
		return transport.Answer{}, err
	}
	defer got.Body.Close()
	body, err := io.ReadAll(io.LimitReader(got.Body, maxPollBody))
	return transport.Answer{URL: request.URL, Status: got.StatusCode, Header: got.Header, Body: body}, err
}

func pretend(request *http.Request, body string) *http.Response {
	return &http.Response{
		StatusCode: http.StatusBadRequest,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(strings.NewReader(body)),
		Request:    request,
	}
}
