package signin

import (
	"time"

	"golang.org/x/oauth2"
)

// session is an access token with its lifetime and, for a delegated sign-in, the refresh token that renews it.
type session struct {
	// Resource is the origin that the access token is for. The token is sent nowhere else.
	Resource     string `json:"resource"`
	AccessToken  string `json:"accessToken"`
	RefreshToken string `json:"refreshToken,omitempty"`
	// Obtained and Expires are when the access token was obtained and when it expires.
	Obtained time.Time `json:"obtained"`
	Expires  time.Time `json:"expires"`

	// stored reports whether the session is in a file.
	stored bool
}

// unknownLifetime is assumed for a token without a lifetime.
const unknownLifetime = 5 * time.Minute

// newSession returns the session for a token that was just received. Its lifetime starts now by the clock that it is later
// compared with, so that a wrong clock does no harm.
func newSession(token *oauth2.Token, resource string, now time.Time) *session {
	lifetime := unknownLifetime
	if !token.Expiry.IsZero() {
		lifetime = time.Until(token.Expiry).Round(time.Second)
	}
	now = now.Round(0) // without the monotonic clock, which stops while a computer sleeps
	return &session{
		Resource:     resource,
		AccessToken:  token.AccessToken,
		RefreshToken: token.RefreshToken,
		Obtained:     now,
		Expires:      now.Add(lifetime),
	}
}

// maximumMargin is the longest time before its expiry at which an access token is renewed.
const maximumMargin = 5 * time.Minute

// lasts reports whether the access token is valid for at least maximumMargin more.
func (s *session) lasts(now time.Time) bool {
	return s.valid(now) && now.Before(s.Expires.Add(-maximumMargin))
}

// fresh reports whether the access token needs no renewal yet. A short-lived one is renewed in its last quarter.
func (s *session) fresh(now time.Time) bool {
	margin := min(maximumMargin, s.Expires.Sub(s.Obtained)/4)
	return s.valid(now) && now.Before(s.Expires.Add(-margin))
}

// valid reports whether the access token has not expired. One that was obtained in the future, by the clock, counts as
// expired.
func (s *session) valid(now time.Time) bool {
	return s.AccessToken != "" && now.Before(s.Expires) && !s.Obtained.After(now.Add(maximumMargin))
}

// same reports whether another session has the same access token.
func (s *session) same(other *session) bool {
	return other != nil && s.AccessToken == other.AccessToken
}

func (s *session) token() *oauth2.Token {
	return &oauth2.Token{AccessToken: s.AccessToken, TokenType: "Bearer", Expiry: s.Expires}
}
