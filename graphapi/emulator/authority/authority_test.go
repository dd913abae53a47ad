package authority

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const (
	tenant  = "contoso.onmicrosoft.com"
	client  = "app"
	scope   = "https://graph.example/.default"
	address = "https://login.example/" + tenant + "/oauth2/v2.0/"
)

// scene is an Authority with a clock that the test sets.
type scene struct {
	*Authority
	t   *testing.T
	now time.Time
}

func setup(t *testing.T, config Config) *scene {
	s := &scene{t: t, now: time.Date(2021, 6, 28, 12, 0, 0, 123456789, time.UTC)}
	config.Tenant, config.ClientID = tenant, client
	config.Now = func() time.Time { return s.now }
	s.Authority = New(config)
	return s
}

// post sends a form and returns the status and the JSON of the answer.
func (s *scene) post(path string, form map[string]string) (int, map[string]any) {
	s.t.Helper()
	values := url.Values{"client_id": {client}}
	for name, value := range form {
		values.Set(name, value)
	}
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	var answer map[string]any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
		s.t.Fatalf("status %d is not JSON: %v", recorder.Code, err)
	}
	return recorder.Code, answer
}

// wantAnswer requests a token and checks the answer's status and error; "" wants a token.
func (s *scene) wantAnswer(form map[string]string, status int, code string) map[string]any {
	s.t.Helper()
	got, answer := s.post(address+"token", form)
	if errorCode, _ := answer["error"].(string); got != status || errorCode != code {
		s.t.Errorf("got %d %v, want %d %q", got, answer, status, code)
	}
	return answer
}

func with(form map[string]string, name, value string) map[string]string {
	changed := maps.Clone(form)
	changed[name] = value
	return changed
}

func TestSecretAndTokenLifetime(t *testing.T) {
	s := setup(t, Config{ClientSecret: "secret"})
	form := map[string]string{"grant_type": "client_credentials", "client_secret": "secret", "scope": scope}
	token, _ := s.wantAnswer(form, 200, "")["access_token"].(string)
	if !s.Accepts(token) || s.Accepts(token+"x") || s.Accepts("") || setup(t, Config{}).Accepts(token) {
		t.Error("Accepts does not distinguish its own tokens from others")
	}
	s.now = s.now.Add(time.Hour)
	if s.Accepts(token) {
		t.Error("an expired token is accepted")
	}
	s.wantAnswer(with(form, "client_secret", "other"), 401, "invalid_client")
	s.wantAnswer(with(form, "client_secret", ""), 401, "invalid_client")
	s.wantAnswer(with(form, "scope", "https://graph.example/Reports.Read.All"), 400, "invalid_scope")
	s.wantAnswer(with(form, "client_id", "other"), 400, "unauthorized_client")
	s.wantAnswer(with(form, "grant_type", "password"), 400, "unsupported_grant_type")
	if status, _ := s.post("https://login.example/"+s.TenantID()+"/oauth2/v2.0/token", form); status != 200 {
		t.Errorf("by the tenant's GUID: %d", status)
	}
	if status, answer := s.post("https://login.example/fabrikam.com/oauth2/v2.0/token", form); status != 400 || answer["error"] != "invalid_request" {
		t.Errorf("by another tenant: %d %v", status, answer)
	}
}

func TestRefusalHasMicrosoftsShape(t *testing.T) {
	s := setup(t, Config{})
	s.FailNext(50076)
	answer := s.wantAnswer(map[string]string{"grant_type": "client_credentials"}, 400, "invalid_grant")
	guid := `[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`
	for name, want := range map[string]string{
		"error_description": `^AADSTS50076: .+ Trace ID: ` + guid + ` Correlation ID: ` + guid + ` Timestamp: 2021-06-28 12:00:00Z$`,
		"trace_id":          `^` + guid + `$`,
		"correlation_id":    `^` + guid + `$`,
		"timestamp":         `^2021-06-28 12:00:00Z$`,
		"error_uri":         `code=50076$`,
	} {
		if got, _ := answer[name].(string); !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%s is %q", name, got)
		}
	}
	if codes, _ := answer["error_codes"].([]any); len(codes) != 1 || codes[0] != 50076.0 {
		t.Errorf("error_codes are %v", answer["error_codes"])
	}
}

