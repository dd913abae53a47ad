package signin

import (
	"errors"
	"mime"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

// explain tells why an exchange gave no token. The error is a *problem.Error; where the sign-in root refused, a
// *refusal is in its chain.
func (e *exchange) explain(err error) error {
	var told *problem.Error
	if errors.As(err, &told) {
		return told
	}
	host := transport.Host(e.endpoints.root)
	p := problem.Error{
		Kind: problem.Service, Host: host, Status: e.answer.Status, RetryAt: e.answer.RetryAt,
		What: "The sign-in root " + host + " answered " + e.answer.StatusText(),
	}
	refused := parseRefusal(e.answer, e.secrets)
	if refused != nil {
		p.Code, p.Message, p.RequestID, p.Err = refused.code(), refused.message(), refused.CorrelationID, refused
	}
	switch status := e.answer.Status; {
	case status >= 300 && status < 400:
		p.Why = "It redirects elsewhere, and a redirect is not followed, since it would carry secrets on."
		p.Do = "Check PEERDASH_LOGIN_URL, and whether a proxy wants to be signed in to first."
	case status == http.StatusProxyAuthRequired:
		p.Kind = problem.Network
		p.Why = "The proxy wants a user name and a password, or did not accept those that it was given."
		p.Do = "Set them in HTTPS_PROXY."
	case status == http.StatusTooManyRequests:
		p.Kind = problem.Throttled
		p.Why, p.Do = "Too many requests were made."+reference(refused), tryAgainAt(e.answer.RetryAt)
	case status >= 500 || refused != nil && refused.maySoonPass():
		p.Why, p.Do = "It cannot give a token at the moment."+reference(refused), tryAgainAt(e.answer.RetryAt)
	case refused != nil:
		return e.refused(refused, p)
	default:
		p.Why = "What came is not a sign-in root's answer" + mediaType(e.answer.Header) + "; perhaps a proxy answered in its place."
		p.Do = "Check PEERDASH_LOGIN_URL and HTTPS_PROXY."
	}
	return problem.New(p)
}

// refused tells a refusal: what it means where that is known, and what the sign-in root said where it is not.
func (e *exchange) refused(r *refusal, p problem.Error) error {
	remark := r.remark()
	p.Kind, p.What, p.Do = problem.SignIn, "The sign-in was refused by "+p.Host, remark.do
	p.Remedies = refusalRemedies[r.number()]
	why := remark.why
	if _, known := remarks[r.number()]; !known && p.Message != "" {
		why = shortened(p.Message)
	}
	p.Why = why + reference(r)
	return problem.New(p)
}

// shortened leaves room for the references behind a message.
func shortened(message string) string {
	const most = 200
	if runes := []rune(message); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return message
}

func reference(r *refusal) string {
	if r == nil {
		return ""
	}
	return " (" + r.references() + ")"
}

func tryAgainAt(at time.Time) string {
	if at.IsZero() {
		return "Try again in some minutes."
	}
	return "Try again at " + at.Local().Format("15:04:05") + "."
}

// mediaType says what an answer claims to be, for one that is not what was expected.
func mediaType(header http.Header) string {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || media == "application/json" {
		return ""
	}
	return " but of type " + media
}

// session makes a session of the token that the exchange gave.
func (e *exchange) session(token *oauth2.Token, resource string) (*session, error) {
	if !isToken(token.AccessToken) || token.RefreshToken != "" && !isToken(token.RefreshToken) {
		return nil, e.explain(errors.New("the token holds characters that a token cannot have"))
	}
	return newSession(token, resource, e.endpoints.clock()), nil
}

// clockOffset is how far the sign-in root's clock is ahead of ours, from its last answer; 0 where it did not say.
func (e *exchange) clockOffset() time.Duration {
	date, err := http.ParseTime(e.answer.Header.Get("Date"))
	if err != nil {
		return 0
	}
	return date.Sub(e.endpoints.clock())
}
