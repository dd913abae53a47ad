// Package doctor goes the way to the report step by step, from the proxy to the last row, and says of each step what it
// found and what to do where something is wrong. It asks for the report once at the most.
package doctor

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/model"
)

// Outcome is how a step went.
type Outcome string

// The outcomes of a step.
const (
	OK      Outcome = "ok"
	Warning Outcome = "warning"
	Failure Outcome = "failure"
	// Skipped is a step that could not be tried because an earlier one failed.
	Skipped Outcome = "skipped"
)

// Step is one step of the way, and how it went. Its texts hold no control characters and no secrets.
type Step struct {
	Name    string  `json:"name"`
	Outcome Outcome `json:"outcome"`
	// Found is what was found, in one line.
	Found string `json:"found"`
	// Do is the remedy where the outcome is Warning or Failure; may be empty.
	Do string `json:"do,omitempty"`
	// Remedies are what the reader can do with the program itself. The command line appends them to Do, in words.
	Remedies []problem.Remedy `json:"-"`
	// Kind is what sort of thing failed, where the outcome is Failure.
	Kind problem.Kind `json:"-"`
}

// Config is what the doctor needs to know.
type Config struct {
	LoginRoot, GraphRoot *url.URL
	Transport            http.RoundTripper
	// Proxy tells which proxy a request takes, as http.ProxyFromEnvironment does.
	Proxy func(*http.Request) (*url.URL, error)
	// SignIn gets the token; Method says how, and why in that way.
	SignIn interface {
		Token(ctx context.Context) (*oauth2.Token, error)
		// Notes are warnings of what has not gone well.
		Notes() []string
	}
	Method string
	// Tenant is the tenant that is configured, as a GUID, a domain or another name; may be empty.
	Tenant string
	// UsesLoginRoot tells whether this way of signing in ever asks the sign-in root.
	UsesLoginRoot bool
	Now           func() time.Time
}

// Run takes the steps in order. It returns when all are taken or ctx ends, which then is what the rest fails with.
func Run(ctx context.Context, config Config) []Step {
	steps := []Step{proxyStep(config)}
	if config.UsesLoginRoot {
		steps = append(steps, reachStep(ctx, config, "sign-in root", config.LoginRoot))
	}
	steps = append(steps, reachStep(ctx, config, "Graph root", config.GraphRoot))
	token, signIn := signInStep(ctx, config)
	steps = append(steps, signIn, permissionStep(config, token))
	return append(steps, reportSteps(ctx, config, token)...)
}

// Failed is a step that failed as err says.
func Failed(name string, err error) Step {
	failure := problem.As(err)
	return Step{Name: name, Outcome: Failure, Found: failure.Error(), Do: failure.Do, Remedies: failure.Remedies, Kind: failure.Kind}
}

func skipped(name string) Step {
	return Step{Name: name, Outcome: Skipped, Found: "not tried, since an earlier step failed"}
}

// fixedToken gives the one token that was fetched for the check.
type fixedToken struct{ token *oauth2.Token }

func (f fixedToken) Token(context.Context) (*oauth2.Token, error) { return f.token, nil }

// reportSteps ask for the shortest report, and tell from the answer how far it came.
func reportSteps(ctx context.Context, config Config, token *oauth2.Token) []Step {
	const graph, download, csv = "Graph's answer", "download host", "report"
	if token == nil {
		return []Step{skipped(graph), skipped(download), skipped(csv)}
	}
	trail := &trail{next: config.Transport}
	client := graphapi.NewClient(graphapi.Config{
		Root: config.GraphRoot, Tokens: fixedToken{token}, Transport: trail, Now: config.Now, Once: true,
	})
	answer, err := client.Report(ctx, model.D7, "")
	failure := problem.As(err)
	switch {
	case failure == nil:
		return []Step{trail.graphStep(graph), trail.downloadStep(download), csvStep(csv, answer, config.Now())}
	case failure.Kind == problem.NotReport:
		return []Step{trail.graphStep(graph), trail.downloadStep(download), Failed(csv, err)}
	case trail.downloadHost() != "":
		return []Step{trail.graphStep(graph), Failed(download, err), skipped(csv)}
	default:
		return []Step{Failed(graph, err), skipped(download), skipped(csv)}
	}
}
