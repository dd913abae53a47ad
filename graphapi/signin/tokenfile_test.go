package signin

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"peerdash/graphapi/emulator/authority"
)

// signedIn is a scene in which a user signed in with a device code a while ago, and the path of the token file. The token is due for
// renewal and valid for some more minutes.
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
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
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
			t.Error("a request was made despite a valid stored token")
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
				renamed, err := filepath.Glob(filepath.Dir(path) + "/*.damaged-20*Z.json")
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

// again signs in once more, and checks that the sign-in succeeds and is stored.
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
		// As if the last write had failed, the file has the old refresh token, which is used up.
		write(t, path, string(content))
		signIn.renewal.currentSession().stored = false
		signIn.Reject(first)
		if s.token(signIn).AccessToken == first.AccessToken {
			t.Error("the session in memory was not renewed")
		}
	})
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
