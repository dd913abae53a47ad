package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// ImportInfo is a file that was imported.
type ImportInfo struct {
	// ID names the import to ForgetImport.
	ID   int64
	File string
	At   time.Time
	// Days is how many of the tenant's days have counts from the file.
	Days int
}

// Import merges the report of a file into the tenant's days, all of it or, with an error, nothing. An import that changed
// something can be forgotten.
func (s *Store) Import(ctx context.Context, tenant Tenant, file string, report model.Report) (Changes, error) {
	var changes Changes
	err := s.write(ctx, func(tx *sql.Tx) error {
		row, err := s.claimTenant(ctx, tx, tenant)
		if err != nil {
			return err
		}
		if err := verifySmallTable(ctx, tx, row, importContent); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, "INSERT INTO import (tenant_id, file, imported_at) VALUES (?, ?, ?)",
			row, file, formatTime(s.now()))
		if err != nil {
			return err
		}
		id, err := result.LastInsertId()
		if err != nil {
			return err
		}
		if changes, err = s.mergeReport(ctx, tx, row, report, id); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM import WHERE id = ?1
			AND NOT EXISTS (SELECT 1 FROM day WHERE tenant_id = ?2 AND import_id = ?1)
			AND NOT EXISTS (SELECT 1 FROM revision WHERE tenant_id = ?2 AND import_id = ?1)`, id, row)
		if err != nil {
			return err
		}
		return stampSmallTable(ctx, tx, row, importContent)
	})
	return changes, err
}

// Imports lists the imports of a tenant that changed something, oldest first.
func (s *Store) Imports(ctx context.Context, tenant Tenant) ([]ImportInfo, error) {
	var imports []ImportInfo
	err := s.read(ctx, func(tx *sql.Tx) error {
		imports = nil
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		if err := verifySmallTable(ctx, tx, row, importContent); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT id, file, imported_at,
			(SELECT count(*) FROM day WHERE day.tenant_id = ?1 AND import_id = id)
			FROM import WHERE tenant_id = ?1 ORDER BY id`, row)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var info ImportInfo
			var at string
			if err := rows.Scan(&info.ID, &info.File, &at, &info.Days); err != nil {
				return err
			}
			if info.At, err = parseTime(at); err != nil {
				return err
			}
			imports = append(imports, info)
		}
		return rows.Err()
	})
	return imports, err
}

// ForgetImport removes what an import added, so that days have the counts that they have without it. It gives the number
// of days that changed or were removed.
func (s *Store) ForgetImport(ctx context.Context, id int64) (int, error) {
	changed := 0
	err := s.write(ctx, func(tx *sql.Tx) error {
		var row int64
		err := tx.QueryRowContext(ctx, "SELECT tenant_id FROM import WHERE id = ?", id).Scan(&row)
		if errors.Is(err, sql.ErrNoRows) {
			return problem.New(problem.Error{
				Kind: problem.Configuration, What: "No such import is stored", Remedies: []problem.Remedy{problem.ShowStore},
			})
		}
		if err != nil {
			return err
		}
		if err := verifySmallTable(ctx, tx, row, importContent); err != nil {
			return err
		}
		if changed, err = s.removeEntries(ctx, tx, row, func(revision entry) bool { return revision.importID == id }); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM import WHERE id = ?", id); err != nil {
			return err
		}
		return stampSmallTable(ctx, tx, row, importContent)
	})
	return changed, err
}

// ForgetDays removes the tenant's days between two dates, both included, with their revisions. A zero Date sets no bound.
// Graph's last answers, which may contain them, are removed too. It gives the number of days removed.
func (s *Store) ForgetDays(ctx context.Context, tenant Tenant, since, until model.Date) (int, error) {
	removed := 0
	err := s.write(ctx, func(tx *sql.Tx) error {
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		isWithin := func(revision entry) bool { return revision.Date.Within(since, until) }
		if removed, err = s.removeEntries(ctx, tx, row, isWithin); err != nil || removed == 0 {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM answer WHERE tenant_id = ?", row); err != nil {
			return err
		}
		return stampSmallTable(ctx, tx, row, answerContent)
	})
	return removed, err
}

func (s *Store) removeEntries(ctx context.Context, tx *sql.Tx, row int64, isRemoved func(entry) bool) (int, error) {
	if err := verifyTenants(ctx, tx); err != nil {
		return 0, err
	}
	series, err := readSeries(ctx, tx, row, everyDate)
	if err != nil {
		return 0, err
	}
	before := maps.Clone(series.histories)
	touched := map[model.Date]bool{}
	for date, h := range before {
		if slices.ContainsFunc(h, isRemoved) {
			series.histories[date] = h.without(isRemoved)
			touched[date] = true
		}
	}
	if len(touched) == 0 {
		return 0, nil
	}
	if err := writeHistories(ctx, tx, row, before, series.histories, touched); err != nil {
		return 0, err
	}
	return len(touched), s.setMerged(ctx, tx, row)
}
