package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"peerdash/graphapi/guid"
	"peerdash/graphapi/problem"
	"peerdash/model"
)

// Recovered is what Recover found of one tenant in another store.
type Recovered struct {
	Tenant Tenant
	// Changes counts the days that were merged.
	Changes Changes
	// Answers is the number of answers that were found.
	Answers int
	// IsComplete reports that every day and revision of the tenant was found, as far as the other store shows.
	IsComplete bool
}

// Recover merges what can be read of another store, such as a damaged one that was renamed, into this one: all of it or,
// with an error, nothing. Rows whose checksums are wrong are left out. The other file is not changed.
func (s *Store) Recover(ctx context.Context, path string) ([]Recovered, error) {
	found, err := readDamaged(ctx, path)
	if err != nil {
		return nil, recoverFailure(path, err)
	}
	if len(found) == 0 {
		return nil, recoverFailure(path, errors.New("no tenant can be read from it"))
	}
	var recovered []Recovered
	err = s.write(ctx, func(tx *sql.Tx) error {
		recovered = nil
		for _, tenant := range found {
			changes, err := s.mergeFound(ctx, tx, tenant)
			if err != nil {
				return err
			}
			recovered = append(recovered, Recovered{
				Tenant: tenant.tenants[0], Changes: changes, Answers: len(tenant.answers), IsComplete: tenant.isComplete,
			})
		}
		return nil
	})
	return recovered, err
}

func recoverFailure(path string, err error) error {
	return problem.New(problem.Error{
		What: "Nothing can be recovered from " + path,
		Why:  err.Error(),
		Do:   "Check that it is a store, and import saved reports instead.",
		Err:  err,
	})
}

// foundTenant is what was found of one tenant.
type foundTenant struct {
	// tenants has one Tenant for each of the names.
	tenants    []Tenant
	days       []model.Day // with revisions, in order
	answers    []foundAnswer
	isComplete bool
}

type foundAnswer struct {
	period  model.Period
	refresh model.Date
	Answer
}

func (s *Store) mergeFound(ctx context.Context, tx *sql.Tx, found foundTenant) (Changes, error) {
	var row int64
	var err error
	for _, tenant := range found.tenants {
		if row, err = s.claimTenant(ctx, tx, tenant); err != nil {
			return Changes{}, err
		}
	}
	for _, answer := range found.answers {
		if err := s.putAnswer(ctx, tx, row, answer.period, answer.Answer, answer.refresh); err != nil {
			return Changes{}, err
		}
	}
	return mergeDays(ctx, tx, row, entriesOf(found.days, fromGraph))
}

// readDamaged reads each tenant of a store that may be damaged.
func readDamaged(ctx context.Context, path string) ([]foundTenant, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	taken, err := takeSnapshot(path)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(taken)
	defer db.Close()
	db.SetMaxOpenConns(1)
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		return nil, err
	case version > schemaVersionNow:
		return nil, errNewer
	case version < schemaVersionNow:
		return nil, errors.New("its schema is older and has no checksums, so undamaged days cannot be recognized")
	}
	var found []foundTenant
	tenants := readNames(ctx, db)
	for _, row := range slices.Sorted(maps.Keys(tenants)) {
		tenant := foundTenant{tenants: tenants[row]}
		tenant.days, tenant.isComplete = readSoundDays(ctx, db, row)
		tenant.answers = readSoundAnswers(ctx, db, row)
		found = append(found, tenant)
	}
	return found, ctx.Err()
}

// readNames reads the sound names of tenants by their rows, forwards and backwards up to what cannot be read.
func readNames(ctx context.Context, db *sql.DB) map[int64][]Tenant {
	tenants := map[int64][]Tenant{}
	for _, order := range []string{"ASC", "DESC"} {
		query := "SELECT tenant_id, graph_root, name, checksum FROM tenant_name ORDER BY graph_root " + order + ", name " + order
		_ = eachRow(ctx, db, query, func(rows *sql.Rows) error {
			var row, sum int64
			var tenant Tenant
			if err := rows.Scan(&row, &tenant.GraphRoot, &tenant.Name, &sum); err != nil {
				return err
			}
			if sum == rowChecksum(nameContent, row, tenant.GraphRoot+","+tenant.Name) && !slices.Contains(tenants[row], tenant) {
				tenants[row] = append(tenants[row], tenant)
			}
			return nil
		})
	}
	for _, names := range tenants {
		nameByID(names)
	}
	return tenants
}

