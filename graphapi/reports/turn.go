package reports

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"peerdash/graphapi/safefile"
	"peerdash/graphapi/store"
	"peerdash/model"
)

const (
	// longestTurn is how long a fetch waits for another process that fetches the same report. Then it sends a request of its
	// own, since the other process may be suspended.
	longestTurn = 15 * time.Second
	turnPoll    = 20 * time.Millisecond

	turnDirectory     = "locks"
	turnDirectoryMode = 0o700
	turnFileMode      = 0o600
)

// awaitTurn waits until no other fetch of the same answer for the same tenant is under way, in this process or another. It
// returns at the latest after longestTurn or half the timeout, or when ctx ends. If a lock cannot be taken, the fetch proceeds
// without it. The caller calls done after the fetch.
func (l *Live) awaitTurn(ctx context.Context, file answerName) (done func()) {
	wait := longestTurn
	if l.config.Timeout > 0 {
		wait = min(wait, l.config.Timeout/2)
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	leave := l.turns.enter(ctx, file)
	path, ok := l.turnPath(ctx, file)
	if !ok {
		return leave
	}
	lock, err := safefile.Lock(ctx, path, turnFileMode, safefile.Exclusive, turnPoll)
	if err != nil {
		return leave
	}
	return func() {
		_ = lock.Close()
		leave()
	}
}

// turns serializes the fetches of each answer in this process.
type turns struct {
	mutex sync.Mutex
	// taken has a channel for each answer, which holds a value while the answer is fetched.
	taken map[answerName]chan struct{}
}

// enter waits until no other fetch of an answer is under way, or until ctx ends.
func (t *turns) enter(ctx context.Context, file answerName) (leave func()) {
	turn := t.of(file)
	select {
	case turn <- struct{}{}:
		return func() { <-turn }
	case <-ctx.Done():
		return func() {}
	}
}

func (t *turns) of(file answerName) chan struct{} {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.taken == nil {
		t.taken = map[answerName]chan struct{}{}
	}
	if t.taken[file] == nil {
		t.taken[file] = make(chan struct{}, 1)
	}
	return t.taken[file]
}

// turnPath is the lock file of the fetches of one answer for one tenant. The tenant's name in the configuration is preferred to
// the id in a token, which the first fetch does not know yet.
func (l *Live) turnPath(ctx context.Context, file answerName) (path string, ok bool) {
	if l.config.Store == nil {
		return "", false
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return "", false
	}
	directory := filepath.Join(filepath.Dir(l.config.Store.Path()), turnDirectory)
	if err := os.MkdirAll(directory, turnDirectoryMode); err != nil {
		return "", false
	}
	return filepath.Join(directory, turnName(tenant, file)), true
}

func turnName(tenant store.Tenant, file answerName) string {
	name := tenant.TokenDigest
	for _, better := range []string{tenant.ID, tenant.Name} {
		if better != "" {
			name = better
		}
	}
	sum := sha256.Sum256([]byte(tenant.GraphRoot + "\n" + strings.ToLower(name)))
	return hex.EncodeToString(sum[:8]) + "-" + string(file.function) + "-" + file.period.String() + ".lock"
}

// answerName identifies an answer of Graph for one tenant.
type answerName struct {
	function model.Function
	period   model.Period
}

// lookup is the report and the period, one of Graph's, for which a stored answer is read.
type lookup struct {
	definition *model.Definition
	period     model.Period
}

// file identifies the answer that is read.
func (l lookup) file() answerName { return answerName{l.definition.Function, l.period} }

// lookups records when the stored answer for each lookup was last read, and when the newest one that was returned had been
// fetched.
type lookups struct {
	mutex     sync.Mutex
	readAt    map[lookup]time.Time
	fetchedAt map[lookup]time.Time
}

func newLookups() *lookups {
	return &lookups{readAt: map[lookup]time.Time{}, fetchedAt: map[lookup]time.Time{}}
}

// read records that a stored answer is read now.
func (l *lookups) read(wanted lookup, now time.Time) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.readAt[wanted] = storedTime(now)
}

// returned records when an answer that is returned was fetched.
func (l *lookups) returned(wanted lookup, fetchedAt time.Time) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if fetchedAt.After(l.fetchedAt[wanted]) {
		l.fetchedAt[wanted] = fetchedAt
	}
}

// since is the earliest time from which a stored answer makes a fetch unnecessary: when the store was last read, but at most maxAge
// ago.
func (l *lookups) since(wanted lookup, now time.Time, maxAge time.Duration) time.Time {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	read, found := l.readAt[wanted]
	if !found || read.After(now) {
		return now
	}
	if oldest := now.Add(-maxAge); read.Before(oldest) {
		return oldest
	}
	return read
}

// isNew reports whether an answer is newer than all that were returned.
func (l *lookups) isNew(wanted lookup, fetchedAt time.Time) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return fetchedAt.After(l.fetchedAt[wanted])
}
