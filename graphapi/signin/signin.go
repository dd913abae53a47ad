// Package signin gets access tokens from the Microsoft identity platform by the ways that an administrator may have set up,
// and stores those of a delegated sign-in. It knows nothing of reports.
package signin

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/transport"
)

// clock gives the time now.
type clock = func() time.Time

// Config is what a SignIn is made of.
type Config struct {
	Settings Settings
	// LoginRoot is the sign-in root, GraphRoot the root the token is for.
	LoginRoot, GraphRoot *url.URL
	// Transport carries the requests; nil means one with the environment's proxy and the system's trust.
	Transport http.RoundTripper
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Directory is where tokens of a delegated sign-in are stored; "" stores none.
	Directory string
}

// ErrSignInNeeded is in the chain of the error of Token when a person must sign in, by the device code.
var ErrSignInNeeded = errors.New("sign-in needed")

// SignIn is one way of signing in, chosen from the settings. It is safe for use by several goroutines at once.
type SignIn struct {
	method  Method
	why     string
	ready   *session // where there is a ready token
	renewal renewal  // if there is none

	delegated *delegated // where the way is the device code

	mutex sync.Mutex
	notes []string
}

// New chooses the way of signing in. Settings that lack something or contradict are a *problem.Error of Kind
// Configuration.
func New(config Config) (*SignIn, error) {
	if config.Transport == nil {
		config.Transport = transport.New(nil)
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	config.Settings = config.Settings.trimmed()
	s := &SignIn{}
	s.method, s.why = Choose(config.Settings)
	if s.method == ByReadyToken {
		ready, err := readyToken(config.Settings.AccessToken)
		s.ready = ready
		return s, err
	}
	if err := config.Settings.check(s.method); err != nil {
		return nil, err
	}
	renew, err := s.renewer(config)
	s.renewal = renewal{root: config.LoginRoot, now: config.Now, renew: renew}
	return s, err
}

// renewer makes what gets tokens by the chosen way.
func (s *SignIn) renewer(config Config) (renewer, error) {
	settings, endpoints, resource := config.Settings, newEndpoints(config), origin(config.GraphRoot)
	if s.method == ByDeviceCode {
		file := &tokenFile{directory: config.Directory, identity: newIdentity(config), now: config.Now, note: s.note}
		s.delegated = &delegated{
			endpoints: endpoints, tenant: settings.Tenant, clientID: settings.ClientID, resource: resource, file: file,
		}
		return s.delegated.renew, nil
	}
	app := &application{endpoints: endpoints, clientID: settings.ClientID, resource: resource}
	var err error
	switch s.method {
	case BySecret:
		app.secret = settings.ClientSecret
	case ByCertificate:
		app.credential, err = loadCertificate(settings, endpoints, config.Now())
	case ByFederatedToken:
		app.credential = federatedToken{settings.FederatedTokenFile}
	}
	return app.renew, err
}

// readyToken is the session of a token from the environment. Whether it has expired is for Graph to decide, by its clock.
func readyToken(token string) (*session, error) {
	if hasQuotes(token) {
		return nil, problem.New(problem.Error{
			Kind: problem.Configuration,
			What: "PEERDASH_ACCESS_TOKEN has quotes around it",
			Do:   "Set it to the token alone, without quotes.",
		})
	}
	if !isToken(token) {
		return nil, problem.New(problem.Error{
			Kind: problem.Configuration,
			What: "PEERDASH_ACCESS_TOKEN is not a token: it contains spaces, line breaks or other invalid characters.",
			Do:   "Set it to the token alone, without \"Bearer\" before it.",
		})
	}
	return &session{AccessToken: token}, nil
}

// Method is the way of signing in.
func (s *SignIn) Method() Method { return s.method }

// Why says in one line why this way was chosen.
func (s *SignIn) Why() string { return s.why }

// String is the method's name.
func (s *SignIn) String() string { return s.method.String() }

// GoString is String, so that no way of printing shows a secret.
func (s *SignIn) GoString() string { return s.String() }

// Token gives a valid access token, from memory or from disk if there is one. If a person must sign in, the error's
// chain has ErrSignInNeeded. Errors are *problem.Error.
func (s *SignIn) Token(ctx context.Context) (*oauth2.Token, error) {
	current := s.ready
	if s.method != ByReadyToken {
		ctx, cancel := bounded(ctx)
		defer cancel()
		renewed, err := s.renewal.session(ctx)
		if err != nil {
			return nil, err
		}
		current = renewed
	}
	s.notePermission(current)
	return current.token(), nil
}

// PermissionNote is the note about a token without the permission that reading the report takes. It is no error, since only
// Graph decides.
const PermissionNote = "The token does not carry the permission " + ReportPermission +
	", so Graph will probably refuse the report."

func (s *SignIn) notePermission(current *session) {
	if claims, ok := ParseClaims(current.AccessToken); ok && !claims.HasReportPermission() {
		s.note(PermissionNote)
	}
}

// TenantID is the tenant's GUID in the token in memory or on disk, without a request; "" if there is no token or it does
// not say.
func (s *SignIn) TenantID() string {
	claims, _ := s.Claims()
	return claims.TenantID
}

// Claims are those of the token in memory or on disk, without a request; false if there is none that can be read.
func (s *SignIn) Claims() (Claims, bool) {
	current := s.ready
	if current == nil {
		current = s.renewal.held()
	}
	if current == nil && s.delegated != nil {
		current = s.delegated.file.peek()
	}
	if current == nil {
		return Claims{}, false
	}
	return ParseClaims(current.AccessToken)
}

// Wait returns when a renewal that has begun is finished, which takes some seconds at most. Without it, a program that ends
// could lose the only refresh token that still works.
func (s *SignIn) Wait() {
	if s.delegated != nil {
		s.delegated.renewals.wait()
	}
}

// Reject reports that Graph has not accepted a token that Token gave, so that the next call gets a new one. It is false
// for a ready token, since there is no other.
func (s *SignIn) Reject(token *oauth2.Token) bool {
	if s.method == ByReadyToken {
		return false
	}
	s.renewal.reject(token.AccessToken)
	return true
}

// Notes are the warnings since the start, one line each: a token file that was renamed, a directory that cannot be written.
// They hold no control characters and no secrets.
func (s *SignIn) Notes() []string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.notes)
}

func (s *SignIn) note(text string) {
	const longest = 1000
	text = sanitize.Line(text, longest)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if !slices.Contains(s.notes, text) {
		s.notes = append(s.notes, text)
	}
}
