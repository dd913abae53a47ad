package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"peerdash/model"
)

// baseView has the days of all reports. The view of each report selects from it.
const baseView = `CREATE VIEW report_day AS SELECT ifnull((SELECT min(tenant_name.name) FROM tenant_name
	WHERE tenant_id = tenant.id AND tenant_name.name IS NOT tid), tid) AS tenant, report.name AS report, date, refresh_date,
	count1, count2, count3, count4, count5, count6, count7, count8, tid AS tenant_id, tenant.graph_root
	FROM tenant JOIN report ON report.tenant_id = tenant.id JOIN day ON report_id = report.id`

// view is a view for other programs, as schema.sql describes them.
type view struct{ name, definition string }

// views are the base view and then the view of each report of the catalogue.
func views() []view {
	all := []view{{"report_day", baseView}}
	for _, report := range model.Catalogue() {
		var columns strings.Builder
		for i, series := range report.Series {
			fmt.Fprintf(&columns, `count%d AS "%s", `, i+1, sqlName(series.Column))
		}
		name := sqlName(report.Name)
		all = append(all, view{name, fmt.Sprintf(
			`CREATE VIEW "%s" AS SELECT tenant, date, refresh_date, %stenant_id, graph_root FROM report_day WHERE report = '%s'`,
			name, columns.String(), report.Name)})
	}
	return all
}

// sqlName is a name in lower case, with an underscore for what is neither letter nor digit: "dial_in_out_3rd_party".
func sqlName(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "_")
}

// staleViews are the views that are missing or differ from the catalogue. There is no view where another program has made a
// table of its name.
func staleViews(ctx context.Context, q querier) ([]view, error) {
	present := map[string]string{}
	isTaken := map[string]bool{}
	err := eachRow(ctx, q, "SELECT type, name, ifnull(sql, '') FROM sqlite_schema", func(rows *sql.Rows) error {
		var kind, name, definition string
		err := rows.Scan(&kind, &name, &definition)
		if kind == "view" {
			present[name] = definition
		} else {
			isTaken[name] = true
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var stale []view
	for _, view := range views() {
		if !isTaken[view.name] && present[view.name] != view.definition {
			stale = append(stale, view)
		}
	}
	return stale, nil
}

// putViews makes the views that are missing or differ from the catalogue.
func putViews(ctx context.Context, tx *sql.Tx) error {
	stale, err := staleViews(ctx, tx)
	if err != nil {
		return err
	}
	for _, view := range stale {
		for _, statement := range []string{`DROP VIEW IF EXISTS "` + view.name + `"`, view.definition} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
	}
	return nil
}
