package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// Days is every stored day of one report of one tenant.
type Days struct {
	Report model.Report
	// MergedAt is when days, fetched or imported, were last merged into the report's.
	MergedAt time.Time
	// WholeAt is when Graph last reported its longest period; zero if it never did.
	WholeAt time.Time
}

// Days returns every stored day of the tenant's report; false if the report was never stored.
func (s *Store) Days(ctx context.Context, tenant Tenant, definition *model.Definition) (Days, bool, error) {
	var stored Days
	found := false
	err := s.read(ctx, func(tx *sql.Tx) error {
		stored, found = Days{}, false
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		report, err := findReport(ctx, tx, row, definition.Name)
		if err != nil || report.id == 0 {
			return err
		}
		if stored.Report, err = readReport(ctx, tx, report.id, definition); err != nil {
			return err
		}
		if stored.MergedAt, err = parseTime(report.mergedAt); err != nil {
			return err
		}
		stored.WholeAt, err = lastWhole(ctx, tx, row, definition.Function)
		found = err == nil
		return err
	})
	if !found {
		stored = Days{}
	}
	return stored, found, err
}

// readReport reads the days of the report with an id.
func readReport(ctx context.Context, q querier, id int64, definition *model.Definition) (model.Report, error) {
	entries, err := readDays(ctx, q, dayContent, id, everyDate)
	if err != nil {
		return model.Report{}, err
	}
	days := make([]model.Day, len(entries))
	for i, entry := range entries {
		days[i] = entry.Day
	}
	report, err := model.NewReport(definition, model.All, days)
	if err != nil {
		err = fmt.Errorf("%w: %w", errDamaged, err)
	}
	return report, err
}

// lastWhole is when Graph last reported its longest period; zero if it never did.
func lastWhole(ctx context.Context, q querier, tenant int64, function model.Function) (time.Time, error) {
	if err := verifySmallTable(ctx, q, tenant, answerContent); err != nil {
		return time.Time{}, err
	}
	var fetchedAt string
	err := q.QueryRowContext(ctx, "SELECT fetched_at FROM answer WHERE tenant_id = ? AND function = ? AND period = 'D180'",
		tenant, function).Scan(&fetchedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return parseTime(fetchedAt)
}

// Revisions returns every stored revision of each day of the tenant's report, oldest day first. Revisions of a day are in the
// order of their refresh dates, the current one last.
func (s *Store) Revisions(ctx context.Context, tenant Tenant, definition *model.Definition) ([]model.Day, error) {
	var days []model.Day
	err := s.read(ctx, func(tx *sql.Tx) error {
		days = nil
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		report, err := findReport(ctx, tx, row, definition.Name)
		if err != nil || report.id == 0 {
			return err
		}
		set, err := readDaySet(ctx, tx, report.id, everyDate)
		days = set.Revisions()
		return err
	})
	return days, err
}

// span is a range of dates as they are stored, both ends included.
type span struct{ first, last string }

var everyDate = span{"0000-00-00", "9999-12-31"}

// mergeReports merges the reports of one file into the tenant's days.
func (s *Store) mergeReports(
	ctx context.Context, tx *sql.Tx, tenant int64, reports []model.Report, importID int64,
) (Changes, error) {
	all := outcomes{}
	now := formatTime(s.now())
	for _, report := range reports {
		id, err := claimReport(ctx, tx, tenant, report.Definition.Name, now)
		if err != nil {
			return Changes{}, err
		}
		merged, err := mergeDays(ctx, tx, id, entriesOf(report.Days(), importID))
		if err != nil {
			return Changes{}, err
		}
		all.add(merged)
	}
	return all.changes(), nil
}

// mergeDays merges days, which are ordered by date, and those of one date in the order in which they were reported.
func mergeDays(ctx context.Context, tx *sql.Tx, report int64, days []entry) (outcomes, error) {
	if len(days) == 0 {
		return nil, nil
	}
	set, err := readDaySet(ctx, tx, report, span{days[0].Date.String(), days[len(days)-1].Date.String()})
	if err != nil {
		return nil, err
	}
	before := maps.Clone(set.histories)
	merged, touched := set.merge(days)
	if err := writeHistories(ctx, tx, report, before, set.histories, touched); err != nil {
		return nil, err
	}
	return merged, checkSpan(ctx, tx, report)
}

// checkSpan rejects days that are too far from the stored ones to belong to the same report.
func checkSpan(ctx context.Context, tx *sql.Tx, report int64) error {
	var first, last string
	err := tx.QueryRowContext(ctx, `SELECT (SELECT min(date) FROM day WHERE report_id = ?1),
		(SELECT max(date) FROM day WHERE report_id = ?1)`, report).Scan(&first, &last)
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

// parseDate parses a date in the only form that is stored, faster than model.ParseDate: a report may have thousands.
func parseDate(text string) (model.Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return unixEpoch + model.Date(t.Unix()/secondsPerDay), nil
}

const secondsPerDay = 24 * 60 * 60

var unixEpoch = model.NewDate(1970, time.January, 1)

// Precision is the precision of every stored time. Finer times are truncated to it.
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
