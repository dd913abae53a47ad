package emulator

import (
	"crypto/rand"
	"sync"
	"time"

	"peerdash/model"
)

// linkLifetime is how long a download link works.
const linkLifetime = 5 * time.Minute

// links are the preauthenticated downloads: the token of a link gives access to its report until it expires.
type links struct {
	now func() time.Time

	mu     sync.Mutex
	issued map[string]link
}

type link struct {
	function model.Function
	report   []byte
	expires  time.Time
}

// issue makes a link to the report of a function and removes expired ones.
func (l *links) issue(function model.Function, report []byte) (token string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	for token, link := range l.issued {
		if !now.Before(link.expires) {
			delete(l.issued, token)
		}
	}
	if l.issued == nil {
		l.issued = make(map[string]link)
	}
	token = rand.Text()
	l.issued[token] = link{function: function, report: report, expires: now.Add(linkLifetime)}
	return token
}

// open is a link that has not expired.
func (l *links) open(token string) (link, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	issued, ok := l.issued[token]
	return issued, ok && l.now().Before(issued.expires)
}
