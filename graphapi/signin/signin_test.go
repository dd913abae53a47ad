package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
)

func TestMethodIsChosenByFixedOrder(t *testing.T) {
	all := Settings{AccessToken: "t", ClientSecret: "s", CertificatePath: "c", FederatedTokenFile: "f"}
	for _, step := range []struct {
		want   Method
		why    string
		remove func(*Settings)
	}{
		{ByReadyToken, "PEERDASH_ACCESS_TOKEN is set, and wins over AZURE_CLIENT_SECRET", func(s *Settings) { s.AccessToken = "" }},
		{BySecret, "AZURE_CLIENT_SECRET is set, and wins over AZURE_CLIENT_CERTIFICATE_PATH", func(s *Settings) { s.ClientSecret = "" }},
		{ByCertificate, "AZURE_CLIENT_CERTIFICATE_PATH is set, and wins over AZURE_FEDERATED", func(s *Settings) { s.CertificatePath = "" }},
		{ByFederatedToken, "AZURE_FEDERATED_TOKEN_FILE is set", func(s *Settings) { s.FederatedTokenFile = "" }},
		{ByDeviceCode, "no secret", func(*Settings) {}},
	} {
		method, why := Choose(all)
		if method != step.want || !strings.HasPrefix(why, step.why) {
			t.Errorf("got %v because %q, want %v because %q", method, why, step.want, step.why)
		}
		step.remove(&all)
	}
}

func TestConfigurationIsCheckedBeforeAnythingIsSent(t *testing.T) {
	for name, test := range map[string]struct {
		settings Settings
		want     []string
	}{
		"nothing":            {Settings{}, []string{"AZURE_TENANT_ID and AZURE_CLIENT_ID are not set"}},
		"no tenant":          {Settings{ClientID: client}, []string{"AZURE_TENANT_ID is not set"}},
		"no client id":       {Settings{Tenant: tenant}, []string{"AZURE_CLIENT_ID is not set"}},
		"slash":              {Settings{Tenant: "a/b", ClientID: client}, []string{"AZURE_TENANT_ID is not an id or a domain: a/b"}},
		"dots":               {Settings{Tenant: "..", ClientID: client}, []string{"AZURE_TENANT_ID is not"}},
		"escape":             {Settings{Tenant: "a\x1b[2J", ClientID: client}, []string{`a\x1b[2J`}},
		"space":              {Settings{Tenant: tenant, ClientID: "a b"}, []string{"AZURE_CLIENT_ID is not an id"}},
		"common with secret": {Settings{Tenant: "common", ClientID: client, ClientSecret: "s"}, []string{"one tenant"}},
		"secret in quotes":   {Settings{Tenant: tenant, ClientID: client, ClientSecret: `"s3cret~value"`}, []string{"AZURE_CLIENT_SECRET has quotes"}},
		"secret with break":  {Settings{Tenant: tenant, ClientID: client, ClientSecret: "s3cret\r\nvalue"}, []string{"AZURE_CLIENT_SECRET has a blank or a line break"}},
		"id in quotes":       {Settings{Tenant: tenant, ClientID: "'" + client + "'"}, []string{"AZURE_CLIENT_ID has quotes around it"}},
		"token in quotes":    {Settings{AccessToken: "'abc'"}, []string{"PEERDASH_ACCESS_TOKEN has quotes around it"}},
		"certificate in quotes": {Settings{Tenant: tenant, ClientID: client, CertificatePath: `"/etc/peerdash.pem"`},
			[]string{"AZURE_CLIENT_CERTIFICATE_PATH has quotes around it"}},
		"token file in quotes": {Settings{Tenant: tenant, ClientID: client, FederatedTokenFile: "'/run/token'"},
			[]string{"AZURE_FEDERATED_TOKEN_FILE has quotes around it"}},
		"token with break": {Settings{AccessToken: "ab\ncd"}, []string{"PEERDASH_ACCESS_TOKEN is not a token"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := New(Config{Settings: test.settings, LoginRoot: graphRoot, GraphRoot: graphRoot})
			p := problem.As(err)
			if err == nil || p.Kind != problem.Configuration {
				t.Fatalf("got %v, want one of Kind Configuration", err)
			}
			for _, want := range test.want {
				if text := strings.Join(p.Lines(), "\n"); !strings.Contains(text, want) {
					t.Errorf("%q is not in:\n%s", want, text)
				}
			}
		})
	}
}

func TestWhiteSpaceAroundSettingsIsTrimmed(t *testing.T) {
	s := setup(t, Settings{Tenant: tenant + "\r", ClientSecret: " " + secret + "\r\n"}, authority.Config{ClientSecret: secret})
	s.config.Settings.ClientID = client + "\r\n"
	s.token(s.signIn())
}

