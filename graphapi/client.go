// Package graphapi asks Microsoft Graph for the report getSkypeForBusinessPeerToPeerActivityCounts: it makes the
// request, reads the redirect to the download host, downloads the CSV and parses it. It never draws, and it never signs
// in: a TokenSource does.
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

// TokenSource gives the bearer token for a request to Graph. Its errors reach the caller unchanged. One that is also a
// Rejecter is told where Graph does not accept its token, and asked for another once.
type TokenSource interface {
	Token(ctx context.Context) (*oauth2.Token, error)
}

// Rejecter is a TokenSource that keeps its tokens, which may have stopped working before their time.
type Rejecter interface {
	// Reject tells that Graph has not accepted a token, and reports whether Token may now give another.
	Reject(token *oauth2.Token) bool
}

// Config is what a Client is made of.
type Config struct {
	// Root is Graph's root, from transport.ParseRoot.
	Root *url.URL
	// Tokens signs the requests to Graph, and only those.
	Tokens TokenSource
	// Transport carries all requests; nil means one with the environment's proxy and the system's trust.
	Transport http.RoundTripper
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Once makes each Report one request to Graph and no more, whatever comes of it.
	Once bool
}

// Answer is what Graph said.
type Answer struct {
	// NotModified tells that the report is still the one with the ETag that was asked with; Report and CSV are empty.
	NotModified bool
	Report      model.Report
	// CSV is the report as received, decompressed.
	CSV []byte
	// ETag names this state of the report for the next request; may be empty.
	ETag string
	// FetchedAt is when the answer was complete.
	FetchedAt time.Time
}

// Client asks one Graph root for reports. It is safe for use by several goroutines at once.
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

// Report asks for the report of one of the four periods of Graph. With the ETag of an earlier answer, an unchanged
// report comes back as NotModified; an empty etag always downloads. It returns when the answer is complete or ctx ends;
// errors are *problem.Error, or the TokenSource's own.
func (c *Client) Report(ctx context.Context, period model.Period, etag string) (Answer, error) {
	if !slices.Contains(model.GraphPeriods(), period) {
		return Answer{}, problem.New(problem.Error{
			Kind: problem.Configuration,
			What: "Graph has no report of the period " + period.String(),
			Do:   "Ask for D7, D30, D90 or D180.",
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
	told := *problem.As(err)
	told.Host = host
	told.What = "What " + host + " sent is not the report"
	told.Err = err
	return problem.New(told)
}