// nameByID gives each of a tenant's names the tenant id among them, so that all lead to one tenant. A name that
// leads to another tenant by now stays with it.
func nameByID(names []Tenant) {
	at := slices.IndexFunc(names, func(t Tenant) bool { return guid.Is(t.Name) })
	if at < 0 {
		return
	}
	id := names[at].Name
	for i := range names {
		names[i].ID, names[i].NameIsUnproven = id, true
	}
}

func eachRow(ctx context.Context, db *sql.DB, query string, use func(*sql.Rows) error, arguments ...any) error {
	rows, err := db.QueryContext(ctx, query, arguments...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := use(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// The years in which days are looked for. Each month is read by itself, so that a damaged page costs no more than the
// months on it.
const firstYear, lastYear = 1990, 2100

// readSoundDays reads the days and revisions whose checksums are right, and reports whether these are all.
func readSoundDays(ctx context.Context, db *sql.DB, row int64) ([]model.Day, bool) {
	if series, err := readSeries(ctx, db, row, everyDate); err == nil {
		return series.Revisions(), true
	}
	series := Series{histories: map[model.Date]history{}}
	for _, content := range []string{revisionContent, dayContent} {
		query := "SELECT " + dayText + ", checksum FROM day WHERE tenant_id = ? AND date BETWEEN ? AND ?"
		if content == revisionContent {
			query = "SELECT position || ',' || " + dayText + ", checksum FROM revision" +
				" WHERE tenant_id = ? AND date BETWEEN ? AND ? ORDER BY date, position"
		}
		for month := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC); month.Year() <= lastYear; month = month.AddDate(0, 1, 0) {
			first := month.Format(time.DateOnly)
			last := month.AddDate(0, 1, -1).Format(time.DateOnly)
			_ = eachRow(ctx, db, query, func(rows *sql.Rows) error {
				if day, err := scanSoundDay(rows, content, row); err == nil {
					series.histories[day.Date] = append(series.histories[day.Date], day)
				}
				return nil
			}, row, first, last)
		}
	}
	return series.Revisions(), false
}

func scanSoundDay(rows *sql.Rows, content string, row int64) (entry, error) {
	var line string
	var sum int64
	if err := rows.Scan(&line, &sum); err != nil {
		return entry{}, err
	}
	if rowChecksum(content, row, line) != sum {
		return entry{}, errDamaged
	}
	if content == revisionContent {
		_, line, _ = strings.Cut(line, ",")
	}
	return parseDay(line)
}

// readSoundAnswers reads the answers whose checksums are right.
func readSoundAnswers(ctx context.Context, db *sql.DB, row int64) []foundAnswer {
	var answers []foundAnswer
	for _, period := range model.GraphPeriods() {
		var answer foundAnswer
		var refresh, fetchedAt, sum string
		var checksum int64
		err := db.QueryRowContext(ctx, `SELECT etag, ifnull(refresh_date, ''), fetched_at, csv_sha256, csv, checksum FROM answer
			WHERE tenant_id = ? AND period = ?`, row, period.String()).
			Scan(&answer.ETag, &refresh, &fetchedAt, &sum, &answer.CSV, &checksum)
		values := strings.Join([]string{period.String(), answer.ETag, refresh, fetchedAt, sum}, ",")
		if err != nil || digest(answer.CSV) != sum || rowChecksum(answerContent, row, values) != checksum {
			continue
		}
		answer.period = period
		if answer.FetchedAt, err = parseTime(fetchedAt); err != nil {
			continue
		}
		if refresh != "" {
			if answer.refresh, err = parseDate(refresh); err != nil {
				continue
			}
		}
		answers = append(answers, answer)
	}
	return answers
}
