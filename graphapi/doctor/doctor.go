// Package doctor checks each step from the proxy to the parsed report: what it found and, if something is wrong, what to
// do. It requests the report at most once.
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

// Outcome is the result of a step.
type Outcome string

// The outcomes.
const (
	OK      Outcome = "ok"
	Warning Outcome = "warning"
	Failure Outcome = "failure"
	// Skipped is a step that could not be tried because an earlier one failed.
	Skipped Outcome = "skipped"
)

// Step is one check and its outcome. Its texts contain no control characters and no secrets.
type Step struct {
	Name    string  `json:"name"`
	Outcome Outcome `json:"outcome"`
	// Found is the finding, in one line.
	Found string `json:"found"`
	// Reference is the id to quote to support; may be empty.
	Reference string `json:"reference,omitempty"`
	// Do is the remedy where the outcome is Warning or Failure; may be empty.
	Do string `json:"do,omitempty"`
	// Remedies are what the reader can do with the program itself. The command line appends them to Do, in words.
	Remedies []problem.Remedy `json:"-"`
	// Kind is what sort of thing failed, where the outcome is Failure.
	Kind problem.Kind `json:"-"`
}

// Config configures Run.
type Config struct {
	LoginRoot, GraphRoot *url.URL
	Transport            http.RoundTripper
	// Proxy is the proxy of a request, as from http.ProxyFromEnvironment.
	Proxy func(*http.Request) (*url.URL, error)
	// SignIn gets the token. Method describes the sign-in method and why it was chosen.
	SignIn interface {
		Token(ctx context.Context) (*oauth2.Token, error)
		// Notes are the sign-in's warnings.
		Notes() []string
	}
	Method string
	// Tenant is the tenant that is configured, as a GUID, a domain or another name; may be empty.
	Tenant string
	// Report is the report to request; nil means the default one.
	Report *model.Definition
	// UsesLoginRoot reports whether the sign-in method sends requests to the sign-in root.
	UsesLoginRoot bool
	Now           func() time.Time
}

// Run runs the steps in order. When ctx ends, the current step fails and those after it are skipped.
func Run(ctx context.Context, config Config) []Step {
	if config.Report == nil {
		config.Report = model.Default()
	}
	steps := []Step{proxyStep(config), certificatesStep()}
	if config.UsesLoginRoot {
		steps = append(steps, reachStep(ctx, config, "sign-in root", config.LoginRoot))
	}
	steps = append(steps, reachStep(ctx, config, "Graph root", config.GraphRoot))
	token, signIn := signInStep(ctx, config)
	steps = append(steps, signIn, permissionStep(config, token))
	return append(steps, reportSteps(ctx, config, token)...)
}

// Failed returns a failed step with the texts of err.
func Failed(name string, err error) Step {
	failure := problem.As(err)
	return Step{
		Name: name, Outcome: Failure, Found: failure.Error(), Do: failure.Do, Remedies: failure.Remedies, Kind: failure.Kind,
		Reference: failure.Reference(),
	}
}

func skipped(name string) Step {
	return Step{Name: name, Outcome: Skipped, Found: "an earlier step failed"}
}

// fixedToken is a source of one token.
type fixedToken struct{ token *oauth2.Token }

func (f fixedToken) Token(context.Context) (*oauth2.Token, error) { return f.token, nil }

// reportSteps fetches the shortest period of the report and returns a step for each stage of that.
func reportSteps(ctx context.Context, config Config, token *oauth2.Token) []Step {
	const graph, download, csv = "Graph's answer", "download host", "report"
	if token == nil || ctx.Err() != nil {
		return []Step{skipped(graph), skipped(download), skipped(csv)}
	}
	hosts := &recorder{next: config.Transport}
	client := graphapi.NewClient(graphapi.Config{
		Root: config.GraphRoot, Tokens: fixedToken{token}, Transport: hosts, Now: config.Now, Once: true,
	})
	answer, err := client.Fetch(ctx, config.Report.Function, model.D7, "")
	failure := problem.As(err)
	switch {
	case failure == nil:
		return []Step{hosts.graphStep(graph), hosts.downloadStep(download), csvStep(csv, answer, config)}
	case failure.Kind == problem.NotReport:
		return []Step{hosts.graphStep(graph), hosts.downloadStep(download), Failed(csv, err)}
	case hosts.downloadHost() != "":
		return []Step{hosts.graphStep(graph), Failed(download, err), skipped(csv)}
	default:
		return []Step{Failed(graph, err), skipped(download), skipped(csv)}
	}
}
