// Package signin gets access tokens from the Microsoft identity platform with a device code, a client secret, a certificate
// or a federated token, and stores those of a delegated sign-in.
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

// Config configures a SignIn.
type Config struct {
	Settings Settings
	// LoginRoot is the sign-in root, GraphRoot the root that the token is for.
	LoginRoot, GraphRoot *url.URL
	// Transport sends the requests; nil means one with the environment's proxy and the system's certificate authorities.
	Transport http.RoundTripper
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Directory is where tokens of a delegated sign-in are stored; "" stores none.
	Directory string
}

// ErrSignInNeeded is wrapped by the error of Token when the user must sign in with a device code.
var ErrSignInNeeded = errors.New("sign-in needed")

// SignIn gets tokens by one method, chosen from the settings. It is safe for use by several goroutines at once.
type SignIn struct {
	method  Method
	why     string
	ready   *session // nil unless the method is ByReadyToken
	renewal renewal  // unused if the method is ByReadyToken

	delegated *delegated // nil unless the method is ByDeviceCode

	mutex sync.Mutex
	notes []string
}

// New chooses the method. If settings are missing or contradictory, the error is a *problem.Error of Kind Configuration.
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

// renewer returns the renewer for the chosen method.
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

// readyToken is the session for a token from the environment. Graph decides whether it has expired, by its own clock.
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

// Method is the method in use.
func (s *SignIn) Method() Method { return s.method }

// Why is the reason for the method, in one line.
func (s *SignIn) Why() string { return s.why }

// String is the method's name.
func (s *SignIn) String() string { return s.method.String() }

// GoString is String, so that %#v shows no secret either.
func (s *SignIn) GoString() string { return s.String() }

// Token returns a valid access token, from memory or from disk if there is one. If the user must sign in, the error wraps
// ErrSignInNeeded. Errors are *problem.Error.
func (s *SignIn) Token(ctx context.Context) (*oauth2.Token, error) {
	current := s.ready
	if s.method != ByReadyToken {
		ctx, cancel := withDefaultTimeout(ctx)
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

// PermissionNote is the note about a token without ReportPermission. It is not an error, since Graph decides.
const PermissionNote = "The token lacks the permission " + ReportPermission +
	", so Graph will probably refuse the report."

func (s *SignIn) notePermission(current *session) {
	if claims, ok := ParseClaims(current.AccessToken); ok && !claims.HasReportPermission() {
		s.note(PermissionNote)
	}
}

// TenantID is the tenant's GUID in the token in memory or on disk, without a request; "" if unknown.
func (s *SignIn) TenantID() string {
	claims, _ := s.Claims()
	return claims.TenantID
}

// Claims returns the claims of the token in memory or on disk, without a request; false if there is no readable token.
func (s *SignIn) Claims() (Claims, bool) {
	current := s.ready
	if current == nil {
		current = s.renewal.currentSession()
	}
	if current == nil && s.delegated != nil {
		current = s.delegated.file.peek()
	}
	if current == nil {
		return Claims{}, false
	}
	return ParseClaims(current.AccessToken)
}

// Wait waits until a renewal that has begun is finished, some seconds at most. A program that does not wait may lose the
// only valid refresh token.
func (s *SignIn) Wait() {
	if s.delegated != nil {
		s.delegated.renewals.wait()
	}
}

// Reject marks a token as rejected by Graph, so that Token gets a new one. It returns false for a ready token, which cannot
// be replaced.
func (s *SignIn) Reject(token *oauth2.Token) bool {
	if s.method == ByReadyToken {
		return false
	}
	s.renewal.reject(token.AccessToken)
	return true
}

// Notes are the warnings since the start, one line each, for example that a token file was renamed or a directory cannot be
// written. They contain no control characters and no secrets.
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
