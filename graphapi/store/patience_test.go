package store

import (
	"context"
	"database/sql"
	"testing"
	"time"
)

func TestPatience(t *testing.T) {
	t.Parallel()
	var p patience
	now := noon
	check := func(when string, wanted, want time.Duration) {
		t.Helper()
		if got := p.left(wanted, now); got != want {
			t.Errorf("%s, an operation may wait %v of %v, want %v", when, got, wanted, want)
		}
	}
	waitInVain := func(wait time.Duration) {
		began := now
		now = now.Add(wait)
		p.record(began, now, errLocked)
	}
	check("at first", busyTimeout, busyTimeout)
	waitInVain(time.Second)
	check("after a second in vain", 2*busyTimeout, mostPatience-time.Second)
	waitInVain(mostPatience)
	check("after all patience", busyTimeout, leastPatience)
	now = now.Add(patienceReturns - 1)
	check("shortly before patience returns", busyTimeout, leastPatience)
	waitInVain(leastPatience)
	now = now.Add(patienceReturns)
	check("when patience returns", busyTimeout, busyTimeout)
	waitInVain(mostPatience)
	p.record(now, now, errFull)
	check("after another error", busyTimeout, leastPatience)
	p.record(now, now, nil)
	check("after a success", busyTimeout, busyTimeout)
}

// TestWaitsForAnotherProgramDoNotAddUp takes the patience of a Store first, so that the test does not wait.
func TestWaitsForAnotherProgramDoNotAddUp(t *testing.T) {
	t.Parallel()
	path := filledStore(t)
	s := openStore(t, path)
	other, err := openDatabase(path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.patience.record(time.Now().Add(-mostPatience), time.Now(), errLocked)
	bounded, cancel := context.WithTimeout(t.Context(), busyTimeout)
	defer cancel()
	for range 3 {
		if err := s.write(bounded, func(*sql.Tx) error { return nil }); !isBusy(err) {
			t.Fatalf("writing gave %v, want that the store is locked", err)
		}
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if err := s.write(t.Context(), func(*sql.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if left := s.patience.left(mostPatience, time.Now()); left != mostPatience {
		t.Errorf("after a success, %v of the patience are left", left)
	}
}
