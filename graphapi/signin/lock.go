package signin

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"peerdash/graphapi/problem"
)

// lockPoll is how often a lock is tried for that another program holds.
const lockPoll = 50 * time.Millisecond

// lock waits until no other program changes the file, or ctx ends. Where there cannot be a lock there is none, since
// there the file cannot be changed either.
func (f *tokenFile) lock(ctx context.Context) (unlock func(), err error) {
	if f.directory == "" {
		return func() {}, nil
	}
	if err := createDirectory(f.directory, f.note); err != nil {
		return func() {}, nil
	}
	held, err := acquire(ctx, lockPath(f.path()))
	switch {
	case err == nil:
		return func() { _ = held.Unlock() }, nil
	case ctx.Err() != nil:
		return nil, problem.New(problem.Error{
			Kind: problem.Network,
			What: "Another peerdash did not finish renewing the sign-in in the time allowed",
			Why:  "It holds the lock of " + f.path() + ".",
			Do:   "Try again; if it stays so, look for a peerdash that hangs.",
			Err:  ctx.Err(),
		})
	default:
		return func() {}, nil
	}
}

// lockPath is the file whose lock guards a token file. It goes away when somebody signs out.
func lockPath(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".lock")
}

// acquire takes the lock at a path. A lock file that was removed meanwhile guards nothing, so another is taken then.
func acquire(ctx context.Context, path string) (*flock.Flock, error) {
	for {
		held := flock.New(path, flock.SetPermissions(privateFile))
		if _, err := held.TryLockContext(ctx, lockPoll); err != nil {
			return nil, errors.Join(err, held.Close())
		}
		locked, err := held.Stat()
		if err == nil {
			if present, err := os.Lstat(path); err == nil && os.SameFile(locked, present) {
				return held, nil
			}
		}
		if err := held.Unlock(); err != nil {
			return nil, err
		}
	}
}
