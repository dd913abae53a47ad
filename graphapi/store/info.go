package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
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
	// Reports are the stored ones, in the catalogue's order; those that the catalogue does not have come last.
	Reports []ReportInfo
}

// ReportInfo summarizes the stored data of one report of a tenant.
type ReportInfo struct {
	// Name is the report's name in the catalogue, perhaps that of a newer program.
	Name string
	// Days is the number of stored days, Gaps the number of missing days between First and Last.
	Days, Gaps  int
	First, Last model.Date
	// RefreshDate is the latest refresh date of the days, MergedAt when days were last merged into them.
	RefreshDate model.Date
	MergedAt    time.Time
	// FetchedAt is when Graph last answered with the report; zero if no answer is stored.
	FetchedAt time.Time
}

// Tenant identifies the tenant to the methods of Store.
func (t TenantInfo) Tenant() Tenant {
	tenant := Tenant{GraphRoot: t.GraphRoot, ID: t.ID}
	if t.ID == "" && len(t.Names) > 0 {
		tenant.Name = t.Names[0]
	}
	return tenant
}

// IsOf reports whether the tenant's reports come from the Graph root.
func (t TenantInfo) IsOf(graphRoot string) bool {
	return t.GraphRoot == Tenant{GraphRoot: graphRoot}.identity().root
}

// Label is the tenant's name to show: the first of Names, otherwise its ID. It is printable.
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
			SELECT id, graph_root, ifnull(tid, ''),
				(SELECT ifnull(group_concat(name, char(10) ORDER BY name), '') FROM tenant_name
					WHERE tenant_id = id AND name IS NOT tid)
			FROM tenant ORDER BY graph_root, 4, tid`)
		if err != nil {
			return err
		}
		ids := []int64{}
		for rows.Next() {
			var id int64
			var tenant TenantInfo
			var names string
			if err := rows.Scan(&id, &tenant.GraphRoot, &tenant.ID, &names); err != nil {
				return errors.Join(err, rows.Close())
			}
			if names != "" {
				tenant.Names = strings.Split(names, "\n")
			}
			ids, tenants = append(ids, id), append(tenants, tenant)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
		for i, id := range ids {
			if tenants[i].Reports, err = readReports(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
	return tenants, err
}

// readReports lists the reports of the tenant with an id.
func readReports(ctx context.Context, q querier, tenant int64) ([]ReportInfo, error) {
	for _, content := range []string{reportContent, answerContent} {
		if err := verifySmallTable(ctx, q, tenant, content); err != nil {
			return nil, err
		}
	}
	fetched, err := lastAnswers(ctx, q, tenant)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, `SELECT name, merged_at, count(date), ifnull(min(date), ''), ifnull(max(date), ''),
		ifnull(max(refresh_date), '') FROM report LEFT JOIN day ON report_id = id WHERE tenant_id = ? GROUP BY id`, tenant)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var reports []ReportInfo
	for rows.Next() {
		report, err := scanReport(rows)
		if err != nil {
			return nil, err
		}
		if definition, ok := model.Find(report.Name); ok {
			report.FetchedAt = fetched[definition.Function]
		}
		reports = append(reports, report)
	}
	slices.SortFunc(reports, func(a, b ReportInfo) int {
		return cmp.Or(cmp.Compare(catalogueIndex(a.Name), catalogueIndex(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return reports, rows.Err()
}

// lastAnswers is when Graph last answered each function.
func lastAnswers(ctx context.Context, q querier, tenant int64) (map[model.Function]time.Time, error) {
	rows, err := q.QueryContext(ctx, "SELECT function, max(fetched_at) FROM answer WHERE tenant_id = ? GROUP BY function", tenant)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	fetched := map[model.Function]time.Time{}
	for rows.Next() {
		var function model.Function
		var at string
		if err := rows.Scan(&function, &at); err != nil {
			return nil, err
		}
		if fetched[function], err = parseTime(at); err != nil {
			return nil, err
		}
	}
	return fetched, rows.Err()
}

// catalogueIndex is the index of a report in the catalogue; that after the last one if the catalogue does not have it.
func catalogueIndex(name string) int {
	index := slices.IndexFunc(model.Catalogue(), func(d *model.Definition) bool { return d.Name == name })
	if index < 0 {
		return len(model.Catalogue())
	}
	return index
}

func scanReport(rows *sql.Rows) (ReportInfo, error) {
	var report ReportInfo
	var mergedAt, first, last, refreshDate string
	err := rows.Scan(&report.Name, &mergedAt, &report.Days, &first, &last, &refreshDate)
	if err != nil {
		return report, err
	}
	if report.MergedAt, err = parseTime(mergedAt); err != nil || report.Days == 0 {
		return report, err
	}
	for _, date := range []struct {
		text string
		to   *model.Date
	}{{first, &report.First}, {last, &report.Last}, {refreshDate, &report.RefreshDate}} {
		if *date.to, err = parseDate(date.text); err != nil {
			return report, err
		}
	}
	report.Gaps = int(report.Last-report.First) + 1 - report.Days
	return report, nil
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
