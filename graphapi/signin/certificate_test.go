package signin

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"software.sslmate.com/src/go-pkcs12"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
)

// rsaKey and otherRSAKey are generated once, since that is slow.
var (
	rsaKey      = sync.OnceValue(func() *rsa.PrivateKey { return must(rsa.GenerateKey(rand.Reader, 2048)) })
	otherRSAKey = sync.OnceValue(func() *rsa.PrivateKey { return must(rsa.GenerateKey(rand.Reader, 2048)) })
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// certify makes a certificate for a key, valid for a day from the given time.
func certify(key crypto.Signer, from time.Time) *x509.Certificate {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "peerdash"}, NotBefore: from, NotAfter: from.Add(24 * time.Hour),
	}
	return must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key))))
}

func block(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func pkcs8(key any) []byte { return block("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(key))) }

func certificatePEM(c *x509.Certificate) []byte { return block("CERTIFICATE", c.Raw) }

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func hourAgo() time.Time { return time.Now().Add(-time.Hour) }

func TestCertificateFiles(t *testing.T) {
	key, certificate := rsaKey(), certify(rsaKey(), hourAgo())
	issuer := certify(otherRSAKey(), hourAgo())
	elliptical := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	pkcs1 := block("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key))
	pfx := must(pkcs12.Modern.Encode(key, certificate, []*x509.Certificate{issuer}, "pass word"))
	for name, test := range map[string]struct {
		content  []byte
		password string
		want     string // "" if it can be used
	}{
		"key after":             {join(certificatePEM(certificate), pkcs8(key)), "", ""},
		"byte order mark":       {join([]byte("\ufeff"), certificatePEM(certificate), pkcs8(key)), "", ""},
		"key before":            {join(pkcs8(key), certificatePEM(certificate)), "", ""},
		"PKCS#1":                {join(certificatePEM(certificate), pkcs1), "", ""},
		"text and chain around": {join([]byte("Bag Attributes\r\n"), certificatePEM(issuer), certificatePEM(certificate), pkcs8(key)), "", ""},
		"PFX":                   {pfx, "pass word", ""},
		"old PFX":               {must(pkcs12.LegacyDES.Encode(key, certificate, nil, "pass word")), "pass word", ""},
		"PFX, wrong password":   {pfx, "other", "The password is wrong."},
		"PFX, quoted password":  {pfx, "'password'", "The password is wrong: it has quotes around it."},
		"PFX, no password":      {pfx, "", "It needs a password."},
		"PFX without key":       {must(pkcs12.Modern.EncodeTrustStore([]*x509.Certificate{certificate}, "pass word")), "pass word", "It holds no private key."},
		"no key":                {certificatePEM(certificate), "", "It holds no private key."},
		"no certificate":        {pkcs8(key), "", "It holds no certificate."},
		"other key":             {join(certificatePEM(certificate), pkcs8(otherRSAKey())), "", "Its key does not belong to its certificate."},
		"elliptic":              {join(certificatePEM(certify(elliptical, hourAgo())), pkcs8(elliptical)), "", "not an RSA key"},
		"encrypted":             {join(certificatePEM(certificate), block("ENCRYPTED PRIVATE KEY", []byte{1})), "", "Its key is encrypted"},
		"encrypted of old": {join(certificatePEM(certificate), []byte("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n")),
			"", "Its key is encrypted"},
		"expired":       {join(certificatePEM(certify(key, hourAgo().Add(-48*time.Hour))), pkcs8(key)), "", "It has expired: it was valid until"},
		"not yet valid": {join(certificatePEM(certify(key, time.Now().Add(time.Hour))), pkcs8(key)), "", "It is not valid before"},
		"damaged":       {join(block("CERTIFICATE", []byte{1, 2}), pkcs8(key)), "", "Its block CERTIFICATE is damaged."},
		"empty":         {nil, "", "neither PEM nor a PFX"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "certificate")
			check(t, os.WriteFile(path, test.content, 0o600))
			s := setup(t, Settings{CertificatePath: path, CertificatePassword: test.password},
				authority.Config{Certificates: []*x509.Certificate{certificate}})
			if test.want == "" {
				s.token(s.signIn())
				return
			}
			_, err := New(s.config)
			if p := s.problem(err); p.Kind != problem.Configuration || !strings.Contains(p.Why, test.want) || p.Do == "" || len(s.forms) > 0 {
				t.Errorf("got %q, want %q", p.Lines(), test.want)
			}
		})
	}
}

func byCertificate(t *testing.T, config authority.Config) *scene {
	path := filepath.Join(t.TempDir(), "certificate.pem")
	certificate := certify(rsaKey(), hourAgo())
	config.Certificates = append(config.Certificates, certificate)
	check(t, os.WriteFile(path, join(certificatePEM(certificate), pkcs8(rsaKey())), 0o600))
	return setup(t, Settings{CertificatePath: path}, config)
}

func TestAssertionIsAsDocumented(t *testing.T) {
	s := byCertificate(t, authority.Config{})
	s.token(s.signIn())
	form := s.forms[0]
	token, _, err := jwt.NewParser().ParseUnverified(form.Get("client_assertion"), jwt.MapClaims{})
	check(t, err)
	claims := token.Claims.(jwt.MapClaims)
	if token.Header["alg"] != "PS256" || token.Header["typ"] != "JWT" || claims["iss"] != client || claims["sub"] != client ||
		claims["aud"] != "https://login.example/root/"+tenant+"/oauth2/v2.0/token" || claims["exp"].(float64)-claims["nbf"].(float64) != 600 {
		t.Errorf("got header %v, claims %v", token.Header, claims)
	}
	if form.Get("client_secret") != "" || form.Get("client_id") != client || form.Get("scope") != "https://graph.example/.default" ||
		form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
		t.Errorf("got form %v", form)
	}
}

func TestEachAttemptHasItsOwnAssertion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := byCertificate(t, authority.Config{})
		s.intercept = faultTwice(s, http.StatusServiceUnavailable)
		s.token(s.signIn())
		seen := map[string]bool{}
		for _, form := range s.forms {
			seen[form.Get("client_assertion")] = true
		}
		if len(seen) != 3 {
			t.Errorf("%d assertions in 3 attempts", len(seen))
		}
	})
}

