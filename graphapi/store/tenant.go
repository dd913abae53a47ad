package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"peerdash/graphapi/guid"
)

// Tenant identifies a tenant by what is known so far. Once a name and a tenant id are known to be one tenant, data that was
// stored under the name belongs to the tenant id.
type Tenant struct {
	// GraphRoot is the root of Graph that answered; data of different roots is never mixed.
	GraphRoot string
	// ID is the tenant id (tid) of a token; it may be empty.
	ID string
	// Name is what the configuration calls the tenant, a domain or a tenant id; it may be empty. The names under which
	// every tenant may sign in, such as "common", identify none and are ignored.
	Name string
	// NameIsUnproven reports whether Name and ID may be different tenants, because no sign-in at the tenant has confirmed
	// them. Such a name stays with the tenant id to which it belonged before.
	NameIsUnproven bool
	// TokenDigest, from DigestOf, stands for the tenant if nothing else is known; it may be empty.
	TokenDigest string
}

// DigestOf is the digest of a ready token, under which its reports can be stored without the token.
func DigestOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return "token-" + hex.EncodeToString(sum[:16])
}

var anyTenant = []string{"common", "organizations", "consumers"}

// identity is a Tenant in the form in which it is looked up.
type identity struct{ root, tid, name string }

func (t Tenant) identity() identity {
	id := identity{
		root: strings.TrimRight(t.GraphRoot, "/"),
		tid:  strings.ToLower(strings.TrimSpace(t.ID)),
		name: strings.ToLower(strings.TrimSpace(t.Name)),
	}
	if slices.Contains(anyTenant, id.name) {
		id.name = ""
	}
	if guid.Is(id.name) {
		if id.tid == "" {
			id.tid = id.name
		}
		id.name = ""
	}
	if id.tid == "" && id.name == "" {
		id.name = strings.ToLower(t.TokenDigest)
	}
	return id
}

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, arguments ...any) *sql.Row
	QueryContext(ctx context.Context, query string, arguments ...any) (*sql.Rows, error)
}

// tenantRow is a row of the table tenant; the zero row is none.
type tenantRow struct {
	id  int64
	tid string
}

// findTenant finds a tenant by its id or a name, and verifies the rows that it finds.
func findTenant(ctx context.Context, q querier, root, name string) (tenantRow, error) {
	var found tenantRow
	if name == "" {
		return found, nil
	}
	var sum, nameSum int64
	err := q.QueryRowContext(ctx, `SELECT id, ifnull(tid, ''), tenant.checksum, tenant_name.checksum
		FROM tenant_name JOIN tenant ON id = tenant_id
		WHERE tenant_name.graph_root = ? AND name = ? AND tenant.graph_root = tenant_name.graph_root`,
		root, name).Scan(&found.id, &found.tid, &sum, &nameSum)
	if errors.Is(err, sql.ErrNoRows) {
		return found, nil
	}
	if err == nil && (sum != rowChecksum(tenantContent, found.id, root+","+found.tid) ||
		nameSum != rowChecksum(nameContent, found.id, root+","+name)) {
		err = fmt.Errorf("%w: a tenant does not match its checksum", errDamaged)
	}
	return found, err
}

// resolveTenant is the id of the row of a tenant, 0 if nothing of it is stored.
func resolveTenant(ctx context.Context, q querier, tenant Tenant) (int64, error) {
	id := tenant.identity()
	found, err := findTenant(ctx, q, id.root, id.tid)
	if err != nil || found.id != 0 {
		return found.id, err
	}
	if found, err = findTenant(ctx, q, id.root, id.name); err != nil {
		return 0, err
	}
	isAnother := id.tid != "" && found.tid != "" // the name was another tenant's
	if found.id != 0 && !isAnother {
		return found.id, nil
	}
	return 0, verifyTenants(ctx, q)
}

