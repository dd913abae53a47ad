package transport_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

// ending is how an attempt ends.
type ending func(*http.Request) (*http.Response, error)

// attempts is a transport whose attempts end as its functions say, one after the other. The last function is used again.
type attempts struct {
	ends   []ending
	bodies []string
}

func (a *attempts) RoundTrip(request *http.Request) (*http.Response, error) {
	body := ""
	if request.Body != nil {
		whole, err := io.ReadAll(request.Body)
		if err != nil {
			return nil, err
		}
		body = string(whole)
	}
	a.bodies = append(a.bodies, body)
	return a.ends[min(len(a.bodies), len(a.ends))-1](request)
}

func answering(status int, header ...string) ending {
	return func(*http.Request) (*http.Response, error) {
		answer := &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody}
		for i := 0; i < len(header); i += 2 {
			answer.Header.Set(header[i], header[i+1])
		}
		return answer, nil
	}
}

func breaking(*http.Request) (*http.Response, error) { return nil, syscall.ECONNRESET }

func silent(request *http.Request) (*http.Response, error) {
	<-request.Context().Done()
	return nil, request.Context().Err()
}

// unending answers with a body that never ends.
func unending(request *http.Request) (*http.Response, error) {
	body, _ := io.Pipe()
	context.AfterFunc(request.Context(), func() { _ = body.CloseWithError(request.Context().Err()) })
	return &http.Response{StatusCode: http.StatusOK, Body: body, ContentLength: -1}, nil
}

func send(t *testing.T, a *attempts, method, body string) (transport.Answer, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, "https://graph.example/?sig="+secret, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return transport.NewSender(a, time.Now).Send(request)
}

func TestAFormIsSentWholeAtEachAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &attempts{ends: []ending{breaking, answering(503), answering(200)}}
		answer, err := send(t, a, http.MethodPost, "grant_type=x")
		if err != nil || answer.Status != 200 || strings.Join(a.bodies, " ") != "grant_type=x grant_type=x grant_type=x" {
			t.Errorf("got %d, %v after %q", answer.Status, err, a.bodies)
		}
	})
}

func TestThrottlingIsRetriedOnlyAfterTheWaitThatItAsksFor(t *testing.T) {
	for header, want := range map[string]int{
		"": 1, "0": 1, "-1": 1, "soon": 1, "Mon, 05 Jul 1999 10:00:00 GMT": 1, "31536000": 1, "1": 5,
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://graph.example/", nil)
			if err != nil {
				t.Fatal(err)
			}
			a := &attempts{ends: []ending{answering(429, "Retry-After", header)}}
			answer, err := transport.NewSender(a, time.Now).Send(request)
			if err != nil || answer.Status != 429 || len(a.bodies) != want {
				t.Errorf("Retry-After %q: got %d, %v after %d requests, want %d", header, answer.Status, err, len(a.bodies), want)
			}
			if latest := time.Now().Add(time.Hour); answer.RetryAt.After(latest) {
				t.Errorf("Retry-After %q: to be tried again at %v, more than an hour away", header, answer.RetryAt)
			}
		})
	}
}

func TestNoWaitAskedForIsStillNoBurst(t *testing.T) {
	for _, header := range []string{"0", "Mon, 05 Jul 1999 10:00:00 GMT"} {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			answer, err := send(t, &attempts{ends: []ending{answering(503, "Retry-After", header)}}, http.MethodGet, "")
			if took := time.Since(start); err != nil || answer.Status != 503 || took < 2*time.Second {
				t.Errorf("Retry-After %s: got %d, %v after %s", header, answer.Status, err, took)
			}
		})
	}
}

func TestATimeoutNamesTheAttemptBefore(t *testing.T) {
	cases := map[string]struct {
		ends []ending
		why  string
	}{
		"silence":           {ends: []ending{silent}, why: "No answer came."},
		"half an answer":    {ends: []ending{unending}, why: "The answer started, but did not finish."},
		"silence after 503": {ends: []ending{answering(503), silent}, why: "No answer came. The attempt before: graph.example answered 503 Service Unavailable."},
		"silence after a broken connection": {ends: []ending{breaking, silent},
			why: "No answer came. The attempt before: The connection broke before an answer came."},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, err := send(t, &attempts{ends: c.ends}, http.MethodGet, "")
				if p := problem.As(err); !errors.Is(err, context.DeadlineExceeded) || len(p.Lines()) != 3 || p.Why != c.why {
					t.Errorf("got %q", p.Lines())
				}
			})
		})
	}
}

// TestABodyThatIgnoresTheContextIsNotWaitedFor has a connection that was switched to another protocol, whose reads do not end with the
// context of the request.
func TestABodyThatIgnoresTheContextIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		switching := func(*http.Request) (*http.Response, error) {
			body, _ := io.Pipe()
			return &http.Response{StatusCode: http.StatusSwitchingProtocols, Body: body, ContentLength: -1}, nil
		}
		answer, err := send(t, &attempts{ends: []ending{switching}}, http.MethodGet, "")
		if err != nil || answer.Status != http.StatusSwitchingProtocols {
			t.Errorf("got %d, %v, want the status alone", answer.Status, err)
		}
	})
}
