package signin

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
)

// signedIn is a scene in which a person has signed in by device code a while ago, so that the token is due for renewal
// and works for some minutes more, and the path of the token file.
func signedIn(t *testing.T) (s *scene, path string) {
	t.Helper()
	s = setup(t, Settings{}, authority.Config{Now: time.Now})
	s.config.Now = func() time.Time { return time.Now().Add(-57 * time.Minute) }
	signIn := s.signIn()
	code, err := signIn.RequestCode(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.authority.Approve(code.UserCode)
	code.response.Interval = 1
	if err := signIn.AwaitSignIn(t.Context(), code, nil); err != nil {
		t.Fatal(err)
	}
	s.config.Now = time.Now
	return s, filepath.Join(s.config.Directory, newIdentity(s.config).fileName())
}

// syntheticSignedIn runs test with signedIn in synthetic time.
func syntheticSignedIn(t *testing.T, test func(t *testing.T, s *scene, path string)) {
	synctest.Test(t, func(t *testing.T) {
		s, path := signedIn(t)
		test(t, s, path)
	})
}

func read(t *testing.T, path string) *session {
	t.Helper()
	f := tokenFile{directory: filepath.Dir(path), now: time.Now, note: func(string) {}}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f.identity = identity{tenant, client, "https://login.example/root"}
	session, err := parseTokenFile(data, f.identity)
	if err != nil {
		t.Fatal(err)
	}
	return session
}

func TestTokensAreStoredPrivately(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		for file, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700, filepath.Dir(filepath.Dir(path)): 0o700} {
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: got %v, %v, want %o", file, info.Mode(), err, want)
			}
		}
		if !strings.HasPrefix(filepath.Base(path), tenant+"_"+client) {
			t.Errorf("the name %s cannot be read", filepath.Base(path))
		}
	})
}

func TestStoredTokenNeedsNoRequest(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		s.config.Now = func() time.Time { return time.Now().Add(-20 * time.Minute) }
		before := len(s.forms)
		signIn := s.signIn()
		if id := signIn.TenantID(); id != s.authority.TenantID() {
			t.Errorf("the tenant is %q before a token was asked for", id)
		}
		s.token(signIn)
		if len(s.forms) != before {
			t.Error("a request was made in spite of a valid stored token")
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

func TestTokenForAnotherGraphRootIsNotSent(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		old := read(t, path)
		s.config.GraphRoot = mustParse("https://other.example:8443/v1.0")
		s.config.Now = func() time.Time { return time.Now().Add(-20 * time.Minute) } // the stored token is fresh
		signIn := s.signIn()
		token := s.token(signIn)
		if claims, _ := ParseClaims(token.AccessToken); token.AccessToken == old.AccessToken || claims.Audience != "https://other.example:8443" {
			t.Errorf("got a token for %q", claims.Audience)
		}
	})
}

func TestClockThatWentBackMakesATokenStale(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		s.config.Now = func() time.Time { return time.Now().Add(-24 * time.Hour) }
		s.token(s.signIn())
		if s.authority.Requests("refresh_token") != 1 {
			t.Error("a token of the future was trusted")
		}
	})
}

// faults are what can be wrong with a token file, and the words for it.
var faults = map[string]struct {
	spoil func(t *testing.T, path string)
	want  string
}{
	"empty": {func(t *testing.T, path string) { write(t, path, "") }, "it is empty"},
	"truncated": {func(t *testing.T, path string) {
		content, err := os.ReadFile(path)
		check(t, err)
		write(t, path, string(content[:len(content)/2]))
	}, "it is damaged"},
	"zeros": {func(t *testing.T, path string) { write(t, path, strings.Repeat("\x00", 512)) }, "it is damaged"},
	"huge":  {func(t *testing.T, path string) { write(t, path, strings.Repeat(" ", 2<<20)) }, "it is too large"},
	"of another tenant": {func(t *testing.T, path string) {
		content, err := os.ReadFile(path)
		check(t, err)
		write(t, path, strings.Replace(string(content), tenant, "fabrikam.com", 1))
	}, "it belongs to another tenant"},
	"without tokens": {func(t *testing.T, path string) {
		write(t, path, `{"tenant":"`+tenant+`","clientId":"`+client+`","loginRoot":"https://login.example/root"}`)
	}, "it holds no token"},
	"open to others": {func(t *testing.T, path string) { check(t, os.Chmod(path, 0o644)) }, "open to other users (mode 0644)"},
	"symbolic link": {func(t *testing.T, path string) {
		check(t, os.Rename(path, path+"-elsewhere"))
		check(t, os.Symlink(path+"-elsewhere", path))
	}, "it is a symbolic link"},
	"directory":         {func(t *testing.T, path string) { check(t, os.Remove(path)); check(t, os.Mkdir(path, 0o700)) }, "not a regular file"},
	"of another user's": {func(t *testing.T, path string) { chown(t, path) }, "belongs to another user"},
}

