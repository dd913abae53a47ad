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
	dayContent      = "day"
	revisionContent = "revision"
)

// allTenants is the tenant id under which the sums of the tables tenant and tenant_name are stored.
const allTenants = 0

// rowChecksum is the checksum of one row: the first 64 bits, as a big-endian integer, of the SHA-256 of the table's name,
// the tenant's id and the row's other values, with commas between them and nothing for NULL. Dates and numbers are
// written as they are stored.
func rowChecksum(content string, tenant int64, values string) int64 {
	line := make([]byte, 0, 128)
	line = append(append(line, content...), ',')
	line = append(strconv.AppendInt(line, tenant, 10), ',')
	line = append(line, values...)
	sum := sha256.Sum256(line)
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// storedSum is the sum of the checksums that a table should have.
func storedSum(ctx context.Context, q querier, tenant int64, content string) (int64, error) {
	var sum int64
	err := q.QueryRowContext(ctx, "SELECT sum FROM checksum WHERE tenant_id = ? AND content = ?", tenant, content).Scan(&sum)
	if errors.Is(err, sql.ErrNoRows) {
		err = fmt.Errorf("%w: the checksum of the table %s is missing", errDamaged, content)
	}
	return sum, err
}

func putSum(ctx context.Context, tx *sql.Tx, tenant int64, content string, sum int64) error {
	_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO checksum (tenant_id, content, sum) VALUES (?, ?, ?)", tenant, content, sum)
	return err
}

// addToSum changes a sum by what was added to the table and removed from it. A wrong sum stays wrong.
func addToSum(ctx context.Context, tx *sql.Tx, tenant int64, content string, change int64) error {
	if change == 0 {
		return nil
	}
	sum, err := storedSum(ctx, tx, tenant, content)
	if err != nil {
		return err
	}
	return putSum(ctx, tx, tenant, content, sum+change)
}

// verifySum compares the sum of the rows that were read with the stored one.
func verifySum(ctx context.Context, q querier, tenant int64, content string, sum int64) error {
	want, err := storedSum(ctx, q, tenant, content)
	if err == nil && sum != want {
		err = fmt.Errorf("%w: the rows of the table %s do not match their checksum", errDamaged, content)
	}
	return err
}

// The rows of the small tables: the tenant's id, the values as rowChecksum takes them, the checksum and the key.
const (
	selectTenantRows = `SELECT id, concat_ws(',', graph_root, ifnull(tid, ''), merged_at), checksum, id, '' FROM tenant
		WHERE ?1 = 0`
	selectNameRows = `SELECT tenant_id, concat_ws(',', graph_root, name), checksum, graph_root, name FROM tenant_name
		WHERE ?1 = 0`
	selectImportRows = `SELECT tenant_id, concat_ws(',', id, file, imported_at), checksum, id, '' FROM import WHERE tenant_id = ?1`
	selectAnswerRows = `SELECT tenant_id, concat_ws(',', period, etag, ifnull(refresh_date, ''), fetched_at, csv_sha256),
		checksum, tenant_id, period FROM answer WHERE tenant_id = ?1`
)

// smallTables are the tables whose rows are read one by one.
var smallTables = map[string]struct{ query, stamp string }{
	tenantContent: {selectTenantRows, "UPDATE tenant SET checksum = ? WHERE id = ? AND ? = ''"},
	nameContent:   {selectNameRows, "UPDATE tenant_name SET checksum = ? WHERE graph_root = ? AND name = ?"},
	importContent: {selectImportRows, "UPDATE import SET checksum = ? WHERE id = ? AND ? = ''"},
	answerContent: {selectAnswerRows, "UPDATE answer SET checksum = ? WHERE tenant_id = ? AND period = ?"},
}

type checkedRow struct {
	key, more    any
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
		if err := rows.Scan(&id, &values, &row.present, &row.key, &row.more); err != nil {
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

// stampSmallTable gives the rows of a table and their sum the right checksums, after a change of rows that were verified.
func stampSmallTable(ctx context.Context, tx *sql.Tx, tenant int64, content string) error {
	rows, total, err := readSmallTable(ctx, tx, tenant, content)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.sum == row.present {
			continue
		}
		if _, err := tx.ExecContext(ctx, smallTables[content].stamp, row.sum, row.key, row.more); err != nil {
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
	tenants, err := tenantIDs(ctx, tx)
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		for _, content := range []string{importContent, answerContent} {
			if err := stampSmallTable(ctx, tx, tenant, content); err != nil {
				return err
			}
		}
		if err := stampDays(ctx, tx, tenant); err != nil {
			return err
		}
	}
	return nil
}

func tenantIDs(ctx context.Context, q querier) ([]int64, error) {
	rows, err := q.QueryContext(ctx, "SELECT id FROM tenant")
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

// verifyAll checks every row of the store and every answer.
func verifyAll(ctx context.Context, q querier) error {
	if err := verifyTenants(ctx, q); err != nil {
		return err
	}
	tenants, err := tenantIDs(ctx, q)
	if err != nil {
		return err
	}
	for _, tenant := range tenants {
		for _, content := range []string{importContent, answerContent} {
			if err := verifySmallTable(ctx, q, tenant, content); err != nil {
				return err
			}
		}
		if _, err := readSeries(ctx, q, tenant, everyDate); err != nil {
			return err
		}
	}
	return verifyAnswers(ctx, q)
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
