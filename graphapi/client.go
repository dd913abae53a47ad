// Package graphapi requests the report getSkypeForBusinessPeerToPeerActivityCounts from Microsoft Graph: it follows the
// redirect to the download host, downloads the CSV and parses it. Signing in is the job of a TokenSource.
package graphapi

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
	"peerdash/model"
)

// TokenSource returns the bearer token for a request to Graph. Its errors reach the caller unchanged. If Graph does not
// accept a token and the TokenSource is a Rejecter, the request is repeated once with another token.
type TokenSource interface {
	Token(ctx context.Context) (*oauth2.Token, error)
}

// Rejecter is a TokenSource that caches its tokens, which may be revoked before they expire.
type Rejecter interface {
	// Reject drops a token that Graph has not accepted, and reports whether Token may return another one now.
	Reject(token *oauth2.Token) bool
}

// Config is the configuration of a Client.
type Config struct {
	// Root is Graph's root, from transport.ParseRoot.
	Root *url.URL
	// Tokens authorizes the requests to Graph, and no others.
	Tokens TokenSource
	// Transport carries all requests; nil means one with the environment's proxy and the system's trust.
	Transport http.RoundTripper
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Once limits each Report to one request to Graph, without retries.
	Once bool
}

// Answer is the answer of Graph to a request for a report.
type Answer struct {
	// NotModified reports that the report is still the one with the ETag of the request; Report and CSV are empty then.
	NotModified bool
	Report      model.Report
	// CSV is the report as received, decompressed.
	CSV []byte
	// ETag identifies this version of the report in the next request; may be empty.
	ETag string
	// FetchedAt is when the answer was complete.
	FetchedAt time.Time
}

// Client requests reports from one Graph root. It is safe for concurrent use.
type Client struct {
	root   *url.URL
	tokens TokenSource
	// graph and files send to Graph and to download hosts.
	graph, files *transport.Sender
	now          func() time.Time
	once         bool
}

// NewClient makes a Client.
func NewClient(config Config) *Client {
	if config.Transport == nil {
		config.Transport = transport.New(nil)
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	sender := transport.NewSender(config.Transport, config.Now)
	client := &Client{
		root: config.Root, tokens: config.Tokens, graph: sender, files: sender, now: config.Now, once: config.Once,
	}
	if config.Once {
		client.graph = sender.Once()
	}
	return client
}

// Report requests the report of one of the four periods of Graph. With the ETag of an earlier answer, an unchanged report
// comes back as NotModified; an empty etag always downloads. A report with implausible dates is refused. Errors are
// *problem.Error, or the TokenSource's own.
//
// Graph: https://learn.microsoft.com/graph/api/reportroot-getskypeforbusinesspeertopeeractivitycounts
func (c *Client) Report(ctx context.Context, period model.Period, etag string) (Answer, error) {
	if !slices.Contains(model.GraphPeriods(), period) {
		return Answer{}, problem.New(problem.Error{
			Kind: problem.Configuration,
			What: "Graph has no report of the period " + period.String(),
			Do:   "Use D7, D30, D90 or D180.",
		})
	}
	received, err := c.receive(ctx, period, etag)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{NotModified: received.notModified, ETag: received.etag, FetchedAt: c.now()}
	if received.notModified {
		return answer, nil
	}
	answer.CSV = received.csv
	answer.Report, err = ParseReport(bytes.NewReader(received.csv))
	if err != nil {
		return Answer{}, notReportFrom(received.host, err)
	}
	if err := checkAnswer(answer.Report, period, c.now()); err != nil {
		return Answer{}, implausibleFrom(received.host, err)
	}
	if answer.Report.IsEmpty() {
		answer.Report.Period = period
	}
	return answer, nil
}

// implausibleFrom is the error of checkAnswer with the host that sent the report.
func implausibleFrom(host string, err error) error {
	explained := *problem.As(err)
	explained.Host = host
	explained.What = "The report from " + host + " has implausible dates"
	explained.Err = err
	return problem.New(explained)
}

// notReportFrom is ParseReport's error with the host that sent what is not the report.
func notReportFrom(host string, err error) error {
	explained := *problem.As(err)
	explained.Host = host
	explained.What = "What " + host + " sent is not the report"
	explained.Err = err
	return problem.New(explained)
}
