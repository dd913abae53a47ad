package store

import (
	"context"
	"errors"
	"time"

	"peerdash/graphapi/safefile"
)

// How the lock file beside the store is locked. A process that opens the store's file or writes to it holds the lock shared; a
// process that puts another file in its place holds it exclusively. SQLite finds its journal by name, and a journal beside the
// wrong file would destroy that file.
const (
	shared    = safefile.Shared
	exclusive = safefile.Exclusive
)

const (
	lockSuffix = ".lock"
	// lockWait is how long the lock is awaited; other processes hold it for milliseconds.
	lockWait = 2 * time.Second
	lockPoll = 2 * time.Millisecond
)

// lock takes the lock; the function that it returns releases it.
func (s *Store) lock(ctx context.Context, mode safefile.Mode) (unlock func(), err error) {
	return s.lockWithin(ctx, mode, s.patience.left(lockWait, time.Now()))
}

// lockTurn is how long the lock is awaited before isDone is called again.
const lockTurn = 50 * time.Millisecond

// lockUnless takes the lock exclusively, unless another process has meanwhile done the work that it is for; then unlock is nil. Such
// a process continues to hold the lock shared, and with enough of them it would never be free.
func (s *Store) lockUnless(ctx context.Context, isDone func() bool) (unlock func(), err error) {
	waiting, cancel := context.WithTimeoutCause(ctx, s.patience.left(lockWait, time.Now()), errLocked)
	defer cancel()
	for {
		unlock, err := s.lockWithin(waiting, exclusive, lockTurn)
		switch {
		case err == nil, !errors.Is(err, errLocked):
			return unlock, err
		case isDone():
			return nil, nil
		case waiting.Err() != nil:
			return nil, context.Cause(waiting)
		}
	}
}

func (s *Store) lockWithin(ctx context.Context, mode safefile.Mode, wait time.Duration) (unlock func(), err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, wait, errLocked)
	defer cancel()
	lock, err := safefile.Lock(ctx, s.path+lockSuffix, fileMode, mode, lockPoll)
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.Is(err, safefile.ErrNotRegular):
		return nil, &locationError{s.path + lockSuffix, "is not a regular file", "Move it away."}
	case err != nil:
		return nil, err
	}
	if err := tryRecordLock(s.path + lockSuffix); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return func() { _ = lock.Close() }, nil
}
