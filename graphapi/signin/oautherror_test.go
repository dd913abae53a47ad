package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

func bySecret(t *testing.T) *scene {
	return setup(t, Settings{ClientSecret: secret}, authority.Config{ClientSecret: secret})
}

const anyGUID = `[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`

func TestEachAdviceIsShown(t *testing.T) {
	s := setup(t, Settings{}, authority.Config{})
	for number, advice := range advices {
		n, err := strconv.Atoi(number)
		if err != nil {
			continue
		}
		s.authority.FailNext(n)
		_, err = s.signIn().RequestCode(t.Context())
		p := s.problem(err)
		want := regexp.MustCompile(`^Correlation id: ` + anyGUID + `$`)
		if p.Kind != problem.SignIn || p.Code != "AADSTS"+number || p.Why != advice.why+" (AADSTS"+number+")" || p.Do != advice.do || p.Do == "" && len(p.Remedies) == 0 ||
			!slices.Equal(p.Remedies, advice.remedies) || !want.MatchString(p.Reference()) {
			t.Errorf("%s: got %v %q", number, p.Kind, p.Lines())
		}
	}
}

func TestARefusedUserWithoutAdviceLooksTheNumberUp(t *testing.T) {
	s := setup(t, Settings{}, authority.Config{})
	s.answerWith(400, "application/json", `{"error":"invalid_grant","error_description":"AADSTS50126: x","error_codes":[50126]}`)
	_, err := s.signIn().RequestCode(t.Context())
	p := s.problem(err)
	if want := "Look up AADSTS50126 at https://login.microsoftonline.com/error."; p.Do != want || !slices.Equal(p.Remedies, signInAgain) {
		t.Errorf("got %q, %v; want %q and the sign-in", p.Do, p.Remedies, want)
	}
}

// answerWith makes the sign-in root send the same answer to every request.
func (s *scene) answerWith(status int, contentType, body string) {
	s.intercept = func(w http.ResponseWriter, _ *http.Request) bool {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, err := w.Write([]byte(body))
		return err == nil
	}
}

func TestAnswersThatAreNoToken(t *testing.T) {
	const asJSON = "application/json"
	for name, test := range map[string]struct {
		status      int
		contentType string
		body        string
		kind        problem.Kind
		want        []string
	}{
		"unknown number": {400, asJSON, `{"error":"invalid_request","error_description":"AADSTS123456: Something \u001b[31mnew.\r\nTrace ID: 1\r\nCorrelation ID: 2","error_codes":[123456],"correlation_id":"abc"}`,
			problem.SignIn, []string{`Something \x1b[31mnew. (AADSTS123456)`, "\nCorrelation id: abc"}},
		"no description":      {400, asJSON, `{"error":"odd"}`, problem.SignIn, []string{"It gives no reason. (odd)", "Sign-in logs"}},
		"no number":           {401, asJSON, `{"error":"invalid_client"}`, problem.SignIn, []string{"not accepted", "(invalid_client)"}},
		"unknown error":       {400, asJSON, `{"error":"odd","error_description":"Odd indeed."}`, problem.SignIn, []string{"Odd indeed. (odd)"}},
		"odd fields":          {400, asJSON, `{"error":"invalid_client","error_codes":"x"}`, problem.SignIn, []string{"(invalid_client)"}},
		"refusal as 200":      {200, asJSON, `{"error":"invalid_client"}`, problem.SignIn, []string{"(invalid_client)"}},
		"refusal as text":     {400, "text/plain", `{"error":"invalid_client"}`, problem.SignIn, []string{"(invalid_client)"}},
		"HTML":                {200, "text/html; charset=utf-8", "<html><script>secret page</script>", problem.Service, []string{"of type text/html", "proxy", "HTTPS_PROXY"}},
		"HTML as 403":         {403, "text/html", "<html>", problem.Service, []string{"403 Forbidden", "of type text/html"}},
		"no token":            {200, asJSON, `{"expires_in":3600}`, problem.Service, []string{"not that of a sign-in root"}},
		"a token that is not": {200, asJSON, `{"access_token":"a\r\nb","expires_in":3600}`, problem.Service, []string{"not that of a sign-in root"}},
		"nothing":             {200, asJSON, "", problem.Service, []string{"not that of a sign-in root"}},
		"proxy":               {407, "text/html", "", problem.Network, []string{"HTTPS_PROXY", "password"}},
		"too large":           {200, asJSON, strings.Repeat(" ", 9<<20), problem.NotReport, []string{"larger than"}},
		"unavailable":         {503, asJSON, `{"error":"temporarily_unavailable","error_codes":[90033],"correlation_id":"abc"}`, problem.Service, []string{"AADSTS90033", "abc"}},
		"throttled":           {429, asJSON, "", problem.Throttled, []string{"Too many requests"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := bySecret(t)
				s.answerWith(test.status, test.contentType, test.body)
				p := s.refusal(s.signIn())
				text := strings.Join(p.Lines(), "\n")
				if p.Kind != test.kind || p.Host != "login.example" {
					t.Errorf("got kind %v, host %q: %s", p.Kind, p.Host, text)
				}
				for _, want := range test.want {
					if !strings.Contains(text, want) {
						t.Errorf("%q is not in:\n%s", want, text)
					}
				}
				if strings.Contains(text, "<") || strings.Contains(text, "\x1b") {
					t.Errorf("the raw body is shown:\n%s", text)
				}
			})
		})
	}
}

func TestRedirectCarriesNoSecretOn(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		s := bySecret(t)
		s.intercept = func(w http.ResponseWriter, r *http.Request) bool {
			w.Header().Set("Location", "https://elsewhere.example/"+"?s=%zz")
			w.WriteHeader(status)
			return true
		}
		p := s.refusal(s.signIn())
		if len(s.forms) != 1 || p.Kind != problem.Service || !strings.Contains(p.Why, "redirect") {
			t.Errorf("%d: %d requests, %q", status, len(s.forms), p.Lines())
		}
	}
}

