package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"peerdash/model"
)

// Answer is an answer of Graph for one period, as received.
type Answer struct {
	// CSV is the report's text, ETag names its state and may be empty.
	CSV  []byte
	ETag string
	// FetchedAt is when Graph gave this answer, or last said that it still holds, to the millisecond.
	FetchedAt time.Time
}

// Answer gives the last answer kept for the tenant and the period; false where none is.
func (s *Store) Answer(ctx context.Context, tenant Tenant, period model.Period) (Answer, bool, error) {
	var answer Answer
	found := false
	err := s.read(ctx, func(db *sql.DB) error {
		row, err := resolveTenant(ctx, db, tenant)
		if err != nil || row == 0 {
			return err
		}
		var fetchedAt, sum string
		err = db.QueryRowContext(ctx, "SELECT csv, etag, fetched_at, csv_sha256 FROM answer WHERE tenant_id = ? AND period = ?",
			row, period.String()).Scan(&answer.CSV, &answer.ETag, &fetchedAt, &sum)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if digest(answer.CSV) != sum {
			return fmt.Errorf("%w: the answer is not the one that was kept", errDamaged)
		}
		answer.FetchedAt, err = parseTime(fetchedAt)
		found = err == nil
		return err
	})
	if !found {
		answer = Answer{}
	}
	return answer, found, err
}

// putAnswer leaves a later answer as it is. One of a time to come is none: the clock went back.
const putAnswer = `INSERT INTO answer (tenant_id, period, etag, refresh_date, fetched_at, csv_sha256, csv)
	VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
	ON CONFLICT DO UPDATE SET etag = excluded.etag, refresh_date = excluded.refresh_date,
		fetched_at = excluded.fetched_at, csv_sha256 = excluded.csv_sha256, csv = excluded.csv
	WHERE excluded.fetched_at >= answer.fetched_at OR answer.fetched_at > ?8`

// Keep keeps an answer in place of the last one for the tenant and the period, unless another process has kept one that
// Graph gave later, and merges its report into the tenant's days: both, or with an error neither.
func (s *Store) Keep(ctx context.Context, tenant Tenant, period model.Period, answer Answer, report model.Report) (Changes, error) {
	var changes Changes
	err := s.write(ctx, func(tx *sql.Tx) error {
		row, err := s.claimTenant(ctx, tx, tenant)
		if err != nil {
			return err
		}
		var refreshDate any
		if !report.RefreshDate.IsZero() {
			refreshDate = report.RefreshDate.String()
		}
		_, err = tx.ExecContext(ctx, putAnswer, row, period.String(), answer.ETag, refreshDate,
			formatTime(answer.FetchedAt), digest(answer.CSV), answer.CSV, formatTime(s.now()))
		if err != nil {
			return err
		}
		changes, err = s.mergeReport(ctx, tx, row, report)
		return err
	})
	return changes, err
}