func write(t *testing.T, path, content string) {
	t.Helper()
	check(t, os.WriteFile(path, []byte(content), 0o600))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func chown(t *testing.T, path string) {
	t.Helper()
	if err := os.Chown(path, 12345, 12345); err != nil {
		t.Skip("only root can give files away")
	}
}

func TestUnusableFileIsRenamed(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes and owners")
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
				fault.spoil(t, path)
				signIn := s.signIn()
				p := s.refusal(signIn)
				if !errors.Is(p, ErrSignInNeeded) || !strings.Contains(p.Why, fault.want) || len(signIn.Notes()) != 0 {
					t.Errorf("got %q with notes %q, want %q in the error alone", p.Lines(), signIn.Notes(), fault.want)
				}
				renamed, err := filepath.Glob(filepath.Dir(path) + "/*.set-aside-20*Z.json")
				if err != nil || len(renamed) != 1 || !strings.Contains(p.Why, filepath.Base(renamed[0])) {
					t.Fatalf("renamed: %q, %v; reported %q", renamed, err, p.Why)
				}
				if info, err := os.Lstat(renamed[0]); err != nil || info.Mode().IsRegular() && info.Mode().Perm()&0o077 != 0 {
					t.Errorf("what was renamed is open: %v, %v", info, err)
				}
				again(s, signIn)
				if notes := signIn.Notes(); len(notes) != 1 || notes[0] != p.Why {
					t.Errorf("got notes %q, want %q", notes, p.Why)
				}
			})
		})
	}
}

// again signs in once more, which must work and be stored.
func again(s *scene, signIn *SignIn) {
	s.t.Helper()
	code, err := signIn.RequestCode(s.t.Context())
	check(s.t, err)
	s.authority.Approve(code.UserCode)
	check(s.t, signIn.AwaitSignIn(s.t.Context(), code, nil))
	s.token(signIn)
	s.token(s.signIn())
}

func TestUnusableFileIsReplacedBySignIn(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		write(t, path, "{")
		signIn := s.signIn()
		again(s, signIn)
		if notes := signIn.Notes(); len(notes) != 1 || !strings.Contains(notes[0], "was renamed") {
			t.Errorf("got notes %q", notes)
		}
	})
}

func TestUnsafeDirectory(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes and owners")
	}
	for name, test := range map[string]struct {
		spoil func(t *testing.T, directory string)
		want  string
		used  bool // whether tokens are stored there all the same
	}{
		"open": {func(t *testing.T, d string) { check(t, os.Chmod(d, 0o755)) }, "open to other users (mode 0755); it was closed", true},
		"symbolic link": {func(t *testing.T, d string) {
			check(t, os.Rename(d, d+"-elsewhere"))
			check(t, os.Symlink(d+"-elsewhere", d))
		}, "is a symbolic link", false},
		"of another user's": {func(t *testing.T, d string) { chown(t, d) }, "belongs to another user", false},
		"a file":            {func(t *testing.T, d string) { check(t, os.RemoveAll(d)); write(t, d, "") }, "not a directory", false},
	} {
		t.Run(name, func(t *testing.T) {
			syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
				test.spoil(t, s.config.Directory)
				signIn := s.signIn()
				if _, err := signIn.Token(t.Context()); (err == nil) != test.used || err != nil && !errors.Is(err, ErrSignInNeeded) {
					t.Errorf("Token gave %v", err)
				}
				if !test.used {
					code, err := signIn.RequestCode(t.Context())
					check(t, err)
					s.authority.Approve(code.UserCode)
					check(t, signIn.AwaitSignIn(t.Context(), code, nil))
					s.token(signIn)
					time.Sleep(58 * time.Minute)
					s.token(signIn) // renews in memory
				}
				if notes := strings.Join(signIn.Notes(), "\n"); !strings.Contains(notes, test.want) {
					t.Errorf("got notes %q, want %q", notes, test.want)
				}
			})
		})
	}
}

