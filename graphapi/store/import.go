package store

import (
	"context"
	"database/sql"
	"time"

	"peerdash/model"
)

// ImportInfo is a file that was imported.
type ImportInfo struct {
	// ID identifies the import to ForgetImport.
	ID int64
	// File is the name of the file, which is text from outside.
	File string
	At   time.Time
	// Days is how many of the tenant's days have counts from the file.
	Days int
}

// Import merges the reports of a file into the tenant's days; after an error nothing is changed. An import that changed
// something can be undone by ForgetImport.
func (s *Store) Import(ctx context.Context, tenant Tenant, file string, reports []model.Report) (Changes, error) {
	var changes Changes
	err := s.write(ctx, func(tx *sql.Tx) error {
		row, err := claimTenant(ctx, tx, tenant)
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
		if changes, err = s.mergeReports(ctx, tx, row, reports, id); err != nil {
			return err
		}
		return deleteUnusedImports(ctx, tx, row)
	})
	return changes, err
}

// deleteUnusedImports removes the imports of a tenant from which no counts are left. Its imports were verified.
func deleteUnusedImports(ctx context.Context, tx *sql.Tx, tenant int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM import WHERE tenant_id = ?1 AND id NOT IN (
		SELECT import_id FROM day JOIN report ON report.id = report_id WHERE tenant_id = ?1 AND import_id IS NOT NULL
		UNION SELECT import_id FROM revision JOIN report ON report.id = report_id
			WHERE tenant_id = ?1 AND import_id IS NOT NULL)`, tenant)
	if err != nil {
		return err
	}
	return stampSmallTable(ctx, tx, tenant, importContent)
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
			(SELECT count(DISTINCT date) FROM day JOIN report ON report.id = report_id
				WHERE report.tenant_id = ?1 AND import_id = import.id)
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
