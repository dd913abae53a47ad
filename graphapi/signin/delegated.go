package signin

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

// delegated acts for a user who has signed in with a device code. A refresh token, which is stored in a file, gets the
// access tokens.
type delegated struct {
	endpoints endpoints
	tenant    string
	clientID  string
	resource  string
	file      *tokenFile
	// renewals are the renewals in progress. Some of them outlast their callers.
	renewals background
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

// renew returns the stored session, renewed if necessary. If several programs renew it at the same time, one does, while
// the others wait for the file's lock.
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
	ctx, cancel := withRenewalTimeout(ctx, current, rejected, d.endpoints.clock())
	defer cancel()
	unlock, err := d.file.lock(ctx)
	if err != nil {
		return current, err
	}
	stored, err := d.file.load()
	if err != nil {
		unlock()
		return current, err
	}
	if current != nil && !current.stored && (stored == nil || current.Obtained.After(stored.Obtained)) {
		stored = current // it could not be written
	}
	switch {
	case stored == nil:
		unlock()
		return nil, d.signInNeeded()
	case d.mayUse(stored, rejected) && stored.fresh(d.endpoints.clock()) && !stored.same(seen):
		unlock()
		return stored, nil // renewed by another program in the meantime
	}
	return d.refresh(ctx, stored, unlock)
}

// mayUse reports whether the access token of a session is for Graph and has not been rejected there.
func (d *delegated) mayUse(s *session, rejected string) bool {
	return s != nil && s.Resource == d.resource && s.AccessToken != rejected
}

// refresh gets a new access token with the refresh token, and saves the refresh token that comes with it at once; unlock
// is called when that is done. It returns when ctx ends, but a request that was sent is then finished in the background,
// as its answer may hold the only refresh token that still works. With an error, the session that can still be used is
// returned.
func (d *delegated) refresh(ctx context.Context, stored *session, unlock func()) (*session, error) {
	usable := stored
	if stored.Resource != d.resource {
		usable = nil // its access token is for another Graph root
	}
	if stored.RefreshToken == "" {
		unlock()
		if usable != nil && usable.valid(d.endpoints.clock()) {
			return usable, nil
		}
		return nil, d.signInNeeded()
	}
	var renewed *session
	var err error
	lasting := linger(ctx)
	done := make(chan struct{})
	d.renewals.start(func() {
		defer close(done)
		defer unlock()
		defer lasting.end()
		renewed, err = d.redeem(lasting, stored)
	})
	select {
	case <-done:
	case <-lasting.left:
		return usable, transport.Explain(ctx, ctx.Err(), d.endpoints.root)
	}
	if err != nil {
		return usable, err
	}
	return renewed, nil
}

// redeem exchanges the refresh token for a new session and saves that.
func (d *delegated) redeem(lasting *lingering, stored *session) (*session, error) {
	endpoints := d.endpoints
	endpoints.transport = lasting.transport(endpoints.transport)
	exchange := endpoints.begin(lasting, stored.RefreshToken, stored.AccessToken)
	// oauth2.Config would refresh without a scope, and one is needed where the stored token is for another Graph root.
	config := clientcredentials.Config{
		ClientID:  d.clientID,
		TokenURL:  d.endpoints.token.String(),
		Scopes:    d.scopes(),
		AuthStyle: oauth2.AuthStyleInParams,
		EndpointParams: url.Values{
			"grant_type":    {"refresh_token"},
			"refresh_token": {stored.RefreshToken},
		},
	}
	token, err := config.Token(exchange.context())
	if err != nil {
		return nil, personNeeded(exchange.explain(err))
	}
	renewed, err := exchange.session(token, d.resource)
	if err != nil {
		return nil, err
	}
	d.file.save(renewed)
	return renewed, nil
}

// personNeeded adds ErrSignInNeeded to the refusal of a refresh token if the user must sign in again.
func personNeeded(err error) error {
	var refused *refusal
	if !errors.As(err, &refused) || !refused.needsPerson() || isTemporary(err) {
		return err
	}
	needed := *problem.As(err)
	needed.Remedies = []problem.Remedy{problem.SignInAgain}
	needed.Err = errors.Join(ErrSignInNeeded, refused)
	return problem.New(needed)
}

// signInNeeded is the error if there is no session. If no session could be stored, that is the cause.
func (d *delegated) signInNeeded() error {
	if err := d.file.checkStorage(); err != nil && d.file.lastFault() == "" {
		needed := *problem.As(err)
		needed.Kind, needed.Err = problem.SignIn, errors.Join(ErrSignInNeeded, needed.Err)
		needed.Why = fmt.Sprintf("Not signed in to %s. %s", d.tenant, needed.Why)
		return problem.New(needed)
	}
	why := "No sign-in is stored for this tenant and app."
	if fault := d.file.lastFault(); fault != "" {
		why = fault
	}
	return problem.New(problem.Error{
		Kind:     problem.SignIn,
		What:     fmt.Sprintf("Not signed in to %s", d.tenant),
		Why:      why,
		Remedies: []problem.Remedy{problem.SignInAgain},
		Err:      ErrSignInNeeded,
	})
}
