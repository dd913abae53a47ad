package signin

import (
	"context"
	"errors"
	"os"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"

	"peerdash/graphapi/problem"
)

func TestRemovedLockProtectsNothing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows neither removes nor renames a file that is open")
	}
	synctest.Test(t, func(t *testing.T) {
		path := t.TempDir() + "/lock"
		first, err := acquire(t.Context(), path)
		check(t, err)
		waiting := make(chan *flock.Flock, 1)
		go func() {
			held, err := acquire(t.Context(), path)
			if err != nil {
				t.Error(err)
			}
			waiting <- held
		}()
		time.Sleep(time.Second)
		check(t, os.Remove(path))
		check(t, first.Unlock())
		held := <-waiting
		defer held.Unlock()
		if taken, err := flock.New(path).TryLock(); taken || err != nil {
			t.Errorf("two have the lock: %v, %v", taken, err)
		}
	})
}

func TestWaitForALockEndsWithTheContext(t *testing.T) {
	syntheticSignedIn(t, func(t *testing.T, s *scene, path string) {
		held, err := acquire(t.Context(), lockPath(path))
		check(t, err)
		defer held.Unlock()
		signIn := s.signIn()
		s.token(signIn) // which works for some minutes more
		time.Sleep(4 * time.Minute)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = signIn.Token(ctx)
		if p := s.problem(err); p.Kind != problem.Network || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v %q", p.Kind, p.Lines())
		}
	})
}
