package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"peerdash/graphapi/sanitize"
	"peerdash/model"
)

// TenantInfo summarizes the stored data of one tenant.
type TenantInfo struct {
	GraphRoot string
	// ID is the tenant id, empty if no token named it. Names are the other names, in order; they are text from outside.
	ID    string
	Names []string
	// Days is the number of stored days, Gaps that of the days between First and Last that are missing.
	Days, Gaps  int
	First, Last model.Date
	// RefreshDate is the latest refresh date of the days, MergedAt when a report was last merged into them.
	RefreshDate model.Date
	MergedAt    time.Time
}

// Tenant is the tenant, for the methods of Store.
func (t TenantInfo) Tenant() Tenant {
	tenant := Tenant{GraphRoot: t.GraphRoot, ID: t.ID}
	if t.ID == "" && len(t.Names) > 0 {
		tenant.Name = t.Names[0]
	}
	return tenant
}

// IsOf reports whether the tenant's reports are of the Graph root.
func (t TenantInfo) IsOf(graphRoot string) bool {
	return t.GraphRoot == Tenant{GraphRoot: graphRoot}.identity().root
}

// Label names the tenant to a reader: by a configured name, or else by its id.
func (t TenantInfo) Label() string {
	if len(t.Names) > 0 {
		return sanitize.Line(t.Names[0], labelLength)
	}
	return sanitize.Line(t.ID, labelLength)
}

const labelLength = 100

// Tenants lists the tenants with stored data.
func (s *Store) Tenants(ctx context.Context) ([]TenantInfo, error) {
	var tenants []TenantInfo
	err := s.read(ctx, func(tx *sql.Tx) error {
		tenants = nil
		if err := verifyTenants(ctx, tx); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `
			SELECT graph_root, ifnull(tid, ''), merged_at,
				(SELECT ifnull(group_concat(name, char(10) ORDER BY name), '') FROM tenant_name
					WHERE tenant_id = id AND name IS NOT tid),
				(SELECT count(*) FROM day WHERE tenant_id = id),
				(SELECT ifnull(min(date), '') FROM day WHERE tenant_id = id),
				(SELECT ifnull(max(date), '') FROM day WHERE tenant_id = id),
				(SELECT ifnull(max(refresh_date), '') FROM day WHERE tenant_id = id)
			FROM tenant ORDER BY graph_root, 4, tid`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			tenant, err := scanTenant(rows)
			if err != nil {
				return err
			}
			tenants = append(tenants, tenant)
		}
		return rows.Err()
	})
	return tenants, err
}

func scanTenant(rows *sql.Rows) (TenantInfo, error) {
	var tenant TenantInfo
	var names, mergedAt, first, last, refreshDate string
	err := rows.Scan(&tenant.GraphRoot, &tenant.ID, &mergedAt, &names, &tenant.Days, &first, &last, &refreshDate)
	if err != nil {
		return tenant, err
	}
	if names != "" {
		tenant.Names = strings.Split(names, "\n")
	}
	if tenant.MergedAt, err = parseTime(mergedAt); err != nil || tenant.Days == 0 {
		return tenant, err
	}
	for _, date := range []struct {
		text string
		to   *model.Date
	}{{first, &tenant.First}, {last, &tenant.Last}, {refreshDate, &tenant.RefreshDate}} {
		if *date.to, err = parseDate(date.text); err != nil {
			return tenant, err
		}
	}
	tenant.Gaps = int(tenant.Last-tenant.First) + 1 - tenant.Days
	return tenant, nil
}

// Forget removes all stored data of the tenant. It reports whether there was any.
func (s *Store) Forget(ctx context.Context, tenant Tenant) (bool, error) {
	found := false
	err := s.write(ctx, func(tx *sql.Tx) error {
		row, err := resolveTenant(ctx, tx, tenant)
		if err != nil || row == 0 {
			return err
		}
		for _, statement := range []string{"DELETE FROM tenant WHERE id = ?", "DELETE FROM checksum WHERE tenant_id = ?"} {
			if _, err := tx.ExecContext(ctx, statement, row); err != nil {
				return err
			}
		}
		found = true
		return stampTenants(ctx, tx)
	})
	return found, err
}

// Vacuum frees the disk space of removed data.
func (s *Store) Vacuum(ctx context.Context) error {
	return s.change(ctx, "vacuumed", func(db *sql.DB) error {
		if _, err := db.ExecContext(ctx, "VACUUM"); err != nil {
			return err
		}
		_, err := db.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		return err
	})
}
