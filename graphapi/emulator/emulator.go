// Package emulator is Microsoft Graph on this computer: a Graph root, a sign-in root and a separate download host over real
// HTTPS, with the reports of a fictitious organization. It connects to nothing, stores nothing, and is trusted only by
// clients that use its certificate. It shares no code with the client, so that it does not share its mistakes.
package emulator

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
	"peerdash/model"
)

// The credentials of the fictitious organization. They are valid nowhere else.
const (
	tenant       = "contoso.onmicrosoft.com"
	clientID     = "6f1d2c3a-5b4e-4a7d-9c80-1e2f3a4b5c6d"
	clientSecret = "demo~secret.that-opens_nothing-else"
)

// Host is one of the emulated hosts.
type Host int

// The hosts of an exchange.
const (
	Graph Host = iota
	Download
	SignIn

	// HostCount is how many hosts there are.
	HostCount = int(SignIn) + 1
)

// Config is how an Emulator behaves. The zero Config is the one of the demo.
type Config struct {
	// Now is the clock, which also decides the dates of the reports; nil means time.Now.
	Now func() time.Time
	// SignIn configures the sign-in root; empty fields are those of the demo.
	SignIn authority.Config
	// Wrap wraps the handler of each host; nil leaves them as they are.
	Wrap func(host Host, handler http.Handler) http.Handler
	// Throttle limits requests for reports as Graph does: 14 in ten minutes.
	Throttle bool
	// Report returns the CSV of a function and a period. If it is nil or returns false, it is the fictitious organization's.
	Report func(function model.Function, period model.Period) (csv string, ok bool)
}

// signIn is the complete configuration of the sign-in root.
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
	servers   [HostCount]*server
	authority *authority.Authority
	reports   *reports
	requests  requests
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
		reports:   &reports{now: config.Now, override: config.Report},
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
	graph := &graphHost{
		now: e.config.Now, accepts: e.authority.Accepts, reports: e.reports, links: links,
		download: "https://" + listeners[Download].host, forbids: e.signIn.NoPermission,
	}
	if e.config.Throttle {
		graph.throttle = new(throttle)
	}
	handlers := [HostCount]http.Handler{
		Graph:    graph,
		Download: &downloadHost{links: links},
		SignIn:   e.authority,
	}
	for host, handler := range handlers {
		if e.config.Wrap != nil {
			handler = e.config.Wrap(Host(host), handler)
		}
		e.servers[host] = serve(listeners[host], e.trust.leaf, e.attend(handler))
	}
}

// largestRequest is how many bytes of a request's body are read; a sign-in has a few thousand.
const largestRequest = 1 << 20

// attend counts each request and reads its whole body, since the server notices only then that a client disconnects.
func (e *Emulator) attend(handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !e.requests.begin() {
			panic(http.ErrAbortHandler)
		}
		defer e.requests.running.Done()
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestRequest))
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		w.Header().Set("Date", e.config.Now().UTC().Format(http.TimeFormat))
		handler.ServeHTTP(w, r)
	})
}

// requests counts the running requests.
type requests struct {
	mutex   sync.Mutex
	closed  bool
	running sync.WaitGroup
}

// begin counts a request; it is false once the emulator is closed.
func (r *requests) begin() bool {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !r.closed {
		r.running.Add(1)
	}
	return !r.closed
}

// close refuses further requests and waits until the running ones have ended.
func (r *requests) close() {
	r.mutex.Lock()
	r.closed = true
	r.mutex.Unlock()
	r.running.Wait()
}

// Close aborts the running requests and returns when all connections and requests have ended. Closing again does nothing.
func (e *Emulator) Close() error {
	var first error
	for _, server := range e.servers {
		if err := server.close(); err != nil && first == nil {
			first = err
		}
	}
	e.requests.close()
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

// Tenant is the domain of the fictitious organization.
func (e *Emulator) Tenant() string { return e.signIn.Tenant }

// ClientID is the app that may sign in.
func (e *Emulator) ClientID() string { return e.signIn.ClientID }

// ClientSecret is that app's secret.
func (e *Emulator) ClientSecret() string { return e.signIn.ClientSecret }

// Authority is the sign-in root; its methods simulate users and administrators.
func (e *Emulator) Authority() *authority.Authority { return e.authority }
