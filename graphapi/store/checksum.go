package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
)

// The tables whose rows have checksums, by the names under which their sums are stored.
const (
	tenantContent   = "tenant"
	nameContent     = "tenant_name"
	importContent   = "import"
	answerContent   = "answer"
	reportContent   = "report"
	dayContent      = "day"
	revisionContent = "revision"
)

// allTenants is the owner's id under which the sums of the tables tenant and tenant_name are stored.
const allTenants = 0

// The tables that have a sum for each tenant, and those that have one for each report.
var (
	tenantContents = []string{importContent, answerContent, reportContent}
	dayContents    = []string{revisionContent, dayContent}
)

// rowChecksum is the checksum of one row: the first 64 bits, as a big-endian integer, of the SHA-256 of the table's name,
// the owner's id and the row's other values, with commas between them and nothing for NULL. Dates and numbers are
// written as they are stored. The owner is the report of a day or revision, or else the tenant.
func rowChecksum(content string, owner int64, values string) int64 {
	line := make([]byte, 0, 128)
	line = append(append(line, content...), ',')
	line = append(strconv.AppendInt(line, owner, 10), ',')
	line = append(line, values...)
	sum := sha256.Sum256(line)
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// storedSum is the stored sum of the checksums of an owner's rows in a table.
func storedSum(ctx context.Context, q querier, owner int64, content string) (int64, error) {
	var sum int64
	err := q.QueryRowContext(ctx, "SELECT sum FROM checksum WHERE content = ? AND owner_id = ?", content, owner).Scan(&sum)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%w: the checksum of the table %s is missing", errDamaged, content)
	}
	return sum, err
}

func putSum(ctx context.Context, tx *sql.Tx, owner int64, content string, sum int64) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO checksum (content, owner_id, sum) VALUES (?, ?, ?)", content, owner, sum)
	return err
}

// addToSum adds a change of the rows' checksums to their sum. It reads no rows, so that a wrong sum stays wrong.
func addToSum(ctx context.Context, tx *sql.Tx, owner int64, content string, change int64) error {
	if change == 0 {
		return nil
	}
	sum, err := storedSum(ctx, tx, owner, content)
	if err != nil {
		return err
	}
	return putSum(ctx, tx, owner, content, sum+change)
}

// verifySum compares the sum of the rows that were read with the stored one.
func verifySum(ctx context.Context, q querier, owner int64, content string, sum int64) error {
	want, err := storedSum(ctx, q, owner, content)
	if err == nil && sum != want {
		err = fmt.Errorf("%w: the rows of the table %s do not match their checksum", errDamaged, content)
	}
	return err
}

// The rows of the small tables: the tenant's id, the values as rowChecksum takes them, the checksum and the key.
const (
	selectTenantRows = `SELECT id, concat_ws(',', graph_root, ifnull(tid, '')), checksum, id, '', '' FROM tenant
		WHERE ?1 = 0`
	selectNameRows = `SELECT tenant_id, concat_ws(',', graph_root, name), checksum, graph_root, name, '' FROM tenant_name
		WHERE ?1 = 0`
	selectImportRows = `SELECT tenant_id, concat_ws(',', id, file, imported_at), checksum, id, '', '' FROM import
		WHERE tenant_id = ?1`
	selectReportRows = `SELECT tenant_id, concat_ws(',', id, name, merged_at), checksum, id, '', '' FROM report
		WHERE tenant_id = ?1`
	selectAnswerRows = "SELECT tenant_id, " + answerText + ", checksum, tenant_id, function, period FROM answer WHERE tenant_id = ?1"
	answerText       = "concat_ws(',', function, period, etag, ifnull(refresh_date, ''), fetched_at, csv_sha256)"
)

// smallTables are the tables whose rows are read one by one.
var smallTables = map[string]struct{ query, stamp string }{
	tenantContent: {selectTenantRows, "UPDATE tenant SET checksum = ?1 WHERE id = ?2"},
	nameContent:   {selectNameRows, "UPDATE tenant_name SET checksum = ?1 WHERE graph_root = ?2 AND name = ?3"},
	importContent: {selectImportRows, "UPDATE import SET checksum = ?1 WHERE id = ?2"},
	reportContent: {selectReportRows, "UPDATE report SET checksum = ?1 WHERE id = ?2"},
	answerContent: {selectAnswerRows, "UPDATE answer SET checksum = ?1 WHERE tenant_id = ?2 AND function = ?3 AND period = ?4"},
}

