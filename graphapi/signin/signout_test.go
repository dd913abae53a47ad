package signin

import (
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
)

func TestSignOut(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows neither removes nor renames a file that is open")
	}
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
	return strings.TrimSuffix(path, ".json") + ".damaged-20260102T030405Z.json"
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
