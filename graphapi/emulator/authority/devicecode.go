package authority

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"
)

// deviceCode is one that was issued to a client.
type deviceCode struct {
	device, user string
	expires      time.Time
	state        codeState
	polled       time.Time
	interval     time.Duration
}

type codeState int

const (
	pending codeState = iota
	approved
	declined
	redeemed
)

// deviceCodeAnswer is the JSON of an issued device code.
type deviceCodeAnswer struct {
	UserCode        string `json:"user_code"`
	DeviceCode      string `json:"device_code"`
	VerificationURI string `json:"verification_uri"`
	ExpiresIn       int    `json:"expires_in"`
	Interval        int    `json:"interval"`
	Message         string `json:"message"`
}

// deviceCode answers the device code endpoint.
func (a *Authority) deviceCode(r *http.Request) (any, error) {
	if r.PostForm.Get("scope") == "" {
		return nil, refusal(90014, "The required field 'scope' is missing from the request.")
	}
	code := &deviceCode{
		device:   rand.Text(),
		user:     rand.Text()[:9],
		expires:  a.config.Now().Add(a.config.CodeLifetime),
		interval: a.config.Interval,
	}
	a.codes = append(a.codes, code)
	address := "https://" + r.Host + "/devicelogin"
	return deviceCodeAnswer{
		UserCode:        code.user,
		DeviceCode:      code.device,
		VerificationURI: address,
		ExpiresIn:       int(a.config.CodeLifetime / time.Second),
		Interval:        int(a.config.Interval / time.Second),
		Message: "To sign in, use a web browser to open the page " + address + " and enter the code " + code.user +
			" to authenticate.",
	}, nil
}

// redeemCode answers a poll.
func (a *Authority) redeemCode(r *http.Request) (any, error) {
	code := a.codeWhere(func(c *deviceCode) bool { return c.device == r.PostForm.Get("device_code") })
	if code == nil || code.state == redeemed {
		return nil, refusal(70018, "Invalid verification code.")
	}
	now := a.config.Now()
	tooSoon := !code.polled.IsZero() && now.Sub(code.polled) < code.interval-time.Second/2
	code.polled = now
	switch {
	case !now.Before(code.expires):
		return nil, refusal(70020, "The provided value for the input parameter 'device_code' is not valid. "+
			"This device code has expired.")
	case code.state == declined:
		return nil, refusal(65004, "User declined to consent to access the app.")
	case tooSoon:
		code.interval += 5 * time.Second
		return nil, slowDown
	case code.state == pending:
		return nil, refusal(70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")
	}
	code.state = redeemed
	return a.delegated(r.PostForm.Get("scope")), nil
}

// delegated issues a user's tokens, with a refresh token where the scope has offline_access.
func (a *Authority) delegated(scope string) tokenAnswer {
	answer := a.issue(scope, true)
	if strings.Contains(scope, "offline_access") {
		answer.RefreshToken = "1." + rand.Text() + rand.Text()
		a.refreshers[answer.RefreshToken] = struct{}{}
	}
	return answer
}

// refresh exchanges a refresh token for new tokens; it is then used up.
func (a *Authority) refresh(r *http.Request) (any, error) {
	token := r.PostForm.Get("refresh_token")
	if _, ok := a.refreshers[token]; !ok {
		return nil, refusal(50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed.")
	}
	delete(a.refreshers, token)
	scope := r.PostForm.Get("scope")
	if !strings.Contains(scope, "offline_access") {
		scope += " offline_access"
	}
	return a.delegated(scope), nil
}

func (a *Authority) codeWhere(is func(*deviceCode) bool) *deviceCode {
	for _, code := range a.codes {
		if is(code) {
			return code
		}
	}
	return nil
}
