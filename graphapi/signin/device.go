package signin

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/transport"
)

// Two ends of a sign-in by device code, in the chains of the errors of AwaitSignIn.
var (
	// ErrCodeExpired tells that nobody has used the code in time; a fresh one can be asked for.
	ErrCodeExpired = errors.New("device code expired")
	// ErrDeclined tells that the person has declined.
	ErrDeclined = errors.New("sign-in declined")
)

// DeviceCode is what a person enters at an address to sign in.
type DeviceCode struct {
	// UserCode is to be entered at Address. Neither holds control characters.
	UserCode, Address string
	// Expires is when the code stops working.
	Expires time.Time

	response oauth2.DeviceAuthResponse
}

// String is what a person needs, without the secret that goes with it.
func (c DeviceCode) String() string { return fmt.Sprintf("code %s at %s", c.UserCode, c.Address) }

// GoString is String.
func (c DeviceCode) GoString() string { return c.String() }

// usualCodeLifetime is how long a code is taken to work whose lifetime nobody told; Microsoft's.
const usualCodeLifetime = 15 * time.Minute

// RequestCode asks for a device code.
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

// AwaitSignIn waits until a person has used the code, which is when Token works. Faults of the network do not end it
// before the code expires. Its error has ErrCodeExpired or ErrDeclined in its chain where that is the reason.
func (s *SignIn) AwaitSignIn(ctx context.Context, code DeviceCode) error {
	if s.delegated == nil {
		return s.needsNoCode()
	}
	signedIn, err := s.delegated.awaitSignIn(ctx, code)
	if err != nil {
		return err
	}
	s.renewal.set(signedIn)
	s.notePermission(signedIn)
	return nil
}

func (d *delegated) requestCode(ctx context.Context) (DeviceCode, error) {
	ctx, cancel := bounded(ctx)
	defer cancel()
	exchange := d.endpoints.begin(ctx)
	response, err := d.config().DeviceAuth(exchange.context())
	if err != nil {
		return DeviceCode{}, exchange.explain(err)
	}
	exchange.secrets = append(exchange.secrets, response.DeviceCode)
	if response.Expiry.IsZero() {
		response.Expiry = time.Now().Add(usualCodeLifetime)
	}
	const longest = 200
	code := DeviceCode{
		UserCode: sanitize.Line(response.UserCode, longest),
		Address:  sanitize.Line(response.VerificationURI, longest),
		Expires:  d.endpoints.clock().Add(time.Until(response.Expiry)),
		response: *response,
	}
	address, err := url.Parse(code.Address)
	if err != nil || transport.CheckAddress(address) != nil || code.UserCode == "" || response.DeviceCode == "" {
		return DeviceCode{}, exchange.explain(errors.New("the answer lacks a code or a safe address"))
	}
	return code, nil
}

func (d *delegated) awaitSignIn(ctx context.Context, code DeviceCode) (*session, error) {
	exchange := d.endpoints.begin(ctx, code.response.DeviceCode)
	exchange.patient = true
	token, err := d.config().DeviceAccessToken(exchange.context(), &code.response)
	switch {
	case err == nil:
		return d.signedIn(ctx, exchange, token)
	case ctx.Err() != nil:
		return nil, transport.Explain(ctx, ctx.Err(), d.endpoints.root)
	case errors.Is(err, context.DeadlineExceeded):
		return nil, codeExpired(nil)
	}
	err = exchange.explain(err)
	var refused *refusal
	if errors.As(err, &refused) {
		switch refused.Code {
		case "expired_token", "code_expired":
			return nil, codeExpired(refused)
		case "access_denied", "authorization_declined":
			declined := *problem.As(err)
			declined.What, declined.Err = "The sign-in was declined", errors.Join(ErrDeclined, refused)
			return nil, &declined
		}
	}
	return nil, err
}

// signedIn keeps the session that a person has signed in to.
func (d *delegated) signedIn(ctx context.Context, exchange *exchange, token *oauth2.Token) (*session, error) {
	session, err := exchange.session(token, d.resource)
	if err != nil {
		return nil, err
	}
	unlock, err := d.file.lock(ctx)
	if err != nil {
		d.file.notKept(err)
		return session, nil
	}
	defer unlock()
	d.file.load() // sets aside what is damaged, before it is replaced
	d.file.save(session)
	return session, nil
}

func codeExpired(refused *refusal) error {
	return problem.New(problem.Error{
		Kind: problem.SignIn,
		What: "The device code has expired",
		Why:  "Nobody signed in with it in time" + reference(refused) + ".",
		Do:   "Ask for a new code: `peerdash login`.",
		Err:  ErrCodeExpired,
	})
}
