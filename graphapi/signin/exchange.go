package signin

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

// endpoints are the addresses of one tenant at one sign-in root, and how requests get there.
type endpoints struct {
	root       *url.URL
	token      *url.URL
	deviceCode *url.URL
	transport  http.RoundTripper
	clock      clock
}

func newEndpoints(config Config) endpoints {
	directory := config.LoginRoot.JoinPath(config.Settings.Tenant, "oauth2", "v2.0")
	return endpoints{
		root:       config.LoginRoot,
		token:      directory.JoinPath("token"),
		deviceCode: directory.JoinPath("devicecode"),
		transport:  config.Transport,
		clock:      config.Now,
	}
}

// exchange is one request to the sign-in root with all its attempts. It is the http.RoundTripper of golang.org/x/oauth2, which makes
// the request; the exchange decides how it is sent and what a failure means.
type exchange struct {
	endpoints endpoints
	ctx       context.Context
	// assert returns a new client assertion for each attempt, so that none is sent twice; nil sends none.
	assert func() (string, error)
	// polled makes each request one poll: failures do not end the exchange, and are reported here, nil for an answer.
	polled func(error)
	// secrets were sent and must not be in an error.
	secrets []string
	// answer is the last answer.
	answer transport.Answer
}

// begin starts an exchange in which the secrets are sent.
func (e endpoints) begin(ctx context.Context, secrets ...string) *exchange {
	return &exchange{endpoints: e, ctx: ctx, secrets: secrets}
}

// defaultTimeout is the timeout of an exchange whose context has no deadline.
const defaultTimeout = time.Minute

func withDefaultTimeout(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, defaultTimeout)
}

// context carries the client for golang.org/x/oauth2.
func (e *exchange) context() context.Context {
	return context.WithValue(e.ctx, oauth2.HTTPClient, &http.Client{Transport: e})
}

// RoundTrip sends the request and reads the whole answer. It ends with the exchange's context, which
// golang.org/x/oauth2 does not pass on for device codes.
func (e *exchange) RoundTrip(request *http.Request) (*http.Response, error) {
	if e.polled != nil {
		return e.poll(request)
	}
	sender := transport.NewSender(attempt{e}, e.endpoints.clock)
	answer, err := sender.Send(request.WithContext(e.ctx))
	if err != nil {
		return nil, err
	}
	e.answer = answer
	return e.response(request)
}

// response is the answer as golang.org/x/oauth2 reads it: as JSON, whatever its media type. A Location is left out, so that
// http.Client follows no redirect, which would give the secrets to another host.
func (e *exchange) response(request *http.Request) (*http.Response, error) {
	answer := e.answer
	body, ok := normalized(answer.Body)
	if !ok && answer.Status >= 200 && answer.Status < 300 {
		return nil, e.explain(errors.New("the answer is not a JSON object"))
	}
	return &http.Response{
		Status:     answer.StatusText(),
		StatusCode: answer.Status,
		Header:     http.Header{"Content-Type": {"application/json"}},
		Body:       io.NopCloser(bytes.NewReader(body)),
		Request:    request,
	}, nil
}

// attempt sends one attempt of an exchange, with an assertion of its own.
type attempt struct{ *exchange }

// assertionType is the client_assertion_type of a JWT.
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// RoundTrip adds the assertion to the form.
func (a attempt) RoundTrip(request *http.Request) (*http.Response, error) {
	if a.assert == nil {
		return a.endpoints.transport.RoundTrip(request)
	}
	body, err := io.ReadAll(request.Body)
	request.Body.Close()
	if err != nil {
		return nil, err
	}
	assertion, err := a.assert()
	if err != nil {
		return nil, err
	}
	a.secrets = append(a.secrets, assertion)
	added := url.Values{"client_assertion_type": {assertionType}, "client_assertion": {assertion}}
	form := string(body) + "&" + added.Encode()
	request = request.Clone(request.Context())
	request.Body, request.GetBody = io.NopCloser(strings.NewReader(form)), nil
	request.ContentLength = int64(len(form))
	return a.endpoints.transport.RoundTrip(request)
}

// isTemporary reports whether the next attempt may succeed.
func isTemporary(err error) bool {
	if errors.Is(err, errUnreadable) {
		return true
	}
	switch problem.As(err).Kind {
	case problem.Network, problem.Service, problem.Throttled:
		return true
	default:
		return false
	}
}
