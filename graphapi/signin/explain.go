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

// explain returns the error for an exchange without a token: a *problem.Error, which wraps a *refusal if the sign-in root
// refused.
func (e *exchange) explain(err error) error {
	var known *problem.Error
	if errors.As(err, &known) {
		return known
	}
	host := transport.Host(e.endpoints.root)
	p := problem.Error{
		Kind: problem.Service, Host: host, Status: e.answer.Status, RetryAt: e.answer.RetryAt,
		What: "The sign-in root " + host + " answered " + e.answer.StatusText(),
	}
	refused := parseRefusal(e.answer, e.secrets)
	if refused != nil {
		p.Code, p.Message, p.RequestID, p.Err = refused.code(), refused.message(), refused.CorrelationID, refused
		p.IDName = "Correlation id"
	}
	switch status := e.answer.Status; {
	case status >= 300 && status < 400:
		p.Why = "It redirects to another address. The redirect is not followed, because that host would receive the secrets."
		p.Do = "Check PEERDASH_LOGIN_URL, and whether a proxy requires a sign-in of its own."
	case status == http.StatusProxyAuthRequired:
		p.Kind = problem.Network
		p.Why = "The proxy requires a user name and a password, or did not accept those in HTTPS_PROXY."
		p.Do = "Set them in HTTPS_PROXY."
	case status == http.StatusTooManyRequests:
		p.Kind = problem.Throttled
		p.Why, p.Do = "Too many requests were made."+reference(refused), tryAgainAt(e.answer.RetryAt)
	case status >= 500 || refused != nil && refused.maySoonPass():
		p.Why, p.Do = "It cannot issue a token at the moment."+reference(refused), tryAgainAt(e.answer.RetryAt)
	case refused != nil:
		return e.refused(refused, p)
	default:
		p.Why = "The answer is not that of a sign-in root" + mediaType(e.answer.Header) + "; perhaps a proxy answered in its place."
		p.Do = "Check PEERDASH_LOGIN_URL and HTTPS_PROXY."
	}
	return problem.New(p)
}

// refused is the error for a refusal, with an explanation of its code if there is one, else with its description.
func (e *exchange) refused(r *refusal, p problem.Error) error {
	advice := r.advice()
	p.Kind, p.What, p.Do = problem.SignIn, "The sign-in was refused by "+p.Host, advice.do
	p.Remedies = advice.remedies
	_, known := advices[r.number()]
	if p.Do == "" && (p.Remedies == nil || !known && r.number() != "") {
		p.Do = lookUp(r)
	}
	why := advice.why
	if !known && p.Message != "" {
		why = shortened(p.Message)
	}
	if why == "" {
		why = "It gives no reason."
	}
	p.Why = why + reference(r)
	return problem.New(p)
}

// lookUp is what to do about a refusal without advice.
func lookUp(r *refusal) string {
	if r.number() == "" {
		return "Ask an administrator for the reason: Microsoft Entra admin center > Sign-in logs."
	}
	return "Look up " + r.code() + " at https://login.microsoftonline.com/error."
}

// shortened truncates a message so that the reference fits behind it.
func shortened(message string) string {
	const most = 200
	if runes := []rune(message); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return message
}

// reference is the code of a refusal, to be appended to a sentence.
func reference(r *refusal) string {
	if r == nil {
		return ""
	}
	return " (" + r.code() + ")"
}

func tryAgainAt(at time.Time) string {
	if at.IsZero() {
		return "Try again in a few minutes."
	}
	return "Try again at " + at.Add(time.Second-1).Local().Format("15:04:05") + "."
}

// mediaType is the media type of an answer that is not what was expected.
func mediaType(header http.Header) string {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || media == "application/json" {
		return ""
	}
	return " but of type " + media
}

// session returns the session for the token from the exchange.
func (e *exchange) session(token *oauth2.Token, resource string) (*session, error) {
	if !isToken(token.AccessToken) || token.RefreshToken != "" && !isToken(token.RefreshToken) {
		return nil, e.explain(errors.New("the token contains invalid characters"))
	}
	return newSession(token, resource, e.endpoints.clock()), nil
}

// clockOffset is how far the sign-in root's clock is ahead of this computer's, by its last answer; 0 if unknown.
func (e *exchange) clockOffset() time.Duration {
	date, err := http.ParseTime(e.answer.Header.Get("Date"))
	if err != nil {
		return 0
	}
	return date.Sub(e.endpoints.clock())
}
