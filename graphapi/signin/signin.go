// Package signin gets tokens from Microsoft's sign-in (or another root of the same kind) by the ways an administrator
// may have set up, and keeps those of a delegated sign-in. It knows nothing of reports.
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
	// Directory is where tokens of a delegated sign-in are kept; "" keeps none.
	Directory string
}

// ErrSignInNeeded is in the chain of the error of Token when only a person can go on, by the device code.
var ErrSignInNeeded = errors.New("sign-in needed")

// SignIn is one way of signing in, chosen from the settings. It is safe for use by several goroutines at once.
type SignIn struct {
	method  Method
	why     string
	ready   *session // where there is a ready token
	renewal renewal  // where there is none

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
	s := &SignIn{}
	s.method, s.why = Choose(config.Settings)
	if s.method == ByReadyToken {
		ready, err := readyToken(config.Settings.AccessToken)
		s.ready = ready
		return s, err
	}
	if err := config.Settings.checkIdentity(s.method); err != nil {
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
		s.delegated = &delegated{endpoints, settings.Tenant, settings.ClientID, resource, file}
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

// readyToken is the session of a token that somebody else has got. Whether it has expired is for Graph to say, whose
// clock counts.
func readyToken(token string) (*session, error) {
	if !isToken(token) {
		return nil, problem.New(problem.Error{
			Kind: problem.Configuration,
			What: "PEERDASH_ACCESS_TOKEN is not a token: it holds spaces, line breaks or other characters that no token has.",
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

// Token gives a valid access token, from memory or from disk where there is one. It never asks a person: where a person
// is needed the error's chain has ErrSignInNeeded. Errors are *problem.Error.
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

// PermissionNote is the note about a token without the permission that reading the report takes. Only Graph decides, so
// it is no error.
const PermissionNote = "The token does not carry the permission " + ReportPermission +
	", so Graph will probably refuse the report."

func (s *SignIn) notePermission(current *session) {
	if claims, ok := ParseClaims(current.AccessToken); ok && !claims.HasReportPermission() {
		s.note(PermissionNote)
	}
}

// TenantID is the tenant's GUID as the token in memory or on disk has it, without asking anybody; "" where there is no
// token or it does not say.
func (s *SignIn) TenantID() string {
	current := s.ready
	if current == nil {
		current = s.renewal.held()
	}
	if current == nil && s.delegated != nil {
		current = s.delegated.file.peek()
	}
	if current == nil {
		return ""
	}
	claims, _ := ParseClaims(current.AccessToken)
	return claims.TenantID
}

// Reject tells that Graph has not accepted a token that Token gave, so that the next call gets a new one. It is false
// for a ready token, since there is no other.
func (s *SignIn) Reject(token *oauth2.Token) bool {
	if s.method == ByReadyToken {
		return false
	}
	s.renewal.reject(token.AccessToken)
	return true
}

// Notes are one-line warnings of what has not gone well since the start, each once: a token file that was set aside, a
// directory that cannot be written. They hold no control characters and no secrets.
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
