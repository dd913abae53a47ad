package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"os"
	"slices"

	"peerdash/graphapi/guid"
	"peerdash/graphapi/problem"
	"peerdash/model"
)

// Recovered is what Recover found of one tenant in another store.
type Recovered struct {
	Tenant Tenant
	// Changes counts the days that were merged.
	Changes Changes
	// Reports and Answers are the numbers of reports and of answers that were found.
	Reports, Answers int
	// IsComplete reports whether every day and revision of the tenant was found, as far as the other store's checksums show.
	IsComplete bool
}

// Recover merges what can be read of another store, such as a damaged one that was renamed, into this one; after an error
// nothing is changed. Rows whose checksums are wrong are left out. The other file is not changed.
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
				Tenant: tenant.shown(), Changes: changes, Reports: len(tenant.reports), Answers: len(tenant.answers),
				IsComplete: tenant.isComplete,
			})
		}
		return nil
	})
	return recovered, err
}

func recoverFailure(path string, err error) error {
	why := problem.Reason(err)
	if isDamage(err) {
		why = "it is not an SQLite database, or is damaged beyond recovery"
	}
	return problem.New(problem.Error{
		What:     "Nothing can be recovered from " + path,
		Why:      problem.Sentence(why),
		Do:       "Check the name, or import saved reports instead.",
		Remedies: []problem.Remedy{problem.ShowStore},
		Err:      err,
	})
}

// foundTenant is what was found of one tenant.
type foundTenant struct {
	// tenants has one Tenant for each of the names.
	tenants    []Tenant
	reports    []foundReport
	answers    []foundAnswer
	isComplete bool
}

// shown is the tenant by its first name that is not its id, as TenantInfo.Label shows it.
func (f foundTenant) shown() Tenant {
	return f.tenants[max(slices.IndexFunc(f.tenants, func(t Tenant) bool { return !guid.Is(t.Name) }), 0)]
}

type foundReport struct {
	name string
	days []model.Day // with revisions, in order
}

type foundAnswer struct {
	answerKey
	refresh model.Date
	Answer
}

func (s *Store) mergeFound(ctx context.Context, tx *sql.Tx, found foundTenant) (Changes, error) {
	var row int64
	var err error
	for _, tenant := range found.tenants {
		if row, err = claimTenant(ctx, tx, tenant); err != nil {
			return Changes{}, err
		}
	}
	for _, answer := range found.answers {
		if err := s.putAnswer(ctx, tx, row, answer.answerKey, answer.Answer, answer.refresh); err != nil {
			return Changes{}, err
		}
	}
	all := outcomes{}
	for _, report := range found.reports {
		id, err := claimReport(ctx, tx, row, report.name, formatTime(s.now()))
		if err != nil {
			return Changes{}, err
		}
		merged, err := mergeDays(ctx, tx, id, entriesOf(report.days, fromGraph))
		if err != nil {
			return Changes{}, err
		}
		all.add(merged)
	}
	return all.changes(), nil
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
	db, version, err := openDamaged(ctx, taken)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	sound := layoutOf(version)
	tenants := readNames(ctx, db)
	reports := sound.readReports(ctx, db, slices.Collect(maps.Keys(tenants)))
	var found []foundTenant
	for _, row := range slices.Sorted(maps.Keys(tenants)) {
		tenant := foundTenant{tenants: tenants[row], isComplete: sound.hasAllReports(ctx, db, row, reports[row])}
		for _, report := range reports[row] {
			days, isComplete := sound.readAllDays(ctx, db, report.id)
			tenant.reports = append(tenant.reports, foundReport{report.name, days})
			tenant.isComplete = tenant.isComplete && isComplete
		}
		tenant.answers = sound.readAnswers(ctx, db, row)
		found = append(found, tenant)
	}
	return found, ctx.Err()
}

// openDamaged opens a store that may be damaged, and returns its schema version. A store without checksums of its days must be
// sound; it is migrated in memory.
func openDamaged(ctx context.Context, taken *snapshot) (*sql.DB, int, error) {
	db := sql.OpenDB(taken)
	db.SetMaxOpenConns(1)
	version, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
	case version > schemaVersionNow:
		err = errNewer
	case version < 1:
		err = errDamaged
	case version >= 2:
		return db, version, nil
	case checkOlder(ctx, db, version) != nil:
		err = errors.New("its schema is older and has no checksums, so undamaged days cannot be recognized")
	default:
		err = migrateFrom(ctx, db, version)
	}
	if err != nil {
		db.Close()
		return nil, 0, err
	}
	return db, schemaVersionNow, nil
}

// readNames reads the sound names of tenants, from the first row and from the last one up to those that cannot be read.
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

// nameByID adds the tenant id, if it is among a tenant's names, to each of them, so that all lead to the same tenant. A name that now
// belongs to another tenant stays with that tenant.
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
