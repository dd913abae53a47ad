package store

import (
	"sync"
	"time"
)

const (
	// mostPatience is how long a Store waits in all for other programs that lock its file.
	mostPatience = 2 * busyTimeout
	// leastPatience is how long each later operation waits nonetheless.
	leastPatience = 100 * time.Millisecond
	// patienceReturns is how long after the last of these waits a Store waits as long as at first.
	patienceReturns = 30 * time.Second
)

// patience limits how long a Store waits in all for other programs. An operation that follows one which has waited in vain would
// probably wait in vain too, so that the waits of a command would add up. The zero patience has not waited yet.
type patience struct {
	mutex sync.Mutex
	spent time.Duration
	// lost is when an operation last waited in vain.
	lost time.Time
}

// left is how long an operation may wait that would wait for the wanted time at first.
func (p *patience) left(wanted time.Duration, now time.Time) time.Duration {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if now.Sub(p.lost) >= patienceReturns {
		p.spent = 0
	}
	return min(wanted, max(mostPatience-p.spent, leastPatience))
}

// record records the result of a change that began at a time. If it failed because the file is locked, it has waited until now.
func (p *patience) record(began, now time.Time, err error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	switch {
	case err == nil:
		p.spent = 0
	case isBusy(err):
		p.spent += now.Sub(began)
		p.lost = now
	}
}
