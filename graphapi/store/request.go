package store

import (
	"context"
	"database/sql"
	"time"
)

// requestWindow is the time in which Graph counts the requests of an app for a tenant:
// https://learn.microsoft.com/graph/throttling-limits#reports-service-limits.
const requestWindow = 10 * time.Minute

// clockTolerance is how far in the future the request of another process may be. A request further in the future was recorded before
// the clock was set back, and is removed.
const clockTolerance = time.Minute

// requestWait is how long a request waits for other writers of the store before it is sent without a record.
const requestWait = 500 * time.Millisecond

// TakeRequest counts the requests that an app sent for a tenant in the ten minutes before at. If they are fewer than most, or
// most <= 0, it records one more and returns the zero Time. Otherwise it records nothing and returns when the next request is
// possible, at most ten minutes after at. All processes that use the store share the count. An error means that the request
// was not recorded; it may be sent nonetheless.
func (s *Store) TakeRequest(ctx context.Context, tenant Tenant, app string, at time.Time, most int) (next time.Time, err error) {
	bounded, cancel := context.WithTimeoutCause(ctx, 2*requestWait, errLocked)
	defer cancel()
	err = s.commit(bounded, 2*requestWait, func(tx *sql.Tx) error {
		next = time.Time{}
		key, err := requestKey(ctx, tx, tenant)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM request WHERE at <= ? OR at > ?",
			formatTime(at.Add(-requestWindow)), formatTime(at.Add(clockTolerance)))
		if err != nil {
			return err
		}
		if next, err = nextRequest(ctx, tx, key, app, at, most); err != nil || !next.IsZero() {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO request (tenant, app, at) VALUES (?, ?, ?)", key, app, formatTime(at))
		return err
	})
	if err != nil {
		if ctx.Err() == nil && bounded.Err() != nil {
			err = s.explain("written", errLocked)
		}
		return time.Time{}, err
	}
	return next, nil
}

// nextRequest is when the next request is possible; zero if it is possible now.
func nextRequest(ctx context.Context, tx *sql.Tx, key, app string, at time.Time, most int) (time.Time, error) {
	if most <= 0 {
		return time.Time{}, nil
	}
	var last string // when the request was sent that must be ten minutes old before the next
	err := tx.QueryRowContext(ctx, `SELECT ifnull(
		(SELECT at FROM request WHERE tenant = ? AND app = ? ORDER BY at DESC LIMIT 1 OFFSET ?), '')`, key, app, most-1).Scan(&last)
	if err != nil || last == "" {
		return time.Time{}, err
	}
	recorded, err := parseTime(last)
	if err != nil {
		return time.Time{}, err
	}
	if recorded.After(at) {
		recorded = at
	}
	return recorded.Add(requestWindow), nil
}

// requestKey names a tenant in the table request. The tenant may have no row yet.
func requestKey(ctx context.Context, tx *sql.Tx, tenant Tenant) (string, error) {
	id := tenant.identity()
	if id.tid == "" && id.name == "" {
		return "", errTenant
	}
	if id.tid == "" {
		found, err := findTenant(ctx, tx, id.root, id.name)
		if err != nil {
			return "", err
		}
		id.tid = found.tid
	}
	if id.tid != "" {
		return id.root + " " + id.tid, nil
	}
	return id.root + " " + id.name, nil
}
