package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// Kept is every day kept of one tenant.
type Kept struct {
	Report model.Report
	// MergedAt is when a report, fetched or imported, was last merged into the days.
	MergedAt time.Time
	// WholeAt is when Graph last told all that it remembers, its longest period; zero where it never did.
	WholeAt time.Time
}

// Series gives every day kept of the tenant; false where nothing is.
func (s *Store) Series(ctx context.Context, tenant Tenant) (Kept, bool, error) {
	var kept Kept
	found := false
	err := s.read(ctx, func(db *sql.DB) error {
		row, err := resolveTenant(ctx, db, tenant)
		if err != nil || row == 0 {
			return err
		}
		var mergedAt, wholeAt string
		err = db.QueryRowContext(ctx, `SELECT merged_at, ifnull(fetched_at, '') FROM tenant
			LEFT JOIN answer ON tenant_id = id AND period = 'D180' WHERE id = ?`, row).Scan(&mergedAt, &wholeAt)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // forgotten meanwhile
		}
		if err != nil {
			return err
		}
		days, err := readDays(ctx, db, selectDays, row, everyDate)
		if err != nil {
			return err
		}
		if kept.Report, err = model.NewReport(model.All, days); err != nil {
			return fmt.Errorf("%w: %w", errDamaged, err)
		}
		if kept.MergedAt, err = parseTime(mergedAt); err != nil {
			return err
		}
		if wholeAt != "" {
			kept.WholeAt, err = parseTime(wholeAt)
		}
		found = err == nil
		return err
	})
	return kept, found, err
}

// Revisions gives each value that was ever told of each of the tenant's days with its refresh date: days in order, of
// one day the latest refresh date, which is what holds, last.
func (s *Store) Revisions(ctx context.Context, tenant Tenant) ([]model.Day, error) {
	var days []model.Day
	err := s.read(ctx, func(db *sql.DB) error {
		row, err := resolveTenant(ctx, db, tenant)
		if err != nil || row == 0 {
			return err
		}
		series, err := readSeries(ctx, db, row, everyDate)
		days = series.Revisions()
		return err
	})
	return days, err
}

// Merge merges a report into the tenant's days, all of it or, with an error, nothing.
func (s *Store) Merge(ctx context.Context, tenant Tenant, report model.Report) (Changes, error) {
	var changes Changes
	err := s.write(ctx, func(tx *sql.Tx) error {
		row, err := s.claimTenant(ctx, tx, tenant)
		if err != nil {
			return err
		}
		changes, err = s.mergeReport(ctx, tx, row, report)
		return err
	})
	return changes, err
}

func (s *Store) mergeReport(ctx context.Context, tx *sql.Tx, row int64, report model.Report) (Changes, error) {
	changes, err := mergeDays(ctx, tx, row, report.Days())
	if err != nil {
		return changes, err
	}
	_, err = tx.ExecContext(ctx, "UPDATE tenant SET merged_at = ? WHERE id = ?", formatTime(s.now()), row)
	return changes, err
}

// span is the dates from the first to the last, as they are kept.
type span struct{ first, last string }

var everyDate = span{"0000-00-00", "9999-12-31"}

