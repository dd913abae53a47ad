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

	"github.com/gofrs/flock"

	"peerdash/graphapi/store"
	"peerdash/model"
)

const (
	// longestTurn is how long a fetch waits for another process that fetches the same report. One that takes longer may be
	// suspended, so the wait then ends with a request of its own.
	longestTurn = 15 * time.Second
	turnPoll    = 20 * time.Millisecond
	// recently is how long ago the store may have been read for an answer stored since then to replace a fetch.
	recently = 5 * time.Second

	turnDirectory     = "locks"
	turnDirectoryMode = 0o700
	turnFileMode      = 0o600
)

// awaitTurn waits until no other process fetches the same answer of Graph for the same tenant, until longestTurn or half
// the timeout have passed, or until ctx ends. A lock that cannot be taken lets the fetch proceed.
func (l *Live) awaitTurn(ctx context.Context, file answerName) (done func()) {
	path, ok := l.turnPath(ctx, file)
	if !ok {
		return func() {}
	}
	wait := longestTurn
	if l.config.Timeout > 0 {
		wait = min(wait, l.config.Timeout/2)
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	lock := flock.New(path, flock.SetPermissions(turnFileMode))
	if _, err := lock.TryLockContext(ctx, turnPoll); err != nil {
		_ = lock.Close()
		return func() {}
	}
	return func() { _ = lock.Close() }
}

// turnPath is the file whose lock stands for fetching one answer for one tenant. The name of the tenant in the configuration
// goes before the id in a token, which the first fetch does not know yet.
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

// answerName is what Graph's answers differ by for one tenant.
type answerName struct {
	function model.Function
	period   model.Period
}

// lookups are when each stored answer was last read, and the newest one of each that was returned.
type lookups struct {
	mutex     sync.Mutex
	readAt    map[answerName]time.Time
	fetchedAt map[answerName]time.Time
}

func newLookups() *lookups {
	return &lookups{readAt: map[answerName]time.Time{}, fetchedAt: map[answerName]time.Time{}}
}

// read takes in that a stored answer is being read.
func (l *lookups) read(file answerName, now time.Time) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.readAt[file] = storedTime(now)
}

// returned takes in an answer that is returned.
func (l *lookups) returned(file answerName, fetchedAt time.Time) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if fetchedAt.After(l.fetchedAt[file]) {
		l.fetchedAt[file] = fetchedAt
	}
}

// since is the earliest time of an answer that replaces a fetch which begins now: when the store was last read, where
// that was recently.
func (l *lookups) since(file answerName, now time.Time) time.Time {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	now = storedTime(now)
	if read := l.readAt[file]; !read.After(now) && now.Sub(read) < recently {
		return read
	}
	return now
}

// isNew reports whether an answer is newer than any that was returned.
func (l *lookups) isNew(file answerName, fetchedAt time.Time) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return fetchedAt.After(l.fetchedAt[file])
}