func TestUnwrittenSessionWinsOverTheFile(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		signIn := s.signIn()
		content, err := os.ReadFile(path)
		check(t, err)
		first := s.token(signIn)
		// As if the last write had failed: the file is that of before, whose refresh token is used up.
		write(t, path, string(content))
		signIn.renewal.held().stored = false
		signIn.Reject(first)
		if s.token(signIn).AccessToken == first.AccessToken {
			t.Error("the session in memory was not renewed")
		}
	})
}

func TestSignOut(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		s.config.Now = func() time.Time { return time.Now().Add(-20 * time.Minute) } // the stored token is fresh
		running := s.signIn()
		used := s.token(running)
		other := s.config
		other.Settings.Tenant = "fabrikam.com"
		otherPath := filepath.Join(s.config.Directory, newIdentity(other).fileName())
		for _, file := range []string{otherPath, renamedName(path), filepath.Dir(path) + "/." + filepath.Base(path) + "123"} {
			write(t, file, "{}")
		}
		write(t, s.config.Directory+"/notes.json", "not ours")
		removed, err := SignOut(t.Context(), s.config)
		if err != nil || len(removed) != 3 {
			t.Errorf("removed %q, %v; want the file, what was renamed and what was left over", removed, err)
		}
		running.Reject(used)
		if p := s.refusal(running); !errors.Is(p, ErrSignInNeeded) {
			t.Errorf("a running program signed in again without a person: %v", p)
		}
		if removed, err := SignOut(t.Context(), s.config); err != nil || len(removed) != 0 {
			t.Errorf("again: removed %q, %v; want nothing", removed, err)
		}
		if removed, err := SignOutAll(t.Context(), s.config.Directory); err != nil || len(removed) != 1 || removed[0] != otherPath {
			t.Errorf("all: removed %q, %v; want %s", removed, err, otherPath)
		}
		if left, _ := filesIn(s.config.Directory); len(left) != 1 || left[0] != "notes.json" {
			t.Errorf("left %q", left)
		}
	})
}

func renamedName(path string) string {
	return strings.TrimSuffix(path, ".json") + ".set-aside-20260102T030405Z.json"
}

func TestSignOutWithNothingStored(t *testing.T) {
	s := setup(t, Settings{}, authority.Config{})
	if removed, err := SignOut(t.Context(), s.config); err != nil || len(removed) != 0 {
		t.Errorf("got %q, %v", removed, err)
	}
	if removed, err := SignOutAll(t.Context(), s.config.Directory); err != nil || len(removed) != 0 {
		t.Errorf("got %q, %v", removed, err)
	}
	_, err := SignOut(t.Context(), Config{LoginRoot: s.config.LoginRoot})
	if problem.As(err).Kind != problem.Configuration {
		t.Errorf("without a tenant: %v", err)
	}
}

func FuzzTokenFile(f *testing.F) {
	owner := identity{tenant, client, "https://login.example/root"}
	f.Add(`{"tenant":"` + tenant + `","clientId":"` + client + `","loginRoot":"https://login.example/root","accessToken":"a","refreshToken":"r","expires":"2026-01-01T00:00:00Z"}`)
	f.Add("")
	f.Add("{}")
	f.Add("\x00\x00")
	f.Fuzz(func(t *testing.T, content string) {
		session, err := parseTokenFile([]byte(content), owner)
		if (session == nil) == (err == nil) {
			t.Fatalf("got %v and %v", session, err)
		}
		if session != nil && session.AccessToken != "" && !isToken(session.AccessToken) {
			t.Fatalf("the access token %q cannot stand in a header", session.AccessToken)
		}
	})
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