// mergeDays merges days, of which those of one date are in the order in which they were told.
func mergeDays(ctx context.Context, tx *sql.Tx, row int64, days []model.Day) (Changes, error) {
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

const (
	dayColumns = "refresh_date, im, audio, video, app_sharing, file_transfer"
	putDay     = "INSERT OR REPLACE INTO day (tenant_id, date, " + dayColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

	putRevision = "INSERT INTO revision (tenant_id, date, position, " + dayColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

// writeHistories writes the histories of the touched dates, as far as they are others than before.
func writeHistories(ctx context.Context, tx *sql.Tx, row int64, before, after map[model.Date]history,
	touched map[model.Date]bool) error {
	put, err := tx.PrepareContext(ctx, putDay)
	if err != nil {
		return err
	}
	defer put.Close()
	for date := range touched {
		h := after[date]
		if _, err := put.ExecContext(ctx, append([]any{row, date.String()}, dayValues(h.current())...)...); err != nil {
			return err
		}
		if err := writeRevisions(ctx, tx, row, date, before[date].revisions(), h.revisions()); err != nil {
			return err
		}
	}
	return nil
}

// writeRevisions writes the revisions of a date from the first on that is another than before.
func writeRevisions(ctx context.Context, tx *sql.Tx, row int64, date model.Date, before, after history) error {
	same := 0
	for same < min(len(before), len(after)) && before[same] == after[same] {
		same++
	}
	if same < len(before) {
		_, err := tx.ExecContext(ctx, "DELETE FROM revision WHERE tenant_id = ? AND date = ? AND position >= ?", row, date.String(), same)
		if err != nil {
			return err
		}
	}
	for position := same; position < len(after); position++ {
		values := append([]any{row, date.String(), position}, dayValues(after[position])...)
		if _, err := tx.ExecContext(ctx, putRevision, values...); err != nil {
			return err
		}
	}
	return nil
}

// dayValues are the values of dayColumns.
func dayValues(day model.Day) []any {
	values := []any{day.RefreshDate.String()}
	for _, count := range day.Counts {
		if sessions, known := count.Value(); known {
			values = append(values, sessions)
		} else {
			values = append(values, nil)
		}
	}
	return values
}

// checkSpan refuses days that could not be shown together with those that are kept.
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
	if _, err := model.NewReport(model.All, ends); err != nil {
		return problem.New(problem.Error{
			Kind: problem.NotReport,
			What: "The report does not belong to the days that are kept",
			Why:  err.Error(),
			Do:   "See whose report it is and whether its dates are right.",
			Err:  err,
		})
	}
	return nil
}

// dayText makes one text of a row, and selectDays of all rows: that is read in half the time that rows take one by one.
const dayText = `concat_ws(',', date, refresh_date, ifnull(im, ''), ifnull(audio, ''), ifnull(video, ''),
	ifnull(app_sharing, ''), ifnull(file_transfer, ''))`

const (
	selectDays      = "SELECT ifnull(group_concat(" + dayText + ", ';'), '') FROM day WHERE tenant_id = ? AND date BETWEEN ? AND ?"
	selectRevisions = "SELECT ifnull(group_concat(" + dayText + ", ';' ORDER BY date, position), '')" +
		" FROM revision WHERE tenant_id = ? AND date BETWEEN ? AND ?"
)

func readSeries(ctx context.Context, q querier, row int64, dates span) (Series, error) {
	series := Series{histories: map[model.Date]history{}}
	for _, query := range []string{selectRevisions, selectDays} {
		days, err := readDays(ctx, q, query, row, dates)
		if err != nil {
			return Series{}, err
		}
		for _, day := range days {
			series.histories[day.Date] = append(series.histories[day.Date], day)
		}
	}
	return series, nil
}

func readDays(ctx context.Context, q querier, query string, row int64, dates span) ([]model.Day, error) {
	var text string
	if err := q.QueryRowContext(ctx, query, row, dates.first, dates.last).Scan(&text); err != nil || text == "" {
		return nil, err
	}
	days := make([]model.Day, 0, strings.Count(text, ";")+1)
	for line := range strings.SplitSeq(text, ";") {
		day, err := parseDay(line)
		if err != nil {
			return nil, err
		}
		days = append(days, day)
	}
	return days, nil
}

func parseDay(line string) (model.Day, error) {
	var day model.Day
	var err error
	date, rest, _ := strings.Cut(line, ",")
	if day.Date, err = parseDate(date); err != nil {
		return day, err
	}
	date, rest, _ = strings.Cut(rest, ",")
	if day.RefreshDate, err = parseDate(date); err != nil {
		return day, err
	}
	for t := range day.Counts {
		field, others, _ := strings.Cut(rest, ",")
		rest = others
		if field == "" {
			continue
		}
		sessions, err := strconv.ParseInt(field, 10, 64)
		if err != nil || sessions < 0 || sessions > model.MaxCount {
			return day, fmt.Errorf("%w: %q is no count", errDamaged, field)
		}
		day.Counts[t] = model.Known(sessions)
	}
	return day, nil
}

// parseDate reads a date in the one form in which they are kept, of which a series has thousands.
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
