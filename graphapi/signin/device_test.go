package signin

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
)

func deviceAuth(code string) oauth2.DeviceAuthResponse {
	return oauth2.DeviceAuthResponse{DeviceCode: code, Expiry: time.Now().Add(time.Minute), Interval: 1}
}

func filesIn(directory string) (names []string, err error) {
	entries, err := os.ReadDir(directory)
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names, err
}

// byDevice runs a sign-in by device code in synthetic time. during runs while AwaitSignIn waits.
func byDevice(t *testing.T, during func(s *scene, code DeviceCode), check func(s *scene, signIn *SignIn, took time.Duration, err error)) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, Settings{}, authority.Config{})
		signIn := s.signIn()
		code, err := signIn.RequestCode(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s.show(code)
		start := time.Now()
		done := make(chan error)
		go func() { done <- signIn.AwaitSignIn(t.Context(), code, nil) }()
		during(s, code)
		err = <-done
		check(s, signIn, time.Since(start), err)
	})
}

func TestDeviceCodeContinuesAutomatically(t *testing.T) {
	byDevice(t, func(s *scene, code DeviceCode) {
		if left := time.Until(code.Expires); left != 15*time.Minute || code.Address != "https://login.example/devicelogin" {
			t.Errorf("got %v for %v", code, left)
		}
		time.Sleep(12 * time.Second)
		s.authority.Approve(code.UserCode)
	}, func(s *scene, signIn *SignIn, took time.Duration, err error) {
		if err != nil || took != 15*time.Second {
			t.Errorf("got %v after %v, want success at the third poll, after 15 s", err, took)
		}
		s.token(signIn)
		if signIn.TenantID() != s.authority.TenantID() {
			t.Errorf("the tenant is %q", signIn.TenantID())
		}
		if scope := s.forms[0].Get("scope"); scope != "https://graph.example/Reports.Read.All offline_access" {
			t.Errorf("asked for scope %q", scope)
		}
	})
}

func TestSlowDownAddsFiveSeconds(t *testing.T) {
	byDevice(t, func(s *scene, code DeviceCode) {
		s.authority.SlowDownNext()
		time.Sleep(6 * time.Second)
		s.authority.Approve(code.UserCode)
	}, func(s *scene, _ *SignIn, took time.Duration, err error) {
		if err != nil || took != 15*time.Second {
			t.Errorf("got %v after %v, want success after 5 + 10 s", err, took)
		}
	})
}

func TestFaultsDoNotEndTheWait(t *testing.T) {
	faults := []int{broken, http.StatusServiceUnavailable, http.StatusBadRequest, http.StatusTooManyRequests}
	byDevice(t, func(s *scene, code DeviceCode) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.intercept = func(w http.ResponseWriter, _ *http.Request) bool {
			if len(faults) == 0 {
				return false
			}
			w.WriteHeader(faults[0])
			fmt.Fprint(w, `{"error":"temporarily_unavailable"}`)
			faults = faults[1:]
			return true
		}
		s.authority.Approve(code.UserCode)
	}, func(s *scene, signIn *SignIn, took time.Duration, err error) {
		// Polls come after 5, 10, 15, 20 and 30 s, since 429 asks for slower ones.
		if err != nil || took != 30*time.Second {
			t.Errorf("got %v after %v, want success after 30 s", err, took)
		}
		s.token(signIn)
	})
}

func TestSignInNotesAMissingPermission(t *testing.T) {
	byDevice(t, func(s *scene, code DeviceCode) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.intercept = func(w http.ResponseWriter, r *http.Request) bool {
			token := unsigned(`{"scp":"User.Read"}`)
			fmt.Fprintf(w, `{"access_token":%q,"expires_in":"3599.0","token_type":"Bearer"}`, token)
			return true
		}
	}, func(_ *scene, signIn *SignIn, _ time.Duration, err error) {
		if err != nil || !slices.Contains(signIn.Notes(), PermissionNote) {
			t.Errorf("got %v and the notes %q, want one about the permission", err, signIn.Notes())
		}
	})
}

