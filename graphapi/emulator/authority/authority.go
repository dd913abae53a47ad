// Package authority is a sign-in root that behaves like Microsoft's: device codes with their polling, client secrets,
// certificates, federated tokens, rotating refresh tokens, and Microsoft's errors. It is an http.Handler with all state in
// memory; methods simulate what users and administrators do.
package authority

import (
	"crypto/rand"
	"crypto/x509"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Config configures who may sign in and how. Its zero values are usable.
type Config struct {
	// Tenant is a domain or a GUID; addresses may have either it or its GUID.
	Tenant, ClientID string
	// ClientSecret lets the application sign in; "" means that it has none.
	ClientSecret string
	// Certificates are those registered for the application.
	Certificates []*x509.Certificate
	// FederatedTokens are the workload tokens that are trusted.
	FederatedTokens []string
	// NoPermission makes tokens without Reports.Read.All.
	NoPermission bool
	// TokenLifetime is how long an access token is valid; 0 means an hour.
	TokenLifetime time.Duration
	// CodeLifetime is how long a device code may be used; 0 means 15 minutes.
	CodeLifetime time.Duration
	// Interval is the wait between polls that the answer asks for; 0 means 5 seconds. A client that polls sooner gets
	// slow_down.
	Interval time.Duration
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// Authority is the sign-in root. It is safe for use by several goroutines at once.
type Authority struct {
	config   Config
	tenantID string
	key      []byte
	mux      *http.ServeMux

	mutex      sync.Mutex
	codes      []*deviceCode
	refreshers map[string]struct{}
	assertions map[string]time.Time
	failures   []failure
	requests   map[string]int
}

// New makes an Authority.
func New(config Config) *Authority {
	if config.Now == nil {
		config.Now = time.Now
	}
	config.TokenLifetime = orElse(config.TokenLifetime, time.Hour)
	config.CodeLifetime = orElse(config.CodeLifetime, 15*time.Minute)
	config.Interval = orElse(config.Interval, 5*time.Second)
	a := &Authority{
		config:     config,
		tenantID:   tenantID(config.Tenant),
		key:        make([]byte, 32),
		mux:        http.NewServeMux(),
		refreshers: map[string]struct{}{},
		assertions: map[string]time.Time{},
		requests:   map[string]int{},
	}
	rand.Read(a.key)
	a.mux.HandleFunc("POST /{tenant}/oauth2/v2.0/token", a.answer(a.token))
	a.mux.HandleFunc("POST /{tenant}/oauth2/v2.0/devicecode", a.answer(a.deviceCode))
	return a
}

func orElse(duration, otherwise time.Duration) time.Duration {
	if duration == 0 {
		return otherwise
	}
	return duration
}

// ServeHTTP answers the sign-in endpoints {tenant}/oauth2/v2.0/token and …/devicecode.
func (a *Authority) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.mux.ServeHTTP(w, r) }

// endpoint answers one form post; it is called with the mutex held.
type endpoint func(r *http.Request) (any, error)

// answer makes a handler of an endpoint: the checks that all share, and the JSON of its answer or refusal.
func (a *Authority) answer(serve endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
		if err := r.ParseForm(); err != nil {
			a.refuse(w, refusal(9002014, "The request body is not a form."))
			return
		}
		a.mutex.Lock()
		answer, err := a.serve(r, serve)
		a.mutex.Unlock()
		if err != nil {
			a.refuse(w, err)
			return
		}
		a.write(w, http.StatusOK, answer)
	}
}

func (a *Authority) serve(r *http.Request, serve endpoint) (any, error) {
	a.requests[requestName(r)]++
	if len(a.failures) > 0 {
		failure := a.failures[0]
		a.failures = a.failures[1:]
		return nil, failure
	}
	tenant := r.PathValue("tenant")
	switch {
	case strings.EqualFold(tenant, a.config.Tenant), strings.EqualFold(tenant, a.tenantID):
	case tenant == "common", tenant == "organizations":
	default:
		return nil, refusal(90002, "Tenant '"+tenant+"' not found. Check to make sure you have the correct tenant ID.")
	}
	if r.PostForm.Get("client_id") != a.config.ClientID {
		return nil, refusal(700016, "Application with identifier '"+r.PostForm.Get("client_id")+
			"' was not found in the directory '"+a.config.Tenant+"'.")
	}
	return serve(r)
}

// requestName is what a request is counted as: its grant type, or "devicecode".
func requestName(r *http.Request) string {
	if strings.HasSuffix(r.URL.Path, "/devicecode") {
		return "devicecode"
	}
	return strings.TrimPrefix(r.PostForm.Get("grant_type"), "urn:ietf:params:oauth:grant-type:")
}

// token answers the token endpoint.
func (a *Authority) token(r *http.Request) (any, error) {
	switch grant := r.PostForm.Get("grant_type"); grant {
	case "client_credentials":
		return a.clientCredentials(r)
	case "refresh_token":
		return a.refresh(r)
	case "urn:ietf:params:oauth:grant-type:device_code":
		return a.redeemCode(r)
	default:
		return nil, refusal(70003, "The app requested an unsupported grant type '"+grant+"'.")
	}
}
