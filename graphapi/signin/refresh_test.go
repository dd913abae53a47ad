package signin

import (
	"context"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
)

func TestRenewalThatHasBegunIsFinished(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		old := read(t, path)
		s.intercept = func(_ http.ResponseWriter, r *http.Request) bool {
			select {
			case <-time.After(2 * time.Second):
			case <-r.Context().Done():
			}
			return false
		}
		signIn := s.signIn()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		if _, err := signIn.Token(ctx); time.Since(began) > time.Second || err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		signIn.Wait()
		if took := time.Since(began); took != 2*time.Second || read(t, path).RefreshToken == old.RefreshToken {
			t.Errorf("after %v the rotated refresh token is not stored", took)
		}
		s.token(signIn)
	})
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		s.intercept = func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }
		signIn := s.signIn()
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		time.AfterFunc(time.Second, cancel)
		_, _ = signIn.Token(ctx)
		signIn.Wait()
		if took := time.Since(began); took != time.Second+grace {
			t.Errorf("a silent sign-in root held the program for %v", took)
		}
	})
}

// TestCallerLeavesWhileARequestIsSent ends the caller's context between the bytes of a request.
func TestCallerLeavesWhileARequestIsSent(t *testing.T) {
	for name, test := range map[string]struct {
		leave   func(s *scene, end func())
		renewed bool
	}{
		"before its refresh token is sent": {func(s *scene, end func()) { s.connected = end }, false},
		"once its refresh token is sent":   {func(s *scene, end func()) { s.received = end }, true},
	} {
		t.Run(name, func(t *testing.T) {
			syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
				old := read(t, path)
				before := s.authority.Requests("refresh_token")
				ctx, cancel := context.WithCancel(t.Context())
				test.leave(s, func() {
					cancel()
					synctest.Wait()
				})
				signIn := s.signIn()
				_, _ = signIn.Token(ctx)
				signIn.Wait()
				if renewed := read(t, path).RefreshToken != old.RefreshToken; renewed != test.renewed {
					t.Errorf("renewed is %t, want %t", renewed, test.renewed)
				}
				if redeemed := s.authority.Requests("refresh_token") > before; redeemed != test.renewed {
					t.Errorf("redeemed is %t, want %t", redeemed, test.renewed)
				}
				s.connected, s.received = nil, nil
				s.token(s.signIn())
			})
		})
	}
}

func TestShortLivedTokenIsRenewedByTheNextProgram(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, Settings{}, authority.Config{TokenLifetime: 100 * time.Second})
		again(s, s.signIn())
		refreshes := s.authority.Requests("refresh_token")
		signIn := s.signIn()
		s.token(signIn)
		s.token(signIn)
		if n := s.authority.Requests("refresh_token") - refreshes; n != 1 {
			t.Errorf("%d refreshes by a program that started with a token of less than some minutes, want 1", n)
		}
	})
}

func TestRevokedConsentLeadsToSignIn(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		s.authority.FailNext(65001)
		p := s.refusal(s.signIn())
		if !errors.Is(p, ErrSignInNeeded) || !strings.Contains(p.Do, "admin consent") || !slices.Contains(p.Remedies, problem.SignInAgain) {
			t.Errorf("got %q", p.Lines())
		}
	})
}

func TestRefreshRotatesAndSavesAtOnce(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		old := read(t, path)
		got := s.token(s.signIn())
		renewed := read(t, path)
		if renewed.RefreshToken == old.RefreshToken || renewed.AccessToken != got.AccessToken {
			t.Error("the file does not hold what the refresh gave")
		}
		s.token(s.signIn())
		if n := s.authority.Requests("refresh_token"); n != 1 {
			t.Errorf("%d refreshes, want 1", n)
		}
	})
}

func TestRefreshThatFails(t *testing.T) {
	down := func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	}
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		old := read(t, path)
		s.intercept = down
		signIn := s.signIn()
		if s.token(signIn).AccessToken != old.AccessToken {
			t.Error("the old token, which still works, was not used")
		}
		tried := len(s.forms)
		s.token(signIn)
		if len(s.forms) != tried {
			t.Error("a refresh was tried again at once")
		}
		time.Sleep(4 * time.Minute)
		if p := s.refusal(signIn); p.Kind != problem.Service || errors.Is(p, ErrSignInNeeded) {
			t.Errorf("after its expiry: got %v", p)
		}
		s.intercept = nil
		s.token(signIn)
	})
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		s.intercept = func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }
		ctx, cancel := context.WithTimeout(t.Context(), 12*time.Second)
		defer cancel()
		began := time.Now()
		token, err := s.signIn().Token(ctx)
		if took := time.Since(began); err != nil || token.AccessToken != read(t, path).AccessToken || took != 6*time.Second {
			t.Errorf("a silent sign-in root: got %v after %v, want the old token after half the time", err, took)
		}
	})
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		s.authority.Revoke()
		p := s.refusal(s.signIn())
		if !errors.Is(p, ErrSignInNeeded) || p.Kind != problem.SignIn || p.Code != "AADSTS50173" || !slices.Contains(p.Remedies, problem.SignInAgain) {
			t.Errorf("after a revocation: got %q", p.Lines())
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("the file was touched: %v", err)
		}
	})
}