// unsigned is a token with these claims.
func unsigned(claims string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(claims)) + "." + encode([]byte("signature"))
}

func TestDeviceCodeEnds(t *testing.T) {
	never := func(*scene, DeviceCode) {}
	for name, test := range map[string]struct {
		during func(*scene, DeviceCode)
		want   error
	}{
		"by its lifetime": {never, ErrCodeExpired},
		"by the root":     {func(s *scene, code DeviceCode) { s.authority.Expire(code.UserCode) }, ErrCodeExpired},
		"by declining":    {func(s *scene, code DeviceCode) { s.authority.Decline(code.UserCode) }, ErrDeclined},
		"in a dead network": {func(s *scene, _ DeviceCode) {
			s.mutex.Lock()
			defer s.mutex.Unlock()
			s.intercept = func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(broken); return true }
		}, ErrCodeExpired},
	} {
		t.Run(name, func(t *testing.T) {
			byDevice(t, test.during, func(s *scene, signIn *SignIn, took time.Duration, err error) {
				kind := problem.SignIn
				if name == "in a dead network" {
					kind = problem.Network
				}
				if !errors.Is(err, test.want) || took > 15*time.Minute || s.problem(err).Kind != kind {
					t.Errorf("got %v after %v, want %v", err, took, test.want)
				}
				if _, err := signIn.Token(s.t.Context()); !errors.Is(err, ErrSignInNeeded) {
					t.Errorf("Token then gave %v", err)
				}
			})
		})
	}
}

func TestWaitEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, Settings{}, authority.Config{})
		signIn := s.signIn()
		code, err := signIn.RequestCode(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 7*time.Second)
		defer cancel()
		start := time.Now()
		err = signIn.AwaitSignIn(ctx, code, nil)
		if took := time.Since(start); took != 7*time.Second || !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrCodeExpired) {
			t.Errorf("got %v after %v", err, took)
		}
	})
}

func TestRequestForACodeEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, Settings{}, authority.Config{})
		s.intercept = func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := s.signIn().RequestCode(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	})
}

func TestUnsafeAddressIsNotShown(t *testing.T) {
	for _, address := range []string{"http://evil.example/", "javascript:alert(1)", "", "https://", "https://microsoft.com@evil.example/",
		"https://login.example/x then run curl evil.example", "https://login.example/\u00a0x", "https://login.example/" + strings.Repeat("x", 200)} {
		s := setup(t, Settings{}, authority.Config{})
		s.intercept = func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", "application/json")
			_, err := w.Write([]byte(`{"device_code":"the-device-code","user_code":"U","verification_uri":"` + address + `","expires_in":900}`))
			return err == nil
		}
		if code, err := s.signIn().RequestCode(t.Context()); err == nil {
			t.Errorf("got %v, want an error", code)
		}
	}
}

func TestMisleadingCodesAreRefused(t *testing.T) {
	for _, code := range []string{`A\u001b[2JB`, "call 0800 123 first", "abcd", "", strings.Repeat("A", 21)} {
		s := setup(t, Settings{}, authority.Config{})
		s.answerWith(200, "application/json", `{"device_code":"the-device-code","user_code":"`+code+`","verification_uri":"https://login.example/x","expires_in":900}`)
		if got, err := s.signIn().RequestCode(t.Context()); err == nil {
			t.Errorf("got %v, want an error", got)
		}
	}
}

func TestAddressThatOnlyLooksLikeAnotherIsShownInASCII(t *testing.T) {
	s := setup(t, Settings{}, authority.Config{})
	s.answerWith(200, "application/json", `{"device_code":"the-device-code","user_code":"ABCD-1234","verification_uri":"https://micr\u043esoft.com/devicelogin","EXPIRES_IN":900}`)
	code, err := s.signIn().RequestCode(t.Context())
	if err != nil || code.Address != "https://xn--micrsoft-qbh.com/devicelogin" || time.Until(code.Expires).Round(time.Minute) != 15*time.Minute {
		t.Errorf("got %v until %v, %v", code, code.Expires, err)
	}
}

