package signin

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/oauth2"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/transport"
)

// Errors of AwaitSignIn, for errors.Is.
var (
	// ErrCodeExpired means that the code has expired; a new one can be requested.
	ErrCodeExpired = errors.New("device code expired")
	// ErrDeclined means that the user declined the sign-in.
	ErrDeclined = errors.New("sign-in declined")
)

// DeviceCode is a code that a user enters at an address to sign in.
type DeviceCode struct {
	// UserCode is to be entered at Address. UserCode has at most 20 characters of A-Z, 0-9 and "-"; Address is an https URL
	// in ASCII, without blanks or a user name.
	UserCode, Address string
	// Warning is one line about why the sign-in cannot be stored and ends with the program; "" if it can be stored.
	Warning string
	// Expires is when the code stops working.
	Expires time.Time

	response oauth2.DeviceAuthResponse
}

// String contains the user code and the address, but not the device code, which is a secret.
func (c DeviceCode) String() string { return fmt.Sprintf("code %s at %s", c.UserCode, c.Address) }

// GoString is String.
func (c DeviceCode) GoString() string { return c.String() }

// usualCodeLifetime is assumed for a code without expires_in; it is Microsoft's.
const usualCodeLifetime = 15 * time.Minute

// Limits on what an answer can set: the lifetime of a code, and the interval between two polls.
const (
	longestCodeLifetime = 24 * time.Hour
	longestInterval     = 60
)

// RequestCode requests a device code (RFC 8628, section 3.1).
func (s *SignIn) RequestCode(ctx context.Context) (DeviceCode, error) {
	if s.delegated == nil {
		return DeviceCode{}, s.needsNoCode()
	}
	return s.delegated.requestCode(ctx)
}

func (s *SignIn) needsNoCode() error {
	return problem.New(problem.Error{
		Kind: problem.Configuration,
		What: "The sign-in is by " + s.method.String() + ", which needs no device code",
		Why:  s.why + ".",
	})
}

// AwaitSignIn polls until the user has used the code; then Token returns a token. A failed poll is repeated until the
// code expires. polled, if not nil, is called after each poll with its error or nil. The error wraps ErrCodeExpired or
// ErrDeclined if that is the reason.
func (s *SignIn) AwaitSignIn(ctx context.Context, code DeviceCode, polled func(failure error)) error {
	if s.delegated == nil {
		return s.needsNoCode()
	}
	signedIn, err := s.delegated.awaitSignIn(ctx, code, polled)
	if err != nil {
		return err
	}
	s.renewal.set(signedIn)
	s.notePermission(signedIn)
	return nil
}

func (d *delegated) requestCode(ctx context.Context) (DeviceCode, error) {
	ctx, cancel := withDefaultTimeout(ctx)
	defer cancel()
	exchange := d.endpoints.begin(ctx)
	response, err := d.config().DeviceAuth(exchange.context())
	if err != nil {
		return DeviceCode{}, exchange.explain(err)
	}
	exchange.secrets = append(exchange.secrets, response.DeviceCode)
	if now := time.Now(); response.Expiry.IsZero() || response.Expiry.After(now.Add(longestCodeLifetime)) {
		response.Expiry = now.Add(usualCodeLifetime)
	}
	response.Interval = min(response.Interval, longestInterval)
	address, err := safeAddress(response.VerificationURI)
	if err != nil || !isUserCode(response.UserCode) || response.DeviceCode == "" {
		return DeviceCode{}, exchange.explain(errors.New("the answer lacks a code or a safe address"))
	}
	code := DeviceCode{
		UserCode: response.UserCode,
		Address:  address,
		Expires:  d.endpoints.clock().Add(time.Until(response.Expiry)),
		response: *response,
	}
	if err := d.file.checkStorage(); err != nil {
		code.Warning = "This sign-in lasts only as long as this program. " + problem.As(err).Error()
	}
	return code, nil
}

// isUserCode reports whether a code is safe to show. Microsoft's codes have 9 letters and digits.
func isUserCode(code string) bool {
	const longest = 20
	return code != "" && len(code) <= longest && !strings.ContainsFunc(code, func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
	})
}

// safeAddress is the address of a sign-in page in a form that cannot mislead: the host in ASCII, so that look-alike letters
// are visible, and no user name before the host.
func safeAddress(raw string) (string, error) {
	const longest = 200
	address, err := url.Parse(raw)
	switch {
	case err != nil:
		return "", errors.New("it is not a URL")
	case len(raw) > longest || strings.ContainsFunc(raw, unicode.IsSpace) || sanitize.Line(raw, longest) != raw:
		return "", errors.New("it contains invalid characters")
	case address.User != nil:
		return "", errors.New("it has a user name")
	}
	if address.Host, err = idna.Punycode.ToASCII(address.Host); err != nil {
		return "", errors.New("its host is not a name")
	}
	return address.String(), transport.CheckAddress(address)
}

func (d *delegated) awaitSignIn(ctx context.Context, code DeviceCode, polled func(error)) (*session, error) {
	exchange := d.endpoints.begin(ctx, code.response.DeviceCode)
	var lastFailure error
	exchange.polled = func(failure error) {
		lastFailure = failure
		if polled != nil {
			polled(failure)
		}
	}
	token, err := d.config().DeviceAccessToken(exchange.context(), &code.response)
	switch {
	case err == nil:
		return d.signedIn(ctx, exchange, token)
	case ctx.Err() != nil:
		return nil, transport.Explain(ctx, ctx.Err(), d.endpoints.root)
	case errors.Is(err, context.DeadlineExceeded):
		return nil, codeExpired(lastFailure)
	}
	err = exchange.explain(err)
	var refused *refusal
	if errors.As(err, &refused) {
		switch refused.Code {
		case "expired_token", "code_expired":
			return nil, codeExpired(nil)
		case "access_denied", "authorization_declined":
			declined := *problem.As(err)
			declined.What, declined.Err = "The sign-in was declined", errors.Join(ErrDeclined, refused)
			return nil, &declined
		}
	}
	return nil, err
}

// signedIn stores the session of a completed sign-in.
func (d *delegated) signedIn(ctx context.Context, exchange *exchange, token *oauth2.Token) (*session, error) {
	session, err := exchange.session(token, d.resource)
	if err != nil {
		return nil, err
	}
	unlock, err := d.file.lock(ctx)
	if err != nil {
		d.file.notStored(err)
		return session, nil
	}
	defer unlock()
	if _, err := d.file.load(); err != nil { // renames what is damaged, before it is replaced
		d.file.notStored(err)
		return session, nil
	}
	d.file.save(session)
	return session, nil
}

// codeExpired is the error for an expired code. If the last poll failed, the failure is the cause: the user may have signed
// in all the same.
func codeExpired(lastPoll error) error {
	if lastPoll == nil {
		return problem.New(problem.Error{
			Kind:     problem.SignIn,
			What:     "The device code has expired",
			Why:      "It was not used in time.",
			Do:       "Request a new code.",
			Remedies: []problem.Remedy{problem.SignInAgain},
			Err:      ErrCodeExpired,
		})
	}
	failure := *problem.As(lastPoll)
	failure.Why = failure.Error()
	failure.What = "The device code has expired, and whether it was used is unknown"
	failure.Err = errors.Join(ErrCodeExpired, failure.Err)
	return problem.New(failure)
}
