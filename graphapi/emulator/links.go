package emulator

import (
	"crypto/rand"
	"sync"
	"time"
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
	report  []byte
	expires time.Time
}

// issue makes a link to the report and removes expired ones.
func (l *links) issue(report []byte) (token string) {
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
	l.issued[token] = link{report: report, expires: now.Add(linkLifetime)}
	return token
}

// open is the report of a link that has not expired.
func (l *links) open(token string) (report []byte, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	link, ok := l.issued[token]
	return link.report, ok && l.now().Before(link.expires)
}
