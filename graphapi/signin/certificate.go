package signin

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"peerdash/graphapi/problem"
)

// certificate authenticates an application by assertions signed with its key.
type certificate struct {
	leaf     *x509.Certificate
	key      *rsa.PrivateKey
	clientID string
	audience string
	now      clock
}

// loadCertificate reads the certificate and checks that its key can sign.
func loadCertificate(settings Settings, endpoints endpoints, now time.Time) (*certificate, error) {
	content, err := readFile(settings.CertificatePath)
	if err != nil {
		return nil, badCertificate(settings, "It cannot be read: "+err.Error()+".", "Check AZURE_CLIENT_CERTIFICATE_PATH.")
	}
	leaf, key, fault := parseCertificate(content, settings.CertificatePassword)
	if fault != nil {
		return nil, badCertificate(settings, fault.why, fault.do)
	}
	const date = "2 Jan 2006 15:04 MST"
	switch {
	case now.After(leaf.NotAfter):
		return nil, badCertificate(settings, "It has expired: it was valid until "+leaf.NotAfter.UTC().Format(date)+".",
			"Make a new certificate and register it for the app, or check this computer's clock.")
	case now.Before(leaf.NotBefore):
		return nil, badCertificate(settings, "It is not valid before "+leaf.NotBefore.UTC().Format(date)+".",
			"Wait until then, or check this computer's clock.")
	}
	c := &certificate{leaf, key, settings.ClientID, endpoints.token.String(), endpoints.clock}
	if _, err := c.sign(now); err != nil {
		return nil, badCertificate(settings, "Its RSA key cannot sign: it is too small or damaged.",
			"Make a new certificate with an RSA key of 2048 bits or more.")
	}
	return c, nil
}

func badCertificate(settings Settings, why, do string) error {
	return problem.New(problem.Error{
		Kind: problem.Configuration,
		What: fmt.Sprintf("The certificate %s cannot be used", settings.CertificatePath),
		Why:  why,
		Do:   do,
	})
}

// assertions returns a function that signs a new assertion on each call.
func (c *certificate) assertions(offset time.Duration) (func() (string, error), error) {
	return func() (string, error) { return c.sign(c.now().Add(offset)) }, nil
}

// assertionLifetime is short, as an assertion is used at once.
const assertionLifetime = 10 * time.Minute

// sign makes an assertion as documented at
// https://learn.microsoft.com/en-us/entra/identity-platform/certificate-credentials.
func (c *certificate) sign(now time.Time) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodPS256, jwt.MapClaims{
		"aud": c.audience,
		"iss": c.clientID,
		"sub": c.clientID,
		"jti": rand.Text(),
		"nbf": now.Unix(),
		"iat": now.Unix(),
		"exp": now.Add(assertionLifetime).Unix(),
	})
	thumbprint := sha256.Sum256(c.leaf.Raw)
	token.Header["x5t#S256"] = base64.RawURLEncoding.EncodeToString(thumbprint[:])
	return token.SignedString(c.key)
}
