package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// reportRow is a row of the table report; the zero row is none.
type reportRow struct {
	id       int64
	mergedAt string
}

// findReport finds a report of a tenant by its name and verifies the row.
func findReport(ctx context.Context, q querier, tenant int64, name string) (reportRow, error) {
	var found reportRow
	var sum int64
	err := q.QueryRowContext(ctx, "SELECT id, merged_at, checksum FROM report WHERE tenant_id = ? AND name = ?", tenant, name).
		Scan(&found.id, &found.mergedAt, &sum)
	if errors.Is(err, sql.ErrNoRows) {
		return found, verifySmallTable(ctx, q, tenant, reportContent)
	}
	if err == nil && sum != rowChecksum(reportContent, tenant, strconv.FormatInt(found.id, 10)+","+name+","+found.mergedAt) {
		err = fmt.Errorf("%w: a report does not match its checksum", errDamaged)
	}
	return found, err
}

// claimReport returns the id of the row of a report before days are merged into it. It inserts the row if there is none.
func claimReport(ctx context.Context, tx *sql.Tx, tenant int64, name, mergedAt string) (int64, error) {
	if err := verifySmallTable(ctx, tx, tenant, reportContent); err != nil {
		return 0, err
	}
	found, err := findReport(ctx, tx, tenant, name)
	if err != nil {
		return 0, err
	}
	if found.id != 0 {
		_, err := tx.ExecContext(ctx, "UPDATE report SET merged_at = ? WHERE id = ?", mergedAt, found.id)
		return found.id, errors.Join(err, stampSmallTable(ctx, tx, tenant, reportContent))
	}
	result, err := tx.ExecContext(ctx, "INSERT INTO report (tenant_id, name, merged_at) VALUES (?, ?, ?)", tenant, name, mergedAt)
	if err != nil {
		return 0, err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return 0, err
	}
	for _, content := range dayContents {
		if err := putSum(ctx, tx, id, content, 0); err != nil {
			return 0, err
		}
	}
	return id, stampSmallTable(ctx, tx, tenant, reportContent)
}

// reportNames are the names of a tenant's reports, in alphabetical order.
func reportNames(ctx context.Context, q querier, tenant int64) ([]string, error) {
	var names string
	err := q.QueryRowContext(ctx, "SELECT ifnull(group_concat(name ORDER BY name), '') FROM report WHERE tenant_id = ?", tenant).
		Scan(&names)
	if err != nil || names == "" {
		return nil, err
	}
	return strings.Split(names, ","), nil
}

// deleteReport removes a report with its days and revisions. The caller updates the checksums of the table.
func deleteReport(ctx context.Context, tx *sql.Tx, id int64) error {
	for _, content := range dayContents {
		if _, err := tx.ExecContext(ctx, "DELETE FROM checksum WHERE content = ? AND owner_id = ?", content, id); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM report WHERE id = ?", id)
	return err
}

// deleteTenant removes a tenant and all its data. The caller updates the checksums of the table.
func deleteTenant(ctx context.Context, tx *sql.Tx, tenant int64) error {
	reports, err := idsOf(ctx, tx, "SELECT id FROM report WHERE tenant_id = ?", tenant)
	if err != nil {
		return err
	}
	for _, report := range reports {
		if err := deleteReport(ctx, tx, report); err != nil {
			return err
		}
	}
	for _, content := range tenantContents {
		if _, err := tx.ExecContext(ctx, "DELETE FROM checksum WHERE content = ? AND owner_id = ?", content, tenant); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, "DELETE FROM tenant WHERE id = ?", tenant)
	return err
}
