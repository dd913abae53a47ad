package signin

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
)

const (
	tenant = "contoso.onmicrosoft.com"
	client = "11111111-2222-3333-4444-555555555555"
	secret = "s3cr~t/with+signs=&\"quote"
)

var graphRoot = mustParse("https://graph.example/v1.0")

func mustParse(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil {
		panic(err)
	}
	return u
}

// scene is a sign-in root that is called in process, under a path that is not "/", and the settings to use it.
type scene struct {
	t         *testing.T
	authority *authority.Authority
	config    Config
	mutex     sync.Mutex
	// intercept may answer a request in place of the authority.
	intercept func(w http.ResponseWriter, r *http.Request) bool
	// connected and received are called before and after the body of a request is read; nil calls nothing.
	connected, received func()
	// forms are the bodies of all requests.
	forms []url.Values
	// secrets are what was sent and received as such; shown is what a user may have seen.
	secrets []string
	shown   strings.Builder
	signIns []*SignIn
}

func setup(t *testing.T, settings Settings, config authority.Config) *scene {
	t.Helper()
	config.Tenant, config.ClientID = tenant, client
	s := &scene{t: t, authority: authority.New(config)}
	s.config = Config{
		Settings:  settings,
		LoginRoot: mustParse("https://login.example/root"),
		GraphRoot: graphRoot,
		Transport: s,
		Directory: t.TempDir() + "/peerdash/tokens",
	}
	if s.config.Settings.Tenant == "" {
		s.config.Settings.Tenant = tenant
	}
	s.config.Settings.ClientID = client
	t.Cleanup(s.hidesSecrets)
	return s
}

// hidesSecrets checks that no secret is in an error, a note, the name of a file or a printed value.
func (s *scene) hidesSecrets() {
	for _, signIn := range s.signIns {
		signIn.Wait()
		s.show(signIn, signIn.Notes())
	}
	names, _ := filesIn(s.config.Directory)
	s.show(names, s.config)
	for _, secret := range append(s.secrets, s.config.Settings.ClientSecret, s.config.Settings.CertificatePassword) {
		if secret != "" && strings.Contains(s.shown.String(), secret) {
			s.t.Errorf("the secret %q is shown in:\n%s", secret, s.shown.String())
		}
	}
}

// show collects what a user may have seen.
func (s *scene) show(values ...any) {
	for _, value := range values {
		fmt.Fprintf(&s.shown, "%v\n%+v\n%#v\n", value, value, value)
	}
}

// collect records the secrets of a form and of the JSON of an answer.
func (s *scene) collect(form url.Values, answer []byte) {
	for _, name := range []string{"client_secret", "client_assertion", "device_code", "refresh_token"} {
		s.secrets = append(s.secrets, form.Get(name))
	}
	var received struct {
		AccessToken  string `json:"access_token"`
		RefreshToken string `json:"refresh_token"`
		DeviceCode   string `json:"device_code"`
	}
	if json.Unmarshal(answer, &received) == nil {
		s.secrets = append(s.secrets, received.AccessToken, received.RefreshToken, received.DeviceCode)
	}
}

// RoundTrip calls the sign-in root in process, so that time can be synthetic.
func (s *scene) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	call(s.connected)
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	call(s.received)
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	s.mutex.Lock()
	s.forms = append(s.forms, form)
	intercept := s.intercept
	s.mutex.Unlock()
	inner := httptest.NewRequest(r.Method, r.URL.String(), bytes.NewReader(body)).WithContext(r.Context())
	inner.Header = r.Header.Clone()
	recorder := httptest.NewRecorder()
	if intercept == nil || !intercept(recorder, inner) {
		http.StripPrefix("/root", s.authority).ServeHTTP(recorder, inner)
	}
	s.mutex.Lock()
	s.collect(form, recorder.Body.Bytes())
	s.mutex.Unlock()
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if recorder.Code == broken {
		return nil, errors.New("the connection broke")
	}
	return recorder.Result(), nil
}

func call(hook func()) {
	if hook != nil {
		hook()
	}
}

// broken is a status with which intercept breaks the connection instead of answering.
const broken = 599

func (s *scene) signIn() *SignIn {
	s.t.Helper()
	signIn, err := New(s.config)
	if err != nil {
		s.t.Fatalf("New: %v", err)
	}
	s.signIns = append(s.signIns, signIn)
	return signIn
}

func (s *scene) token(signIn *SignIn) *oauth2.Token {
	s.t.Helper()
	token, err := signIn.Token(s.t.Context())
	if err != nil {
		s.t.Fatalf("Token: %v", err)
	}
	if !s.authority.Accepts(token.AccessToken) {
		s.t.Fatal("Token gave one that the sign-in root does not know")
	}
	return token
}

// refusal is the error of Token. It must be a *problem.Error without anything that was sent.
func (s *scene) refusal(signIn *SignIn) *problem.Error {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), 20*time.Second)
	defer cancel()
	_, err := signIn.Token(ctx)
	return s.problem(err)
}

func (s *scene) problem(err error) *problem.Error {
	s.t.Helper()
	var p *problem.Error
	if !errors.As(err, &p) {
		s.t.Fatalf("got error %v, want a *problem.Error", err)
	}
	if lines := p.Lines(); len(lines) > 3 {
		s.t.Errorf("%d lines: %q", len(lines), lines)
	}
	s.show(err, p.Lines(), p.Code, p.Message, p.RequestID)
	return p
}
