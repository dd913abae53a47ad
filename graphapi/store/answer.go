package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"peerdash/model"
)

// Answer is an answer of Graph for one function and period, as received.
type Answer struct {
	// CSV is the file's text. ETag identifies its version and may be empty.
	CSV  []byte
	ETag string
	// FetchedAt is when Graph sent this answer or last confirmed it, to the millisecond.
	FetchedAt time.Time
}

// Answer returns the stored answer for the tenant, the function and the period; false if there is none.
func (s *Store) Answer(ctx context.Context, tenant Tenant, function model.Function, period model.Period) (Answer, bool, error) {
	var answer Answer
	found := false
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
		err = tx.QueryRowContext(ctx, `SELECT csv, etag, fetched_at, csv_sha256 FROM answer
			WHERE tenant_id = ? AND function = ? AND period = ?`, row, function, period.String()).Scan(&answer.CSV, &answer.ETag, &fetchedAt, &sum)
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

// putAnswer does not replace a later answer, unless that is from the future, since the clock was set back.
const putAnswer = `INSERT INTO answer (tenant_id, function, period, etag, refresh_date, fetched_at, csv_sha256, csv, checksum)
	VALUES (?1, ?2, ?3, ?4, nullif(?5, ''), ?6, ?7, ?8, ?9)
	ON CONFLICT DO UPDATE SET etag = excluded.etag, refresh_date = excluded.refresh_date,
		fetched_at = excluded.fetched_at, csv_sha256 = excluded.csv_sha256, csv = excluded.csv, checksum = excluded.checksum
	WHERE excluded.fetched_at >= answer.fetched_at OR answer.fetched_at > ?10`

// Save stores an answer in place of the last one for the tenant, the function and the period, unless another process has
// stored one that Graph sent later, and merges its reports into the tenant's days. After an error neither is done.
func (s *Store) Save(
	ctx context.Context, tenant Tenant, function model.Function, period model.Period, answer Answer, reports []model.Report,
) (Changes, error) {
	var changes Changes
	err := s.write(ctx, func(tx *sql.Tx) error {
		row, err := claimTenant(ctx, tx, tenant)
		if err != nil {
			return err
		}
		var refresh model.Date
		for _, report := range reports {
			refresh = max(refresh, report.RefreshDate)
		}
		if err := s.putAnswer(ctx, tx, row, answerKey{function, period}, answer, refresh); err != nil {
			return err
		}
		changes, err = s.mergeReports(ctx, tx, row, reports, fromGraph)
		return err
	})
	return changes, err
}

// answerKey names an answer of a tenant.
type answerKey struct {
	function model.Function
	period   model.Period
}

// line is the text of an answer's row, as answerText makes it in SQL.
func (k answerKey) line(etag, refresh, fetchedAt, sum string) string {
	return strings.Join([]string{string(k.function), k.period.String(), etag, refresh, fetchedAt, sum}, ",")
}

func (s *Store) putAnswer(ctx context.Context, tx *sql.Tx, row int64, key answerKey, answer Answer, refresh model.Date) error {
	if err := verifySmallTable(ctx, tx, row, answerContent); err != nil {
		return err
	}
	fetchedAt, sum := formatTime(answer.FetchedAt), digest(answer.CSV)
	values := key.line(answer.ETag, refresh.String(), fetchedAt, sum)
	_, err := tx.ExecContext(ctx, putAnswer, row, key.function, key.period.String(), answer.ETag, refresh.String(),
		fetchedAt, sum, answer.CSV, rowChecksum(answerContent, row, values), formatTime(s.now()))
	if err != nil {
		return err
	}
	return stampSmallTable(ctx, tx, row, answerContent)
}
