//go:build !windows

package signin

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/problem"
)

func TestSystemErrorsSignNoUserOut(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		var limit syscall.Rlimit
		check(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
		signIn := s.signIn()
		file := signIn.delegated.file
		content, err := os.ReadFile(path)
		check(t, err)
		lowered := limit
		lowered.Cur = 0
		check(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &lowered))
		_, err = file.load()
		check(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
		if p := s.problem(err); !errors.Is(err, syscall.EMFILE) || !strings.Contains(p.Do, "ulimit -n") || errors.Is(err, ErrSignInNeeded) {
			t.Errorf("got %q", p.Lines())
		}
		after, err := os.ReadFile(path)
		if err != nil || string(after) != string(content) {
			t.Errorf("the token file is not as it was: %v", err)
		}
		s.token(signIn)
	})
}

func TestFIFOsAndDevicesAreNotReadAsFiles(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	check(t, syscall.Mkfifo(fifo, 0o600))
	for _, path := range []string{fifo, "/dev/zero", t.TempDir()} {
		for name, settings := range map[string]Settings{
			"certificate": {CertificatePath: path}, "federated token": {FederatedTokenFile: path},
		} {
			s := setup(t, settings, authority.Config{})
			signIn, err := New(s.config)
			if err == nil {
				_, err = signIn.Token(t.Context())
			}
			if p := s.problem(err); p.Kind != problem.Configuration || !strings.Contains(p.Why, "it is ") {
				t.Errorf("%s %s: got %q", name, path, p.Lines())
			}
		}
	}
	if _, err := acquire(t.Context(), fifo); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a FIFO as a lock: %v", err)
	}
}
