package signin

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

// application signs in without a user, with a secret or an assertion. Its tokens are not stored.
type application struct {
	endpoints endpoints
	clientID  string
	resource  string
	secret    string
	// credential makes assertions; nil if there is a secret.
	credential credential
}

// renew requests a new token; an application has no refresh token.
func (a *application) renew(ctx context.Context, current *session, rejected string) (*session, error) {
	ctx, cancel := withRenewalTimeout(ctx, current, rejected, a.endpoints.clock())
	defer cancel()
	renewed, offset, err := a.request(ctx, 0)
	if err != nil && a.credential != nil && offset.Abs() > time.Minute {
		// If this computer's clock is wrong, its assertions are not valid yet or have expired. Use the sign-in root's clock.
		renewed, _, err = a.request(ctx, offset)
	}
	if err != nil {
		return current, err
	}
	return renewed, nil
}

// request requests a token with assertions for a clock that is offset ahead of this computer's. If the request is refused, it also
// returns how far the sign-in root's clock is ahead.
func (a *application) request(ctx context.Context, offset time.Duration) (*session, time.Duration, error) {
	exchange := a.endpoints.begin(ctx, a.secret)
	if a.credential != nil {
		assert, err := a.credential.assertions(offset)
		if err != nil {
			return nil, 0, err
		}
		exchange.assert = assert
	}
	config := clientcredentials.Config{
		ClientID:     a.clientID,
		ClientSecret: a.secret,
		TokenURL:     a.endpoints.token.String(),
		Scopes:       []string{a.resource + "/.default"},
		AuthStyle:    oauth2.AuthStyleInParams,
	}
	token, err := config.Token(exchange.context())
	if err != nil {
		return nil, exchange.clockOffset(), withoutPerson(exchange.explain(err))
	}
	session, err := exchange.session(token, a.resource)
	return session, 0, err
}

// withoutPerson replaces advice that only helps a user who signs in.
func withoutPerson(err error) error {
	failure := problem.As(err)
	if !slices.Contains(failure.Remedies, problem.SignInAgain) {
		return err
	}
	refused := *failure
	refused.Remedies = nil
	refused.Do = "Check the app: " + inPortal + "Certificates & secrets; Sign-in logs > Service principal sign-ins gives the reason."
	return &refused
}

// origin is the scheme and host of a root, which is what a token is for.
func origin(root *url.URL) string { return strings.ToLower(root.Scheme + "://" + transport.Host(root)) }
