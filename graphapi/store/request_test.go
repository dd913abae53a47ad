package store

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

const app = "99999999-aaaa-bbbb-cccc-000000000000"

func take(t *testing.T, s *Store, tenant Tenant, app string, at time.Time, most int) time.Time {
	t.Helper()
	next, err := s.TakeRequest(t.Context(), tenant, app, at, most)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

func checkNext(t *testing.T, what string, got, want time.Time) {
	t.Helper()
	if !got.Equal(want) {
		t.Errorf("%s: the next request is possible at %v, want %v", what, got, want)
	}
}

func TestRequestsOfTheLastTenMinutesCount(t *testing.T) {
	s := newStore(t)
	start := noon.Truncate(Precision)
	for n := range 3 {
		checkNext(t, "below the limit", take(t, s, contoso, app, start.Add(time.Duration(n)*time.Minute), 3), time.Time{})
	}
	at := start.Add(5*time.Minute + 700*time.Microsecond)
	checkNext(t, "at the limit", take(t, s, contoso, app, at, 3), start.Add(10*time.Minute))
	checkNext(t, "a smaller limit", take(t, s, contoso, app, at, 2), start.Add(11*time.Minute))
	checkNext(t, "a greater limit", take(t, s, contoso, app, at, 4), time.Time{})
	checkNext(t, "another app", take(t, s, contoso, "other", at, 3), time.Time{})
	checkNext(t, "another tenant", take(t, s, Tenant{GraphRoot: root, Name: "fabrikam.com"}, app, at, 3), time.Time{})
	checkNext(t, "without a limit", take(t, s, contoso, app, at, 0), time.Time{})
	checkNext(t, "what was sent without a limit counts", take(t, s, contoso, app, start.Add(10*time.Minute), 4), start.Add(11*time.Minute))
	checkNext(t, "later", take(t, s, contoso, app, start.Add(16*time.Minute), 1), time.Time{})
	if got, _ := queryRow(t, s.Path(), "SELECT count(*) FROM request"); got != "[1]" {
		t.Errorf("%s requests are stored, want the old ones removed", got)
	}
	if tenants, err := s.Tenants(t.Context()); err != nil || len(tenants) > 0 {
		t.Errorf("tenants are %v, %v, want none", tenants, err)
	}
}

func TestRequestsOfATenantCountUnderEachName(t *testing.T) {
	s := newStore(t)
	both := Tenant{GraphRoot: root, ID: guidOne, Name: "contoso.com"}
	merge(t, s, both, "22@1 10 7")
	for _, tenant := range []Tenant{contoso, both, {GraphRoot: root, ID: guidOne}} {
		take(t, s, tenant, app, noon, 0)
	}
	if next := take(t, s, contoso, app, noon, 3); next.IsZero() {
		t.Error("requests under several names of a tenant are counted apart")
	}
}

func TestClockSetBackLocksNobodyOut(t *testing.T) {
	for _, back := range []time.Duration{time.Second, 59 * time.Second, 5 * time.Minute, 24 * time.Hour} {
		s := newStore(t)
		for range 3 {
			take(t, s, contoso, app, noon, 0)
		}
		at := noon.Add(-back).Truncate(Precision)
		next := take(t, s, contoso, app, at, 3)
		if wait := next.Sub(at); !next.IsZero() && (wait <= 0 || wait > requestWindow || back > clockTolerance) {
			t.Errorf("with the clock %v back, the next request is possible after %v", back, wait)
		}
	}
}

func TestRequestsAreCountedAcrossProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "peerdash.db")
	const users, each, most = 5, 7, 13
	var group sync.WaitGroup
	var mutex sync.Mutex
	taken := 0
	for range users {
		s := openStore(t, path) // with a connection of its own, as another process
		group.Go(func() {
			for range each {
				next, err := s.TakeRequest(t.Context(), contoso, app, noon, most)
				if err != nil {
					t.Error(err)
				}
				if next.IsZero() {
					mutex.Lock()
					taken++
					mutex.Unlock()
				}
			}
		})
	}
	group.Wait()
	if taken != most {
		t.Errorf("%d requests were taken, want %d", taken, most)
	}
}

func TestRequestIsNotRecordedWhileAnotherProgramWrites(t *testing.T) {
	t.Parallel()
	s := openStore(t, filledStore(t))
	other, err := openDatabase(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if next, err := s.TakeRequest(t.Context(), contoso, app, noon, 1); !isBusy(err) || !next.IsZero() {
		t.Errorf("recording gave %v, %v, want that the store is locked", next, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	checkNext(t, "later", take(t, s, contoso, app, noon, 1), time.Time{})
	var wait int64
	if err := s.file.db.QueryRowContext(t.Context(), "PRAGMA busy_timeout").Scan(&wait); err != nil || wait != busyTimeout.Milliseconds() {
		t.Errorf("other changes wait for %d ms, %v, want %v", wait, err, busyTimeout)
	}
}

func TestRequestThatCannotBeRecordedIsAnError(t *testing.T) {
	t.Parallel()
	path := filledStore(t)
	s := openStore(t, path)
	s.file.refusal = errReadOnly
	s.isNetwork = func(string) bool { return false }
	unlock, err := newStoreAt(path).lock(t.Context(), exclusive)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if next, err := s.TakeRequest(t.Context(), contoso, app, noon, 1); err == nil || !next.IsZero() {
		t.Errorf("recording gave %v, %v, want an error", next, err)
	}
	if _, err := s.TakeRequest(t.Context(), Tenant{GraphRoot: root}, app, noon, 1); err == nil || errors.Is(err, errClosed) {
		t.Errorf("error is %v, want one", err)
	}
}
