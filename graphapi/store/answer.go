package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
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

// Answer gives the stored answer for the tenant and the period; false if there is none.
func (s *Store) Answer(ctx context.Context, tenant Tenant, function model.Function, period model.Period) (Answer, bool, error) {
	var answer Answer
	found := false
	if function != model.Default().Function {
		return answer, false, nil
	}
	err := s.read(ctx, func(tx *sql.Tx) error {
		answer, found = Answer{}, false
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		if err := verifySmallTable(ctx, tx, row, answerContent); err != nil {
			return err
		}
		var fetchedAt, sum string
		err = tx.QueryRowContext(ctx, "SELECT csv, etag, fetched_at, csv_sha256 FROM answer WHERE tenant_id = ? AND period = ?",
			row, period.String()).Scan(&answer.CSV, &answer.ETag, &fetchedAt, &sum)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		if digest(answer.CSV) != sum {
			return errAnswer
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

// putAnswer leaves a later answer as it is, unless it is from the future: then the clock has been set back.
const putAnswer = `INSERT INTO answer (tenant_id, period, etag, refresh_date, fetched_at, csv_sha256, csv, checksum)
	VALUES (?1, ?2, ?3, nullif(?4, ''), ?5, ?6, ?7, ?8)
	ON CONFLICT DO UPDATE SET etag = excluded.etag, refresh_date = excluded.refresh_date,
		fetched_at = excluded.fetched_at, csv_sha256 = excluded.csv_sha256, csv = excluded.csv, checksum = excluded.checksum
	WHERE excluded.fetched_at >= answer.fetched_at OR answer.fetched_at > ?9`

// Save stores an answer in place of the last one for the tenant and the period, unless another process has stored one
// that Graph gave later, and merges its report into the tenant's days: both, or with an error neither.
func (s *Store) Save(
	ctx context.Context, tenant Tenant, function model.Function, period model.Period, answer Answer, reports []model.Report,
) (Changes, error) {
	if function != model.Default().Function {
		return Changes{}, nil
	}
	report := reports[0]
	var changes Changes
	err := s.write(ctx, func(tx *sql.Tx) error {
		row, err := s.claimTenant(ctx, tx, tenant)
		if err != nil {
			return err
		}
		if err := s.putAnswer(ctx, tx, row, period, answer, report.RefreshDate); err != nil {
			return err
		}
		changes, err = s.mergeReport(ctx, tx, row, report, fromGraph)
		return err
	})
	return changes, err
}

func (s *Store) putAnswer(ctx context.Context, tx *sql.Tx, row int64, period model.Period, answer Answer, refresh model.Date) error {
	if err := verifySmallTable(ctx, tx, row, answerContent); err != nil {
		return err
	}
	fetchedAt, sum := formatTime(answer.FetchedAt), digest(answer.CSV)
	values := strings.Join([]string{period.String(), answer.ETag, refresh.String(), fetchedAt, sum}, ",")
	_, err := tx.ExecContext(ctx, putAnswer, row, period.String(), answer.ETag, refresh.String(),
		fetchedAt, sum, answer.CSV, rowChecksum(answerContent, row, values), formatTime(s.now()))
	if err != nil {
		return err
	}
	return stampSmallTable(ctx, tx, row, answerContent)
}