func TestSettingsShowNoSecret(t *testing.T) {
	settings := Settings{Tenant: tenant, ClientSecret: "SECRET", CertificatePassword: "SECRET", AccessToken: "SECRET"}
	for _, value := range []any{settings, &settings, Config{Settings: settings}, DeviceCode{response: deviceAuth("SECRET")}} {
		if printed := fmt.Sprintf("%v %+v %#v %s", value, value, value, value); strings.Contains(printed, "SECRET") {
			t.Errorf("the secret is shown: %s", printed)
		}
	}
}

func TestReadyTokenIsReturnedUnchanged(t *testing.T) {
	s := setup(t, Settings{AccessToken: "opaque"}, authority.Config{})
	signIn := s.signIn()
	token, err := signIn.Token(t.Context())
	if err != nil || token.AccessToken != "opaque" || len(s.forms) != 0 {
		t.Errorf("got %v, %v after %d requests; want the token after none", token, err, len(s.forms))
	}
	if signIn.Reject(token) {
		t.Error("there is another ready token")
	}
	if notes := signIn.Notes(); len(notes) != 0 {
		t.Errorf("an opaque token says nothing of permissions, yet: %q", notes)
	}
}

func TestSecretOverTLS(t *testing.T) {
	a := authority.New(authority.Config{Tenant: tenant, ClientID: client, ClientSecret: secret})
	server := httptest.NewTLSServer(a)
	defer server.Close()
	signIn, err := New(Config{
		Settings:  Settings{Tenant: tenant, ClientID: client, ClientSecret: secret},
		LoginRoot: mustParse(server.URL), GraphRoot: graphRoot, Transport: server.Client().Transport,
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := signIn.Token(t.Context())
	if err != nil || !a.Accepts(token.AccessToken) {
		t.Fatalf("got %v, want a token that is accepted", err)
	}
	claims, ok := ParseClaims(token.AccessToken)
	if !ok || claims.Audience != "https://graph.example" || signIn.TenantID() != a.TenantID() || !claims.HasReportPermission() {
		t.Errorf("got claims %+v", claims)
	}
}

func TestApplicationTokenIsReusedUntilNearExpiry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, Settings{ClientSecret: secret}, authority.Config{ClientSecret: secret})
		signIn := s.signIn()
		first := s.token(signIn)
		time.Sleep(54 * time.Minute)
		if s.token(signIn).AccessToken != first.AccessToken {
			t.Error("a token with 6 minutes left was not reused")
		}
		time.Sleep(2 * time.Minute)
		if s.token(signIn).AccessToken == first.AccessToken {
			t.Error("a token with 4 minutes left was not renewed")
		}
		s.authority.FailNext(90033, 90033, 90033, 90033, 90033)
		second := s.token(signIn)
		time.Sleep(57 * time.Minute)
		if s.token(signIn).AccessToken != second.AccessToken {
			t.Error("a failure that may pass took a valid token away")
		}
		signIn.Reject(second)
		if s.token(signIn).AccessToken == second.AccessToken {
			t.Error("a rejected token was given again")
		}
		if files, _ := filesIn(s.config.Directory); len(files) != 0 {
			t.Errorf("application tokens were written to %q", files)
		}
	})
}

func TestConcurrentCallersShareOneRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, Settings{ClientSecret: secret}, authority.Config{ClientSecret: secret})
		s.intercept = func(http.ResponseWriter, *http.Request) bool { time.Sleep(time.Second); return false }
		signIn := s.signIn()
		impatient, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() { s.token(signIn) })
		}
		synctest.Wait()
		if _, err := signIn.Token(impatient); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("who waits with a short context got %v", err)
		}
		group.Wait()
		if got := s.authority.Requests("client_credentials"); got != 1 {
			t.Errorf("%d requests for 8 callers, want 1", got)
		}
	})
}

func TestCallerContinuesWhereTheFirstGaveUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, Settings{ClientSecret: secret}, authority.Config{ClientSecret: secret})
		s.intercept = func(_ http.ResponseWriter, r *http.Request) bool {
			select {
			case <-r.Context().Done():
			case <-time.After(time.Second):
			}
			return false
		}
		signIn := s.signIn()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		go signIn.Token(ctx)
		synctest.Wait()
		s.token(signIn)
	})
}

func TestMissingPermissionIsNoted(t *testing.T) {
	s := setup(t, Settings{ClientSecret: secret}, authority.Config{ClientSecret: secret, NoPermission: true})
	signIn := s.signIn()
	s.token(signIn)
	s.token(signIn)
	if notes := signIn.Notes(); len(notes) != 1 || !strings.Contains(notes[0], "Reports.Read.All") {
		t.Errorf("got notes %q, want one about Reports.Read.All", notes)
	}
}
