// Package graphapi requests reports from Microsoft Graph: it follows the redirect to the download host, downloads the CSV
// and parses it. It also parses CSV files that were downloaded by other means. Signing in is the job of a TokenSource.
package graphapi

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
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
	// Once limits each Fetch to one request to Graph, without retries.
	Once bool
}

// Answer is the answer of Graph to a request for the reports of a function.
type Answer struct {
	// NotModified reports whether the file is still the one with the ETag of the request; Reports and CSV are empty then.
	NotModified bool
	// Reports are those of the function, in the order of its Definitions, without those that ParseAnswer leaves out. For these,
	// the method Report returns the error.
	Reports []model.Report
	// CSV is the file as received, decompressed.
	CSV []byte
	// ETag identifies this version of the file in the next request; it may be empty.
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
		root: config.Root, tokens: config.Tokens, graph: sender.Before(BeforeRequest), files: sender, now: config.Now,
		once: config.Once,
	}
	if config.Once {
		client.graph = client.graph.Once()
	}
	return client
}

// Fetch requests the reports of a function for one of the four periods of Graph. With the ETag of an earlier answer, an
// unchanged file is not downloaded again: the Answer is NotModified. Without an etag it is always downloaded. Reports with
// implausible dates are refused. Errors are *problem.Error, or the TokenSource's own.
//
// Graph: https://learn.microsoft.com/graph/api/resources/report
func (c *Client) Fetch(
	ctx context.Context, function model.Function, period model.Period, etag string,
) (Answer, error) {
	if len(function.Definitions()) == 0 {
		return Answer{}, noDefinition(function)
	}
	if !slices.Contains(model.GraphPeriods(), period) {
		return Answer{}, problem.New(problem.Error{
			Kind: problem.Configuration,
			What: "Graph has no report of the period " + period.String(),
			Do:   "Use D7, D30, D90 or D180.",
		})
	}
	received, err := c.receive(ctx, request{function, period, etag})
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{NotModified: received.notModified, ETag: received.etag, FetchedAt: c.now()}
	if received.notModified {
		return answer, nil
	}
	answer.CSV = received.csv
	answer.Reports, err = c.parse(received, function, period)
	if err != nil {
		return Answer{}, err
	}
	return answer, nil
}

// parse returns the reports of a received file.
func (c *Client) parse(received received, function model.Function, period model.Period) ([]model.Report, error) {
	reports, err := ParseAnswer(bytes.NewReader(received.csv), function, period)
	if err != nil {
		return nil, notReportFrom(received.host, err)
	}
	// One is enough: all reports of a file have the same dates.
	if err := checkAnswer(reports[0], period, c.now()); err != nil {
		return nil, implausibleFrom(received.host, err)
	}
	return reports, nil
}

// Report returns the answer's report of a definition of its function. Where the answer has none, the error is a
// *problem.Error of Kind NotReport that names the missing columns or the invalid cell.
func (a Answer) Report(definition *model.Definition) (model.Report, error) {
	for _, report := range a.Reports {
		if report.Definition == definition {
			return report, nil
		}
	}
	report, err := ParseReport(bytes.NewReader(a.CSV), definition)
	if err != nil {
		return model.Report{}, a.unreadable(definition, err)
	}
	return report, nil
}

// unreadable is the error of a report that the answer does not have, although it may have others of its function.
func (a Answer) unreadable(definition *model.Definition, err error) error {
	explained := *problem.As(err)
	explained.What = problem.Capitalized(nameOf([]*model.Definition{definition})) + " in Graph's answer cannot be read"
	var names []string
	for _, report := range a.Reports {
		names = append(names, report.Definition.Name)
	}
	if names != nil {
		explained.Do = "Choose another report; the answer has " + strings.Join(names, " and ") + "."
	}
	explained.Err = err
	return problem.New(explained)
}

// implausibleFrom is the error of checkAnswer with the host that sent the report.
func implausibleFrom(host string, err error) error {
	explained := *problem.As(err)
	explained.Host = host
	explained.What = strings.TrimSuffix(explained.What, hasImplausibleDates) + " from " + host + hasImplausibleDates
	explained.Err = err
	return problem.New(explained)
}

// notReportFrom is the error of ParseAnswer with the host that sent the file.
func notReportFrom(host string, err error) error {
	explained := *problem.As(err)
	explained.Host = host
	explained.What = "The answer of " + host + strings.TrimPrefix(explained.What, theData)
	explained.Do = "Try again; if the error persists, check that no proxy or sign-in page answers instead of " + host + "."
	explained.Err = err
	return problem.New(explained)
}