// claimTenant returns the id of the row of a tenant before data of the tenant is written. It inserts the row if there is none, and
// joins what was stored under the name with what was stored under the tenant id.
func claimTenant(ctx context.Context, tx *sql.Tx, tenant Tenant) (int64, error) {
	id := tenant.identity()
	if id.tid == "" && id.name == "" {
		return 0, errTenant
	}
	if err := verifyTenants(ctx, tx); err != nil {
		return 0, err
	}
	byID, err := findTenant(ctx, tx, id.root, id.tid)
	if err != nil {
		return 0, err
	}
	byName, err := findTenant(ctx, tx, id.root, id.name)
	if err != nil {
		return 0, err
	}
	if id.tid != "" && byName.tid != "" && tenant.NameIsUnproven {
		byName, id.name = tenantRow{}, ""
	}
	claimed := byID.id
	nameIsFree := byName.id != 0 && byName.tid == ""
	switch {
	case claimed == 0 && byName.id != 0 && (nameIsFree || id.tid == ""):
		claimed = byName.id
	case claimed == 0:
		if claimed, err = insertTenant(ctx, tx, id.root); err != nil {
			return 0, err
		}
	case nameIsFree && byName.id != claimed:
		if err := joinTenants(ctx, tx, byName.id, claimed); err != nil {
			return 0, err
		}
	}
	if err := nameTenant(ctx, tx, claimed, id); err != nil {
		return 0, err
	}
	return claimed, stampTenants(ctx, tx)
}

func insertTenant(ctx context.Context, tx *sql.Tx, root string) (int64, error) {
	result, err := tx.ExecContext(ctx, "INSERT INTO tenant (graph_root) VALUES (?)", root)
	if err != nil {
		return 0, err
	}
	row, err := result.LastInsertId()
	if err != nil {
		return 0, err
	}
	for _, content := range tenantContents {
		if err := putSum(ctx, tx, row, content, 0); err != nil {
			return 0, err
		}
	}
	return row, nil
}

// nameTenant makes the tenant id and the name lead to the row.
func nameTenant(ctx context.Context, tx *sql.Tx, row int64, id identity) error {
	if id.tid != "" {
		if _, err := tx.ExecContext(ctx, "UPDATE tenant SET tid = ? WHERE id = ? AND tid IS NULL", id.tid, row); err != nil {
			return err
		}
	}
	for _, name := range []string{id.tid, id.name} {
		if name == "" {
			continue
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO tenant_name (graph_root, name, tenant_id) VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET tenant_id = excluded.tenant_id WHERE tenant_id <> excluded.tenant_id`, id.root, name, row)
		if err != nil {
			return err
		}
	}
	return nil
}

// joinTenants moves the data of one row to another and removes the first. Of two answers for a function and period the
// one fetched last stays.
func joinTenants(ctx context.Context, tx *sql.Tx, from, to int64) error {
	for _, row := range []int64{from, to} {
		for _, content := range tenantContents {
			if err := verifySmallTable(ctx, tx, row, content); err != nil {
				return err
			}
		}
	}
	if err := joinReports(ctx, tx, from, to); err != nil {
		return err
	}
	for _, statement := range []string{
		`INSERT INTO answer (tenant_id, function, period, etag, refresh_date, fetched_at, csv_sha256, csv)
			SELECT ?2, function, period, etag, refresh_date, fetched_at, csv_sha256, csv FROM answer WHERE tenant_id = ?1
			ON CONFLICT DO UPDATE SET etag = excluded.etag, refresh_date = excluded.refresh_date,
				fetched_at = excluded.fetched_at, csv_sha256 = excluded.csv_sha256, csv = excluded.csv
			WHERE excluded.fetched_at > answer.fetched_at`,
		"UPDATE import SET tenant_id = ?2 WHERE tenant_id = ?1",
		"UPDATE tenant_name SET tenant_id = ?2 WHERE tenant_id = ?1",
	} {
		if _, err := tx.ExecContext(ctx, statement, from, to); err != nil {
			return err
		}
	}
	if err := deleteTenant(ctx, tx, from); err != nil {
		return err
	}
	for _, content := range []string{importContent, answerContent} {
		if err := stampSmallTable(ctx, tx, to, content); err != nil {
			return err
		}
	}
	return nil
}

// joinReports merges the days of each report of one tenant into those of another. The time of the last merge is the later one
// of both.
func joinReports(ctx context.Context, tx *sql.Tx, from, to int64) error {
	names, err := reportNames(ctx, tx, from)
	if err != nil {
		return err
	}
	for _, name := range names {
		moved, err := findReport(ctx, tx, from, name)
		if err != nil {
			return err
		}
		present, err := findReport(ctx, tx, to, name)
		if err != nil {
			return err
		}
		set, err := readDaySet(ctx, tx, moved.id, everyDate)
		if err != nil {
			return err
		}
		id, err := claimReport(ctx, tx, to, name, max(moved.mergedAt, present.mergedAt))
		if err != nil {
			return err
		}
		if _, err := mergeDays(ctx, tx, id, set.entries()); err != nil {
			return err
		}
	}
	return nil
}