func TestWrongClockIsMadeGood(t *testing.T) {
	for _, offset := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		s := byCertificate(t, authority.Config{Now: func() time.Time { return time.Now().Add(offset) }})
		s.token(s.signIn())
		if len(s.forms) != 2 {
			t.Errorf("%d requests, want 2", len(s.forms))
		}
	}
}

func TestUnregisteredCertificate(t *testing.T) {
	s := byCertificate(t, authority.Config{})
	s.config.Settings.ClientSecret = ""
	path := filepath.Join(t.TempDir(), "other.pem")
	check(t, os.WriteFile(path, join(certificatePEM(certify(otherRSAKey(), hourAgo())), pkcs8(otherRSAKey())), 0o600))
	s.config.Settings.CertificatePath = path
	if p := s.refusal(s.signIn()); p.Code != "AADSTS700027" || len(s.forms) != 1 {
		t.Errorf("got %q after %d requests", p.Lines(), len(s.forms))
	}
}

func TestFederatedTokenIsReadEachTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "token")
	s := setup(t, Settings{FederatedTokenFile: path}, authority.Config{FederatedTokens: []string{"first.workload.token", "second.workload.token"}})
	signIn := s.signIn()
	for _, content := range []string{"first.workload.token\n", "second.workload.token"} {
		check(t, os.WriteFile(path, []byte(content), 0o600))
		token := s.token(signIn)
		if sent := s.forms[len(s.forms)-1].Get("client_assertion"); sent != strings.TrimSpace(content) {
			t.Errorf("sent %q", sent)
		}
		signIn.Reject(token)
	}
	check(t, os.WriteFile(path, []byte("a.b.c"), 0o600))
	if p := s.refusal(signIn); p.Code != "AADSTS700213" {
		t.Errorf("an unknown token: %q", p.Lines())
	}
	for content, want := range map[string]string{"": "It is empty.", "two words": "must contain one token"} {
		check(t, os.WriteFile(path, []byte(content), 0o600))
		if p := s.refusal(signIn); p.Kind != problem.Configuration || !strings.Contains(p.Why, want) {
			t.Errorf("%q: got %q", content, p.Lines())
		}
	}
	check(t, os.Remove(path))
	if p := s.refusal(signIn); p.Kind != problem.Configuration || !strings.Contains(p.What, path) {
		t.Errorf("no file: got %q", p.Lines())
	}
}