func TestFaultsAreTriedAgain(t *testing.T) {
	for name, fault := range map[string]int{"unavailable": http.StatusServiceUnavailable, "throttled": http.StatusTooManyRequests, "broken": broken} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := bySecret(t)
				s.intercept = faultTwice(s, fault)
				s.token(s.signIn())
				if len(s.forms) != 3 {
					t.Errorf("%d requests, want 3", len(s.forms))
				}
			})
		})
	}
}

func faultTwice(s *scene, fault int) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, _ *http.Request) bool {
		if len(s.forms) > 2 {
			return false
		}
		w.Header().Set("Retry-After", "1.5")
		w.WriteHeader(fault)
		return true
	}
}

func TestWaitBeyondTheTimeoutFailsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := bySecret(t)
		s.intercept = func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		}
		start := time.Now()
		p := s.refusal(s.signIn())
		if time.Since(start) != 0 || !p.RetryAt.Equal(start.Add(2*time.Minute)) || !strings.Contains(p.Do, p.RetryAt.Local().Format("15:04:05")) {
			t.Errorf("after %v: %q, again at %v", time.Since(start), p.Lines(), p.RetryAt)
		}
	})
}

func TestSilenceEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := bySecret(t)
		s.intercept = func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		for ctx, want := range map[context.Context]time.Duration{ctx: time.Second, t.Context(): defaultTimeout} {
			start := time.Now()
			_, err := s.signIn().Token(ctx)
			if p := s.problem(err); p.Kind != problem.Network || time.Since(start) > want {
				t.Errorf("after %v: got %v %q", time.Since(start), p.Kind, p.Lines())
			}
		}
	})
}

func TestEchoedSecretsAreRemoved(t *testing.T) {
	s := bySecret(t)
	s.intercept = func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusUnauthorized)
		sent := s.forms[len(s.forms)-1].Get("client_secret")
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_client", "error_description": "What is " + sent + "?"})
		return true
	}
	if p := s.refusal(s.signIn()); p.Message != "What is [removed]?" {
		t.Errorf("got message %q", p.Message)
	}
}

func TestPartsOfASecretAreRemoved(t *testing.T) {
	s := bySecret(t)
	s.intercept = func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusUnauthorized)
		sent := s.forms[len(s.forms)-1].Get("client_secret")
		_ = json.NewEncoder(w).Encode(map[string]string{"error": "invalid_client", "error_description": "What is " + sent[:12] + "?"})
		return true
	}
	if p := s.refusal(s.signIn()); p.Message != "What is [removed]?" {
		t.Errorf("got message %q", p.Message)
	}
}

func TestPoliciesAreNotAnsweredByAnotherSignIn(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, _ string) {
		for _, number := range []int{50097, 50158, 53000, 53001, 53002, 53003, 53004, 530003, 530032, 530035, 50005, 50131, 53009, 530021, 530034, 50196} {
			s.authority.FailNext(number)
			time.Sleep(time.Minute)
			p := s.refusal(s.signIn())
			policy := strings.Contains(p.Do, "Conditional Access") && strings.Contains(p.Do, "correlation id")
			if p.Kind != problem.SignIn || errors.Is(p, ErrSignInNeeded) || len(p.Remedies) > 0 || policy == (number == 50196) || p.Reference() == "" {
				t.Errorf("%d: got %q", number, p.Lines())
			}
		}
	})
}

// TestApplicationIsNotAdvisedAsAPerson checks refusals that only a person could remedy, for an application's sign-in.
func TestApplicationIsNotAdvisedAsAPerson(t *testing.T) {
	scene := bySecret(t)
	for _, refusal := range []string{
		`{"error":"invalid_grant","error_description":"AADSTS50076: x","error_codes":[50076]}`,
		`{"error":"invalid_grant","error_description":"AADSTS50020: x","error_codes":[50020]}`,
		`{"error":"invalid_grant","error_description":"AADSTS9999999: x","error_codes":[9999999]}`,
		`{"error":"interaction_required"}`,
	} {
		scene.answerWith(400, "application/json", refusal)
		p := scene.refusal(scene.signIn())
		if len(p.Remedies) > 0 || !strings.HasPrefix(p.Do, "Check the app: ") {
			t.Errorf("%s: got %q", refusal, p.Lines())
		}
	}
}

func FuzzSignInAnswer(f *testing.F) {
	f.Add(400, `{"error":"invalid_grant","error_description":"AADSTS50173: x\r\nTrace ID: 1","error_codes":[50173],"trace_id":"1","correlation_id":"2"}`)
	f.Add(200, "<html>")
	f.Add(302, "")
	f.Add(503, `{"error":"","error_codes":[1,2]}`)
	f.Fuzz(func(t *testing.T, status int, body string) {
		e := &exchange{endpoints: endpoints{root: mustParse("https://login.example")}, secrets: []string{"the-secret"}}
		e.answer = transport.Answer{Status: status, Body: []byte(body)}
		p := problem.As(personNeeded(e.explain(fmt.Errorf("no token"))))
		lines := p.Lines()
		if len(lines) == 0 || len(lines) > 3 || p.Kind == problem.Other {
			t.Fatalf("got %v %q", p.Kind, lines)
		}
		for _, line := range append(lines, p.Code, p.Message, p.RequestID, p.Error()) {
			if strings.ContainsFunc(line, unicode.IsControl) {
				t.Fatalf("a control character in %q", line)
			}
			if strings.Contains(line, "the-secret") {
				t.Fatalf("the secret in %q", line)
			}
		}
	})
}
