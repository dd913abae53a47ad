// Package emulator is Microsoft Graph on this machine: a Graph root, a sign-in root and a separate download host over
// real HTTPS, with the report of a make-believe organization and, for tests, faults on demand. It reaches nothing
// outside, keeps nothing, and is trusted only by those to whom it gives its certificate.
package emulator

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"time"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
	"peerdash/model"
)

// What the make-believe organization signs in with. None of it opens anything else.
const (
	tenant       = "contoso.onmicrosoft.com"
	clientID     = "6f1d2c3a-5b4e-4a7d-9c80-1e2f3a4b5c6d"
	clientSecret = "demo~secret.that-opens_nothing-else"
)

// Host is one of the hosts that the emulator stands for.
type Host int

// The hosts of an exchange.
const (
	Graph Host = iota
	Download
	SignIn

	hostCount = int(SignIn) + 1
)

// Config is how an Emulator behaves. The zero Config is the one of the demo.
type Config struct {
	// Now is the clock, whose day the report follows; nil means time.Now.
	Now func() time.Time
	// Latency is how much later each request is answered.
	Latency time.Duration
	// SignIn is what else the sign-in root is to know; what is empty in it is the demo's.
	SignIn authority.Config
}

// signIn is what the sign-in root knows in the end.
func (c Config) signIn() authority.Config {
	signIn := c.SignIn
	signIn.Tenant = cmp.Or(signIn.Tenant, tenant)
	signIn.ClientID = cmp.Or(signIn.ClientID, clientID)
	signIn.ClientSecret = cmp.Or(signIn.ClientSecret, clientSecret)
	if signIn.Now == nil {
		signIn.Now = c.Now
	}
	return signIn
}

// Emulator is a running emulator. Its methods are safe for use by several goroutines at once.
type Emulator struct {
	config    Config
	signIn    authority.Config
	trust     trust
	servers   [hostCount]*server
	authority *authority.Authority
	reports   *reports
	faults    faults
	traffic   *traffic
}

// Start starts an emulator on free ports of loopback addresses; Close ends it.
func Start(config Config) (*Emulator, error) { return start(config, downloadAddress) }

func start(config Config, downloadAddress string) (*Emulator, error) {
	if config.Now == nil {
		config.Now = time.Now
	}
	listeners, err := listen(downloadAddress)
	if err != nil {
		return nil, notStarted(err)
	}
	trust, err := newTrust(listeners.addresses(), []string{"localhost"})
	if err != nil {
		listeners.close()
		return nil, notStarted(err)
	}
	signIn := config.signIn()
	e := &Emulator{
		config:    config,
		signIn:    signIn,
		trust:     trust,
		authority: authority.New(signIn),
		reports:   &reports{now: config.Now},
		traffic:   newTraffic(config.Now),
	}
	e.serve(listeners)
	return e, nil
}

func notStarted(err error) error {
	return problem.New(problem.Error{
		What: "The emulated Graph could not start", Why: err.Error(),
		Do:  "Check that this machine lets programs listen on 127.0.0.1.",
		Err: err,
	})
}

func (e *Emulator) serve(listeners listeners) {
	links := &links{now: e.config.Now}
	handlers := [hostCount]http.Handler{
		Graph: &graphHost{
			now: e.config.Now, accepts: e.authority.Accepts, reports: e.reports, links: links,
			download: "https://" + listeners[Download].host, forbids: e.signIn.NoPermission,
		},
		Download: &downloadHost{links: links},
		SignIn:   e.authority,
	}
	for host, handler := range handlers {
		e.servers[host] = serve(listeners[host], e.trust.leaf, e.attend(Host(host), handler))
	}
}

// largestRequest is how many bytes of a request's body are read; a sign-in has a few thousand.
const largestRequest = 1 << 20

// attend stands before a host's honest handler: it takes note of the request, waits for the latency and lets the
// fault come in whose turn it is.
func (e *Emulator) attend(host Host, honest http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		end, ok := e.traffic.begin(host, r)
		if !ok {
			panic(http.ErrAbortHandler)
		}
		defer end()
		// Only a request that has been read to its end notices that its caller goes away.
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestRequest))
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		handler := e.faults.wrap(host, honest)
		if e.config.Latency > 0 {
			pause(r, e.config.Latency)
		}
		w.Header().Set("Date", e.config.Now().UTC().Format(http.TimeFormat))
		handler.ServeHTTP(w, r)
	})
}

// Close breaks off what is under way and returns when all connections and requests have ended. Closing again does
// nothing.
func (e *Emulator) Close() error {
	var first error
	for _, server := range e.servers {
		if err := server.close(); err != nil && first == nil {
			first = err
		}
	}
	e.traffic.close()
	return first
}

// GraphRoot is the root of Graph, such as https://127.0.0.1:40001/v1.0.
func (e *Emulator) GraphRoot() *url.URL {
	return &url.URL{Scheme: "https", Host: e.servers[Graph].host, Path: graphPath}
}

// LoginRoot is the sign-in root.
func (e *Emulator) LoginRoot() *url.URL {
	return &url.URL{Scheme: "https", Host: e.servers[SignIn].host}
}

// DownloadHost is host and port of the download host, which differ from those of the roots.
func (e *Emulator) DownloadHost() string { return e.servers[Download].host }

// CertPool trusts the emulator's hosts and nothing else.
func (e *Emulator) CertPool() *x509.CertPool { return e.trust.pool() }

// CertificatePEM is the certificate to trust, for SSL_CERT_FILE.
func (e *Emulator) CertificatePEM() []byte { return e.trust.pem() }

// Transport is a new transport that trusts the emulator. Whoever asked for it closes its idle connections.
func (e *Emulator) Transport() *http.Transport { return transport.New(e.CertPool()) }

// Tenant is the name of the make-believe organization.
func (e *Emulator) Tenant() string { return e.signIn.Tenant }

// ClientID is the app that may sign in.
func (e *Emulator) ClientID() string { return e.signIn.ClientID }

// ClientSecret is that app's secret.
func (e *Emulator) ClientSecret() string { return e.signIn.ClientSecret }

// Authority is the sign-in root's own controls.
func (e *Emulator) Authority() *authority.Authority { return e.authority }

// GiveReport makes csv the report of a period from now on, in place of the make-believe organization's.
func (e *Emulator) GiveReport(period model.Period, csv string) { e.reports.give(period, csv) }

// Inject lets a fault meet the next requests to a host, so many times or Always. Faults of one host wait in a row, each
// until those before it are used up.
func (e *Emulator) Inject(at Host, times int, fault Fault) { e.faults.add(at, times, fault) }

// Requests are the requests that came, oldest first: the last thousand of them.
func (e *Emulator) Requests() []Request { return e.traffic.all() }

// PeakInFlight is the largest number of requests to a host that were under way at once.
func (e *Emulator) PeakInFlight(host Host) int { return e.traffic.peakOf(host) }

// AwaitInFlight returns when at least count requests to a host are under way at once, or with the error of ctx.
func (e *Emulator) AwaitInFlight(ctx context.Context, host Host, count int) error {
	return e.traffic.awaitInFlight(ctx, host, count)
}
