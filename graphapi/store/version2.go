package store

import (
	"context"
	"database/sql"
	"fmt"
)

// version2Rows select the rows of schema version 2, in which each tenant has one report: the id under which their sum is
// stored, the id in their checksum, and their other values.
var version2Rows = map[string]string{
	tenantContent:   "SELECT 0, id, concat_ws(',', graph_root, ifnull(tid, ''), merged_at) FROM tenant",
	nameContent:     "SELECT 0, tenant_id, concat_ws(',', graph_root, name) FROM tenant_name",
	importContent:   "SELECT tenant_id, tenant_id, concat_ws(',', id, file, imported_at) FROM import",
	answerContent:   "SELECT tenant_id, tenant_id, " + version2AnswerText + " FROM answer",
	dayContent:      "SELECT tenant_id, tenant_id, " + version2DayText + " FROM day",
	revisionContent: "SELECT tenant_id, tenant_id, position || ',' || " + version2DayText + " FROM revision",
}

const (
	version2AnswerText = "concat_ws(',', period, etag, ifnull(refresh_date, ''), fetched_at, csv_sha256)"
	version2DayText    = `concat_ws(',', date, refresh_date, ifnull(im, ''), ifnull(audio, ''), ifnull(video, ''),
		ifnull(app_sharing, ''), ifnull(file_transfer, ''), ifnull(import_id, ''))`
)

// sumKey names a sum of checksums.
type sumKey struct {
	owner   int64
	content string
}

// verifyVersion2 checks every row of a store of schema version 2.
func verifyVersion2(ctx context.Context, q querier) error {
	stored := map[sumKey]int64{}
	err := eachRow(ctx, q, "SELECT tenant_id, content, sum FROM checksum", func(rows *sql.Rows) error {
		var key sumKey
		var sum int64
		err := rows.Scan(&key.owner, &key.content, &sum)
		stored[key] = sum
		return err
	})
	if err != nil {
		return err
	}
	for content, query := range version2Rows {
		err := eachRow(ctx, q, query, func(rows *sql.Rows) error {
			key := sumKey{content: content}
			var tenant int64
			var values string
			err := rows.Scan(&key.owner, &tenant, &values)
			stored[key] -= rowChecksum(content, tenant, values)
			return err
		})
		if err != nil {
			return err
		}
	}
	for key, rest := range stored {
		if rest != 0 {
			return fmt.Errorf("%w: the rows of the table %s do not match their checksum", errDamaged, key.content)
		}
	}
	return nil
}