type checkedRow struct {
	key          [3]any
	sum, present int64
}

func readSmallTable(ctx context.Context, q querier, tenant int64, content string) ([]checkedRow, int64, error) {
	rows, err := q.QueryContext(ctx, smallTables[content].query, tenant)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	var all []checkedRow
	var total int64
	for rows.Next() {
		var row checkedRow
		var id int64
		var values string
		if err := rows.Scan(&id, &values, &row.present, &row.key[0], &row.key[1], &row.key[2]); err != nil {
			return nil, 0, err
		}
		row.sum = rowChecksum(content, id, values)
		total += row.sum
		all = append(all, row)
	}
	return all, total, rows.Err()
}

// verifySmallTable checks all rows of a table of the tenant.
func verifySmallTable(ctx context.Context, q querier, tenant int64, content string) error {
	_, total, err := readSmallTable(ctx, q, tenant, content)
	if err != nil {
		return err
	}
	return verifySum(ctx, q, tenant, content, total)
}

// verifyTenants checks the tenants and their names.
func verifyTenants(ctx context.Context, q querier) error {
	return errors.Join(
		verifySmallTable(ctx, q, allTenants, tenantContent),
		verifySmallTable(ctx, q, allTenants, nameContent),
	)
}

// stampSmallTable updates the checksums of a table's rows and their sum after a change. The rows before it were verified.
func stampSmallTable(ctx context.Context, tx *sql.Tx, tenant int64, content string) error {
	rows, total, err := readSmallTable(ctx, tx, tenant, content)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.sum == row.present {
			continue
		}
		if _, err := tx.ExecContext(ctx, smallTables[content].stamp, row.sum, row.key[0], row.key[1], row.key[2]); err != nil {
			return err
		}
	}
	return putSum(ctx, tx, tenant, content, total)
}

func stampTenants(ctx context.Context, tx *sql.Tx) error {
	if err := stampSmallTable(ctx, tx, allTenants, tenantContent); err != nil {
		return err
	}
	return stampSmallTable(ctx, tx, allTenants, nameContent)
}

// stampAll fills in every checksum of a store that has none yet.
func stampAll(ctx context.Context, tx *sql.Tx) error {
	if err := stampTenants(ctx, tx); err != nil {
		return err
	}
	return eachOwner(ctx, tx,
		func(tenant int64, content string) error { return stampSmallTable(ctx, tx, tenant, content) },
		func(report int64) error { return stampDays(ctx, tx, report) })
}

// verifyAll checks every row of the store and every answer.
func verifyAll(ctx context.Context, q querier) error {
	if err := verifyTenants(ctx, q); err != nil {
		return err
	}
	err := eachOwner(ctx, q,
		func(tenant int64, content string) error { return verifySmallTable(ctx, q, tenant, content) },
		func(report int64) error {
			_, err := readDaySet(ctx, q, report, everyDate)
			return err
		})
	if err != nil {
		return err
	}
	return verifyAnswers(ctx, q)
}

// eachOwner calls a function for each table of each tenant, and then one for each report. It stops at the first error.
func eachOwner(
	ctx context.Context, q querier, tenantTable func(tenant int64, content string) error, report func(id int64) error,
) error {
	tenants, err := idsOf(ctx, q, "SELECT id FROM tenant")
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		for _, content := range tenantContents {
			if err := tenantTable(tenant, content); err != nil {
				return err
			}
		}
	}
	reports, err := idsOf(ctx, q, "SELECT id FROM report")
	if err != nil {
		return err
	}
	for _, id := range reports {
		if err := report(id); err != nil {
			return err
		}
	}
	return nil
}

func idsOf(ctx context.Context, q querier, query string, arguments ...any) ([]int64, error) {
	rows, err := q.QueryContext(ctx, query, arguments...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}

func verifyAnswers(ctx context.Context, q querier) error {
	rows, err := q.QueryContext(ctx, "SELECT csv, csv_sha256 FROM answer")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var csv sql.RawBytes
		var sum string
		if err := rows.Scan(&csv, &sum); err != nil {
			return err
		}
		if digest(csv) != sum {
			return errAnswer
		}
	}
	return rows.Err()
}

var errAnswer = fmt.Errorf("%w: an answer does not match its checksum", errDamaged)

func digest(content []byte) string { return fmt.Sprintf("%x", sha256.Sum256(content)) }
