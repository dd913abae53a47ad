package authority

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// assertionType is the only client_assertion_type there is.
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// authenticate verifies the application by its secret, its certificate or a federated token.
func (a *Authority) authenticate(r *http.Request) error {
	secret, assertion := r.PostForm.Get("client_secret"), r.PostForm.Get("client_assertion")
	switch {
	case assertion != "":
		if r.PostForm.Get("client_assertion_type") != assertionType {
			return refusal(90014, "The required field 'client_assertion_type' is missing or unknown.")
		}
		if slices.Contains(a.config.FederatedTokens, assertion) {
			return nil
		}
		return a.verifyAssertion(r, assertion)
	case secret == "":
		return refusal(7000216, "'client_assertion', 'client_secret' or 'request' is required for the "+
			"'client_credentials' grant type.")
	case a.config.ClientSecret == "" || subtle.ConstantTimeCompare([]byte(secret), []byte(a.config.ClientSecret)) == 0:
		return refusal(7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the "+
			"client secret value, not the client secret ID, for a secret added to app '"+a.config.ClientID+"'.")
	}
	return nil
}

// verifyAssertion checks a JWT that the application has signed with the key of a registered certificate.
func (a *Authority) verifyAssertion(r *http.Request, assertion string) error {
	var c jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(assertion, &c, a.certificateKey,
		jwt.WithValidMethods([]string{"PS256"}), jwt.WithoutClaimsValidation())
	if err != nil {
		if strings.Count(assertion, ".") == 2 && unverifiedIssuer(assertion) != a.config.ClientID {
			return refusal(700213, "No matching federated identity record found for presented assertion.")
		}
		return refusal(700027, "The certificate with identifier used to sign the client assertion is not registered on "+
			"application, or the signature is not its own.")
	}
	if c.Issuer != a.config.ClientID || c.Subject != a.config.ClientID {
		return refusal(700027, "The issuer or subject of the client assertion is not the application.")
	}
	if !slices.ContainsFunc(c.Audience, func(audience string) bool { return isEndpoint(audience, r) }) {
		return refusal(700027, "The audience of the client assertion is not this endpoint.")
	}
	return a.verifyTimes(c)
}

// verifyTimes checks when an assertion is valid, and that it has not been used before.
func (a *Authority) verifyTimes(c jwt.RegisteredClaims) error {
	const skew = 5 * time.Minute
	now := a.config.Now()
	if c.ExpiresAt == nil || c.NotBefore == nil || c.ID == "" {
		return refusal(700027, "The client assertion lacks one of exp, nbf and jti.")
	}
	if now.After(c.ExpiresAt.Add(skew)) || now.Before(c.NotBefore.Add(-skew)) ||
		c.ExpiresAt.Sub(c.NotBefore.Time) > 24*time.Hour {
		return refusal(700024, "Client assertion is not within its valid time range.")
	}
	for id, expires := range a.assertions {
		if now.After(expires) {
			delete(a.assertions, id)
		}
	}
	if _, used := a.assertions[c.ID]; used {
		return refusal(700027, "The client assertion has been used before.")
	}
	a.assertions[c.ID] = c.ExpiresAt.Add(skew)
	return nil
}

// certificateKey finds the registered certificate that the header of an assertion names by x5t#S256.
func (a *Authority) certificateKey(token *jwt.Token) (any, error) {
	named, _ := token.Header["x5t#S256"].(string)
	for _, certificate := range a.config.Certificates {
		if thumbprint(certificate) == named {
			return certificate.PublicKey, nil
		}
	}
	return nil, jwt.ErrTokenUnverifiable
}

func thumbprint(certificate *x509.Certificate) string {
	sum := sha256.Sum256(certificate.Raw)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

func unverifiedIssuer(assertion string) string {
	var c jwt.RegisteredClaims
	if _, _, err := jwt.NewParser().ParseUnverified(assertion, &c); err != nil {
		return ""
	}
	return c.Issuer
}

// isEndpoint reports whether an audience is the requested address, which may stand under a prefix.
func isEndpoint(audience string, r *http.Request) bool {
	address, err := url.Parse(audience)
	return err == nil && address.Host == r.Host && strings.HasSuffix(address.Path, r.URL.Path)
}
