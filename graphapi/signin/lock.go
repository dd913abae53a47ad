package signin

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/safefile"
)

// lockPoll is the interval at which a lock that another program holds is tried again.
const lockPoll = 50 * time.Millisecond

// lock waits until no other program changes the file, or ctx ends. If the file system has no locks, the caller
// continues without one.
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
			What: "Another peerdash process did not finish renewing the sign-in in the time allowed",
			Why:  "It holds the lock of " + f.path() + ".",
			Do:   "Try again; if the error persists, look for a peerdash process that hangs.",
			Err:  ctx.Err(),
		})
	default:
		return func() {}, nil
	}
}

// lockPath is the file whose lock protects a token file. Signing out removes it.
func lockPath(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+".lock")
}

// acquire takes the lock at a path. If the lock file was removed in the meantime, it locks the new one.
func acquire(ctx context.Context, path string) (*flock.Flock, error) {
	for {
		held, err := safefile.Lock(ctx, path, privateFile, safefile.Exclusive, lockPoll)
		if err != nil {
			return nil, err
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