func TestDeviceCodeLives(t *testing.T) {
	s := setup(t, Config{})
	begin := func() (user string, form map[string]string) {
		status, answer := s.post(address+"devicecode", map[string]string{"scope": "https://graph.example/Reports.Read.All offline_access"})
		if status != 200 || answer["expires_in"] != 900.0 || answer["interval"] != 5.0 {
			t.Fatalf("got %d %v", status, answer)
		}
		device, _ := answer["device_code"].(string)
		user, _ = answer["user_code"].(string)
		return user, map[string]string{"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": device}
	}
	user, form := begin()
	s.wantAnswer(form, 400, "authorization_pending")
	s.wantAnswer(form, 400, "slow_down")
	s.now = s.now.Add(10 * time.Second)
	s.wantAnswer(form, 400, "authorization_pending")
	if !s.Approve(user) || s.Decline(user) {
		t.Error("a code can be decided on once")
	}
	s.now = s.now.Add(10 * time.Second)
	first, _ := s.wantAnswer(with(form, "scope", "x offline_access"), 200, "")["refresh_token"].(string)
	s.wantAnswer(form, 400, "bad_verification_code")

	refresh := map[string]string{"grant_type": "refresh_token", "refresh_token": first}
	second, _ := s.wantAnswer(refresh, 200, "")["refresh_token"].(string)
	s.wantAnswer(refresh, 400, "invalid_grant")
	s.Revoke()
	s.wantAnswer(with(refresh, "refresh_token", second), 400, "invalid_grant")

	user, form = begin()
	s.Decline(user)
	s.wantAnswer(form, 400, "authorization_declined")
	user, form = begin()
	s.Expire(user)
	s.wantAnswer(form, 400, "expired_token")
	_, form = begin()
	s.now = s.now.Add(15 * time.Minute)
	s.wantAnswer(form, 400, "expired_token")
}

func TestAssertionsAreVerified(t *testing.T) {
	key, certificate := certified(t)
	otherKey, other := certified(t)
	s := setup(t, Config{Certificates: []*x509.Certificate{certificate}, FederatedTokens: []string{"workload"}})
	claims := func() jwt.MapClaims {
		return jwt.MapClaims{"aud": address + "token", "iss": client, "sub": client, "jti": rand.Text(),
			"nbf": s.now.Unix(), "exp": s.now.Add(10 * time.Minute).Unix()}
	}
	form := func(assertion string) map[string]string {
		return map[string]string{"grant_type": "client_credentials", "scope": scope,
			"client_assertion_type": assertionType, "client_assertion": assertion}
	}
	sign := func(method jwt.SigningMethod, key crypto.PrivateKey, thumbprint string, claims jwt.MapClaims) string {
		token := jwt.NewWithClaims(method, claims)
		token.Header["x5t#S256"] = thumbprint
		signed, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return signed
	}
	changed := func(name string, value any) jwt.MapClaims { c := claims(); c[name] = value; return c }
	good := sign(jwt.SigningMethodPS256, key, thumbprint(certificate), claims())
	s.wantAnswer(form(good), 200, "")
	s.wantAnswer(form("workload"), 200, "")
	for name, bad := range map[string]string{
		"replayed":        good,
		"other algorithm": sign(jwt.SigningMethodRS256, key, thumbprint(certificate), claims()),
		"other key":       sign(jwt.SigningMethodPS256, otherKey, thumbprint(certificate), claims()),
		"unregistered":    sign(jwt.SigningMethodPS256, otherKey, thumbprint(other), claims()),
		"audience":        sign(jwt.SigningMethodPS256, key, thumbprint(certificate), changed("aud", "https://elsewhere.example/token")),
		"issuer":          sign(jwt.SigningMethodPS256, key, thumbprint(certificate), changed("iss", "other")),
		"subject":         sign(jwt.SigningMethodPS256, key, thumbprint(certificate), changed("sub", "other")),
		"expired":         sign(jwt.SigningMethodPS256, key, thumbprint(certificate), changed("exp", s.now.Add(-10*time.Minute).Unix())),
		"not yet valid":   sign(jwt.SigningMethodPS256, key, thumbprint(certificate), changed("nbf", s.now.Add(10*time.Minute).Unix())),
		"without jti":     sign(jwt.SigningMethodPS256, key, thumbprint(certificate), changed("jti", "")),
	} {
		t.Run(name, func(t *testing.T) { s.wantAnswer(form(bad), 401, "invalid_client") })
	}
	s.wantAnswer(form("unknown.workload.token"), 400, "invalid_request")
}

func certified(t *testing.T) (*rsa.PrivateKey, *x509.Certificate) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "app"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return key, certificate
}
