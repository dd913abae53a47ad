package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// Days is every stored day of one tenant.
type Days struct {
	Report model.Report
	// MergedAt is when a report, fetched or imported, was last merged into the days.
	MergedAt time.Time
	// WholeAt is when Graph last reported its longest period; zero if it never did.
	WholeAt time.Time
}

// Series gives every stored day of the tenant; false if none is stored.
func (s *Store) Series(ctx context.Context, tenant Tenant, definition *model.Definition) (Days, bool, error) {
	var stored Days
	found := false
	if definition != model.Default() {
		return stored, false, nil
	}
	err := s.read(ctx, func(tx *sql.Tx) error {
		stored, found = Days{}, false
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		if err := verifySmallTable(ctx, tx, row, answerContent); err != nil {
			return err
		}
		var mergedAt, wholeAt string
		err = tx.QueryRowContext(ctx, `SELECT merged_at, ifnull(fetched_at, '') FROM tenant
			LEFT JOIN answer ON tenant_id = id AND period = 'D180' WHERE id = ?`, row).Scan(&mergedAt, &wholeAt)
		if err != nil {
			return err
		}
		entries, err := readDays(ctx, tx, dayContent, row, everyDate)
		if err != nil {
			return err
		}
		days := make([]model.Day, len(entries))
		for i, entry := range entries {
			days[i] = entry.Day
		}
		if stored.Report, err = model.NewReport(definition, model.All, days); err != nil {
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
		if stored.MergedAt, err = parseTime(mergedAt); err != nil {
			return err
		}
		if wholeAt != "" {
			stored.WholeAt, err = parseTime(wholeAt)
		}
		found = err == nil
		return err
	})
	if !found {
		stored = Days{}
	}
	return stored, found, err
}

// Revisions gives every stored revision of each of the tenant's days: days in order, of one day the latest refresh
// date, which is the current one, last.
func (s *Store) Revisions(ctx context.Context, tenant Tenant, definition *model.Definition) ([]model.Day, error) {
	var days []model.Day
	if definition != model.Default() {
		return nil, nil
	}
	err := s.read(ctx, func(tx *sql.Tx) error {
		days = nil
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		series, err := readSeries(ctx, tx, row, everyDate)
		days = series.Revisions()
		return err
	})
	return days, err
}

// mergeReport merges a report into the tenant's days.
func (s *Store) mergeReport(ctx context.Context, tx *sql.Tx, row int64, report model.Report, importID int64) (Changes, error) {
	changes, err := mergeDays(ctx, tx, row, entriesOf(report.Days(), importID))
	if err != nil {
		return changes, err
	}
	return changes, s.setMerged(ctx, tx, row)
}

func (s *Store) setMerged(ctx context.Context, tx *sql.Tx, row int64) error {
	if _, err := tx.ExecContext(ctx, "UPDATE tenant SET merged_at = ? WHERE id = ?", formatTime(s.now()), row); err != nil {
		return err
	}
	return stampTenants(ctx, tx)
}

// span is the dates from the first to the last, as they are stored.
type span struct{ first, last string }

var everyDate = span{"0000-00-00", "9999-12-31"}

// mergeDays merges days in order, those of one date in the order in which they were reported.
func mergeDays(ctx context.Context, tx *sql.Tx, row int64, days []entry) (Changes, error) {
	if len(days) == 0 {
		return Changes{}, nil
	}
	series, err := readSeries(ctx, tx, row, span{days[0].Date.String(), days[len(days)-1].Date.String()})
	if err != nil {
		return Changes{}, err
	}
	before := maps.Clone(series.histories)
	changes, touched := series.merge(days)
	if err := writeHistories(ctx, tx, row, before, series.histories, touched); err != nil {
		return Changes{}, err
	}
	return changes, checkSpan(ctx, tx, row)
}

// checkSpan refuses days that lie too far from the stored ones to be one report with them.
func checkSpan(ctx context.Context, tx *sql.Tx, row int64) error {
	var first, last string
	err := tx.QueryRowContext(ctx, `SELECT (SELECT min(date) FROM day WHERE tenant_id = ?1),
		(SELECT max(date) FROM day WHERE tenant_id = ?1)`, row).Scan(&first, &last)
	if err != nil {
		return err
	}
	ends := make([]model.Day, 2)
	for i, text := range []string{first, last} {
		if ends[i].Date, err = parseDate(text); err != nil {
			return err
		}
	}
	if _, err := model.NewReport(model.Default(), model.All, ends); err != nil {
		return problem.New(problem.Error{
			Kind: problem.NotReport,
			What: "The report does not belong to the stored days",
			Why:  err.Error(),
			Do:   "Check which tenant's report it is and that its dates are right.",
			Err:  err,
		})
	}
	return nil
}

// parseDate reads a date in the only form that is stored. A series has thousands.
func parseDate(text string) (model.Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return unixEpoch + model.Date(t.Unix()/secondsPerDay), nil
}

const secondsPerDay = 24 * 60 * 60

var unixEpoch = model.NewDate(1970, time.January, 1)

// Precision is the precision of every time that is stored. A finer time is cut to it.
const Precision = time.Millisecond

const timeFormat = "2006-01-02T15:04:05.000Z"

func formatTime(t time.Time) string { return t.UTC().Format(timeFormat) }

func parseTime(text string) (time.Time, error) {
	t, err := time.Parse(timeFormat, text)
	if err != nil {
		err = fmt.Errorf("%w: %w", errDamaged, err)
	}
	return t, err
}
