package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// read runs an operation that changes nothing, on one state of the store.
func (s *Store) read(ctx context.Context, operation func(*sql.Tx) error) error {
	return s.explain("read", s.run(ctx, reading, func(f *file) error { return readIn(ctx, f.db, operation) }))
}

// readIn runs an operation in a transaction that is always rolled back.
func readIn(ctx context.Context, db *sql.DB, operation func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(operation(tx), tx.Rollback())
}

// write runs an operation in a transaction that is committed whole or not at all.
func (s *Store) write(ctx context.Context, operation func(*sql.Tx) error) error {
	err := s.commit(ctx, 2*busyTimeout, operation)
	if err == nil && s.hasBackups.Load() {
		s.removeBackups(ctx)
	}
	return err
}

// commit runs an operation in a transaction and counts the change. It waits at most for the given time for other writers.
func (s *Store) commit(ctx context.Context, wait time.Duration, operation func(*sql.Tx) error) error {
	return s.change(ctx, "written", func(db *sql.DB) (err error) {
		conn, err := db.Conn(ctx) // the only one
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, conn.Close()) }()
		if half := s.patience.left(wait, time.Now()) / 2; half != busyTimeout { // inTransaction waits twice
			if err := setBusyTimeout(ctx, conn, half); err != nil {
				return err
			}
			defer func() { err = errors.Join(err, setBusyTimeout(context.WithoutCancel(ctx), conn, busyTimeout)) }()
		}
		var version fileVersion
		err = inTransaction(ctx, conn, func(tx *sql.Tx) error {
			if err := operation(tx); err != nil {
				return err
			}
			var err error
			version, err = countChange(ctx, tx)
			return err
		})
		if err == nil {
			recordVersion(s.path, version)
		}
		return err
	})
}

// change runs an operation on the file while no other process can replace it. The verb is for errors.
func (s *Store) change(ctx context.Context, verb string, operation func(*sql.DB) error) error {
	return s.explain(verb, s.run(ctx, writing, func(f *file) (err error) {
		if f.refusal != nil {
			return f.refusal
		}
		began := time.Now()
		defer func() { s.patience.record(began, time.Now(), lockedCause(ctx, err)) }()
		unlock, err := s.lock(ctx, shared)
		if err != nil {
			return err
		}
		defer unlock()
		if f.moved(s.path) {
			return errMoved
		}
		return operation(f.db)
	}))
}

// lockedCause is errLocked in place of the error of a context that has ended because the file is locked.
func lockedCause(ctx context.Context, err error) error {
	if err != nil && errors.Is(context.Cause(ctx), errLocked) {
		return errLocked
	}
	return err
}

// beginner is a database or a connection to one.
type beginner interface {
	BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error)
}

// executor is a database or a connection to one.
type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func setBusyTimeout(ctx context.Context, conn executor, wait time.Duration) error {
	_, err := conn.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", wait.Milliseconds()))
	return err
}

// inTransaction runs an operation in a transaction. It waits up to twice the busy timeout for other writers: SQLite polls less
// and less often while it waits, so that one of many writers may never find the file free; a second wait polls often again.
func inTransaction(ctx context.Context, db beginner, operation func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if isBusy(err) {
		tx, err = db.BeginTx(ctx, nil)
	}
	if err != nil {
		return err
	}
	if err := operation(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
