package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// ForgetImport removes the counts that came from an import; days get the counts that they would have without it. It returns
// the number of days that changed or were removed. The error is a *problem.Error of Kind Configuration if there is no such
// import.
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
		isImported := func(revision entry) bool { return revision.importID == id }
		if changed, err = s.removeEntries(ctx, tx, row, nil, isImported); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM import WHERE id = ?", id); err != nil {
			return err
		}
		return stampSmallTable(ctx, tx, row, importContent)
	})
	return changed, err
}

// ForgetDays removes the days of the tenant's report from since to until, both included, with their revisions; those of all
// its reports if definition is nil. A zero Date sets no bound. Graph's last answers, which may contain the days, are removed
// too. It returns the number of days removed; a day of several reports counts once.
func (s *Store) ForgetDays(
	ctx context.Context, tenant Tenant, definition *model.Definition, since, until model.Date,
) (int, error) {
	removed := 0
	err := s.write(ctx, func(tx *sql.Tx) error {
		removed = 0
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		if err := verifySmallTable(ctx, tx, row, importContent); err != nil {
			return err
		}
		isWithin := func(revision entry) bool { return revision.Date.Within(since, until) }
		if removed, err = s.removeEntries(ctx, tx, row, definition, isWithin); err != nil || removed == 0 {
			return err
		}
		if err := deleteAnswers(ctx, tx, row, definition); err != nil {
			return err
		}
		return deleteUnusedImports(ctx, tx, row)
	})
	return removed, err
}

// removeEntries removes revisions of a tenant's report, or of all its reports if definition is nil. It returns the number of
// dates that changed.
func (s *Store) removeEntries(
	ctx context.Context, tx *sql.Tx, tenant int64, definition *model.Definition, isRemoved func(entry) bool,
) (int, error) {
	if err := verifySmallTable(ctx, tx, tenant, reportContent); err != nil {
		return 0, err
	}
	names, err := selectedNames(ctx, tx, tenant, definition)
	if err != nil {
		return 0, err
	}
	touched := map[model.Date]bool{}
	for _, name := range names {
		report, err := findReport(ctx, tx, tenant, name)
		if err != nil || report.id == 0 {
			return 0, err
		}
		dates, err := removeFromReport(ctx, tx, report.id, isRemoved)
		if err != nil {
			return 0, err
		}
		if len(dates) == 0 {
			continue
		}
		maps.Copy(touched, dates)
		if _, err := claimReport(ctx, tx, tenant, name, formatTime(s.now())); err != nil {
			return 0, err
		}
	}
	return len(touched), nil
}

// selectedNames has the name of a report, or those of all reports of the tenant if definition is nil.
func selectedNames(ctx context.Context, q querier, tenant int64, definition *model.Definition) ([]string, error) {
	if definition != nil {
		return []string{definition.Name}, nil
	}
	return reportNames(ctx, q, tenant)
}

// removeFromReport removes revisions of a report and returns the dates that changed.
func removeFromReport(ctx context.Context, tx *sql.Tx, report int64, isRemoved func(entry) bool) (map[model.Date]bool, error) {
	set, err := readDaySet(ctx, tx, report, everyDate)
	if err != nil {
		return nil, err
	}
	before := maps.Clone(set.histories)
	touched := map[model.Date]bool{}
	for date, h := range before {
		if slices.ContainsFunc(h, isRemoved) {
			set.histories[date] = h.without(isRemoved)
			touched[date] = true
		}
	}
	if len(touched) == 0 {
		return nil, nil
	}
	return touched, writeHistories(ctx, tx, report, before, set.histories, touched)
}

// deleteAnswers removes the answers that hold a report, or all answers of the tenant if definition is nil.
func deleteAnswers(ctx context.Context, tx *sql.Tx, tenant int64, definition *model.Definition) error {
	var function model.Function
	if definition != nil {
		function = definition.Function
	}
	if err := verifySmallTable(ctx, tx, tenant, answerContent); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM answer WHERE tenant_id = ?1 AND ?2 IN ('', function)", tenant, function)
	if err != nil {
		return err
	}
	return stampSmallTable(ctx, tx, tenant, answerContent)
}

// Forget removes all stored data of the tenant's report, or of the tenant if definition is nil. It reports whether there was
// any.
func (s *Store) Forget(ctx context.Context, tenant Tenant, definition *model.Definition) (bool, error) {
	found := false
	err := s.write(ctx, func(tx *sql.Tx) error {
		found = false
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		if definition != nil {
			found, err = forgetReport(ctx, tx, row, definition)
			return err
		}
		found = true
		if err := deleteTenant(ctx, tx, row); err != nil {
			return err
		}
		return stampTenants(ctx, tx)
	})
	return found, err
}

// forgetReport removes a report of a tenant with the answers that hold it, and the tenant if it has no other report.
func forgetReport(ctx context.Context, tx *sql.Tx, tenant int64, definition *model.Definition) (bool, error) {
	report, err := findReport(ctx, tx, tenant, definition.Name)
	if err != nil || report.id == 0 {
		return false, err
	}
	for _, content := range []string{reportContent, importContent} {
		if err := verifySmallTable(ctx, tx, tenant, content); err != nil {
			return false, err
		}
	}
	if err := deleteReport(ctx, tx, report.id); err != nil {
		return false, err
	}
	if err := deleteAnswers(ctx, tx, tenant, definition); err != nil {
		return false, err
	}
	names, err := reportNames(ctx, tx, tenant)
	if err != nil {
		return false, err
	}
	if len(names) == 0 {
		return true, errors.Join(verifyTenants(ctx, tx), deleteTenant(ctx, tx, tenant), stampTenants(ctx, tx))
	}
	if err := stampSmallTable(ctx, tx, tenant, reportContent); err != nil {
		return false, err
	}
	return true, deleteUnusedImports(ctx, tx, tenant)
}