func TestImplausibleTimesOfACodeAreNotBelieved(t *testing.T) {
	s := setup(t, Settings{}, authority.Config{})
	s.answerWith(200, "application/json", `{"device_code":"the-device-code","user_code":"ABCD-1234","verification_uri":"https://login.example/x","expires_in":1e300,"interval":1e18}`)
	code, err := s.signIn().RequestCode(t.Context())
	if err != nil || time.Until(code.Expires).Round(time.Minute) != 15*time.Minute || code.response.Interval != 60 {
		t.Errorf("got %v until %v, a poll each %d s, %v", code, code.Expires, code.response.Interval, err)
	}
}

func TestAnswersThatAreNoObjectAreRefused(t *testing.T) {
	for _, body := range []string{"null", "[]", `"x"`, "7"} {
		s := setup(t, Settings{}, authority.Config{})
		s.answerWith(200, "application/json", body)
		_, err := s.signIn().RequestCode(t.Context())
		if p := s.problem(err); p.Kind != problem.Service || !strings.Contains(p.Why, "not that of a sign-in root") {
			t.Errorf("%s: got %v %q", body, p.Kind, p.Lines())
		}
	}
}

func TestFailedPollsAreReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, Settings{}, authority.Config{})
		signIn := s.signIn()
		code, err := signIn.RequestCode(t.Context())
		check(t, err)
		s.intercept = func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(broken); return true }
		var failures []error
		err = signIn.AwaitSignIn(t.Context(), code, func(failure error) { failures = append(failures, failure) })
		if len(failures) == 0 || problem.As(failures[0]).Kind != problem.Network {
			t.Errorf("reported %v", failures)
		}
		if p := s.problem(err); p.Kind != problem.Network || !errors.Is(err, ErrCodeExpired) || !strings.Contains(p.Why, "login.example") {
			t.Errorf("at the end: got %v %q", p.Kind, p.Lines())
		}
	})
}

func TestCodeSaysWhereItCannotBeStored(t *testing.T) {
	s := setup(t, Settings{}, authority.Config{})
	check(t, os.WriteFile(s.config.Directory[:strings.LastIndex(s.config.Directory, "/")], nil, 0o600))
	signIn := s.signIn()
	err := signIn.CheckStorage()
	if p := s.problem(err); !strings.Contains(p.What, s.config.Directory) || p.Why == "" || !strings.Contains(p.Do, "XDG_STATE_HOME") {
		t.Errorf("got %q", p.Lines())
	}
	code, err := signIn.RequestCode(t.Context())
	if err != nil || !strings.Contains(code.Warning, s.config.Directory) {
		t.Errorf("got warning %q, %v", code.Warning, err)
	}
	if p := s.refusal(signIn); !errors.Is(p, ErrSignInNeeded) || !strings.Contains(p.What, s.config.Directory) {
		t.Errorf("Token gave %q", p.Lines())
	}
}

func TestStorageThatCannotBeUsed(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(t *testing.T, directory string)
		want  string
	}{
		"of another user": {func(t *testing.T, d string) { check(t, os.MkdirAll(d, 0o700)); chown(t, d) }, "belongs to another user (uid 12345)"},
		"a link": {func(t *testing.T, d string) {
			check(t, os.MkdirAll(d[:len(d)-7], 0o700))
			check(t, os.Symlink("/tmp", d))
		}, "symbolic link"},
	} {
		t.Run(name, func(t *testing.T) {
			s := setup(t, Settings{}, authority.Config{})
			test.spoil(t, s.config.Directory)
			if p := s.problem(s.signIn().CheckStorage()); !strings.Contains(p.Why, test.want) || !strings.Contains(p.Do, "chown") {
				t.Errorf("got %q, want %q", p.Lines(), test.want)
			}
		})
	}
	s := setup(t, Settings{}, authority.Config{})
	s.config.Directory = ""
	if p := s.problem(s.signIn().CheckStorage()); !strings.Contains(p.Do, "HOME") {
		t.Errorf("without a home: %q", p.Lines())
	}
}
