package signin

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"peerdash/graphapi/problem"
)

// delegated acts for a person who signs in with a device code once; after that a refresh token, which is kept in a file,
// goes on getting access tokens.
type delegated struct {
	endpoints endpoints
	tenant    string
	clientID  string
	resource  string
	file      *tokenFile
}

func (d *delegated) scopes() []string {
	return []string{d.resource + "/" + ReportPermission, "offline_access"}
}

func (d *delegated) config() *oauth2.Config {
	return &oauth2.Config{
		ClientID: d.clientID,
		Scopes:   d.scopes(),
		Endpoint: oauth2.Endpoint{
			DeviceAuthURL: d.endpoints.deviceCode.String(),
			TokenURL:      d.endpoints.token.String(),
			AuthStyle:     oauth2.AuthStyleInParams,
		},
	}
}

// renew gives the session that is kept, renewed if need be. Another program that does the same at the same time waits
// for the file's lock and finds the work done.
func (d *delegated) renew(ctx context.Context, current *session, rejected string) (*session, error) {
	seen := d.file.peek()
	if d.mayUse(seen, rejected) {
		if seen.lasts(d.endpoints.clock()) {
			return seen, nil
		}
		if current == nil {
			current = seen
		}
	}
	if current == nil && !d.file.exists() {
		return nil, d.signInNeeded()
	}
	ctx, cancel := hurried(ctx, current, rejected, d.endpoints.clock())
	defer cancel()
	unlock, err := d.file.lock(ctx)
	if err != nil {
		return current, err
	}
	defer unlock()
	kept := d.file.load()
	if current != nil && !current.kept && (kept == nil || current.Obtained.After(kept.Obtained)) {
		kept = current // which could not be written
	}
	switch {
	case kept == nil:
		return nil, d.signInNeeded()
	case d.mayUse(kept, rejected) && kept.fresh(d.endpoints.clock()) && !kept.same(seen):
		return kept, nil // renewed by another program meanwhile
	}
	return d.refresh(ctx, kept)
}

// mayUse reports whether the access token of a session is for Graph and has not been rejected there.
func (d *delegated) mayUse(s *session, rejected string) bool {
	return s != nil && s.Resource == d.resource && s.AccessToken != rejected
}

// refresh gets a new access token with the refresh token, and saves the refresh token that comes with it at once.
// With an error, the session that stands meanwhile is given back.
func (d *delegated) refresh(ctx context.Context, kept *session) (*session, error) {
	standing := kept
	if kept.Resource != d.resource {
		standing = nil // its access token is for another Graph root
	}
	if kept.RefreshToken == "" {
		if standing != nil && standing.valid(d.endpoints.clock()) {
			return standing, nil
		}
		return nil, d.signInNeeded()
	}
	exchange := d.endpoints.begin(ctx, kept.RefreshToken, kept.AccessToken)
	// oauth2.Config would refresh without a scope, and one is needed where the kept token is for another Graph root.
	config := clientcredentials.Config{
		ClientID:  d.clientID,
		TokenURL:  d.endpoints.token.String(),
		Scopes:    d.scopes(),
		AuthStyle: oauth2.AuthStyleInParams,
		EndpointParams: url.Values{
			"grant_type":    {"refresh_token"},
			"refresh_token": {kept.RefreshToken},
		},
	}
	token, err := config.Token(exchange.context())
	if err != nil {
		return standing, personNeeded(exchange.explain(err))
	}
	renewed, err := exchange.session(token, d.resource)
	if err != nil {
		return standing, err
	}
	d.file.save(renewed)
	return renewed, nil
}

// personNeeded adds ErrSignInNeeded to the refusal of a refresh token that no time will mend.
func personNeeded(err error) error {
	var refused *refusal
	if !errors.As(err, &refused) || !refused.needsPerson() || isTemporary(err) {
		return err
	}
	needed := *problem.As(err)
	if !strings.Contains(needed.Do, "peerdash login") {
		needed.Do = strings.TrimSpace(needed.Do + " Then run `peerdash login`.")
	}
	needed.Err = errors.Join(ErrSignInNeeded, refused)
	return problem.New(needed)
}

// signInNeeded tells that there is no session.
func (d *delegated) signInNeeded() error {
	why := "No sign-in is kept for this tenant and app."
	if fault := d.file.lastFault(); fault != "" {
		why = fault
	}
	return problem.New(problem.Error{
		Kind: problem.SignIn,
		What: fmt.Sprintf("Nobody is signed in to %s", d.tenant),
		Why:  why,
		Err:  ErrSignInNeeded,

		Remedies: []problem.Remedy{problem.SignInAgain},
	})
}
