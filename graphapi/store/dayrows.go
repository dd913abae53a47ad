package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"peerdash/model"
)

// storedSeries is the number of counts in a row.
const storedSeries = 5

const (
	dayColumns = "refresh_date, im, audio, video, app_sharing, file_transfer, import_id, checksum"
	putDay     = "INSERT OR REPLACE INTO day (tenant_id, date, " + dayColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

	putRevision = "INSERT INTO revision (tenant_id, date, position, " + dayColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

// writeHistories writes the histories of the touched dates, as far as they differ from those before.
func writeHistories(ctx context.Context, tx *sql.Tx, row int64, before, after map[model.Date]history,
	touched map[model.Date]bool) error {
	put, err := tx.PrepareContext(ctx, putDay)
	if err != nil {
		return err
	}
	defer put.Close()
	var days, revisions int64 // the changes of the sums
	for date := range touched {
		if old := before[date]; len(old) > 0 {
			days -= rowChecksum(dayContent, row, dayLine(old.current()))
		}
		if len(after[date]) > 0 {
			day := after[date].current()
			sum := rowChecksum(dayContent, row, dayLine(day))
			days += sum
			_, err = put.ExecContext(ctx, append(append([]any{row, date.String()}, dayValues(day)...), sum)...)
		} else {
			_, err = tx.ExecContext(ctx, "DELETE FROM day WHERE tenant_id = ? AND date = ?", row, date.String())
		}
		if err != nil {
			return err
		}
		change, err := writeRevisions(ctx, tx, row, date, before[date].revisions(), after[date].revisions())
		if err != nil {
			return err
		}
		revisions += change
	}
	if err := addToSum(ctx, tx, row, dayContent, days); err != nil {
		return err
	}
	return addToSum(ctx, tx, row, revisionContent, revisions)
}

// writeRevisions writes the revisions of a date from the first one that differs, and gives the change of their sum.
func writeRevisions(ctx context.Context, tx *sql.Tx, row int64, date model.Date, before, after history) (int64, error) {
	same := 0
	for same < min(len(before), len(after)) && before[same] == after[same] {
		same++
	}
	var change int64
	if same < len(before) {
		_, err := tx.ExecContext(ctx, "DELETE FROM revision WHERE tenant_id = ? AND date = ? AND position >= ?", row, date.String(), same)
		if err != nil {
			return 0, err
		}
	}
	for position := same; position < len(before); position++ {
		change -= rowChecksum(revisionContent, row, revisionLine(position, before[position]))
	}
	for position := same; position < len(after); position++ {
		sum := rowChecksum(revisionContent, row, revisionLine(position, after[position]))
		change += sum
		values := append(append([]any{row, date.String(), position}, dayValues(after[position])...), sum)
		if _, err := tx.ExecContext(ctx, putRevision, values...); err != nil {
			return 0, err
		}
	}
	return change, nil
}

// dayLine is a day as dayText makes it.
func dayLine(day entry) string {
	line := make([]byte, 0, 64)
	line = append(append(append(line, day.Date.String()...), ','), day.RefreshDate.String()...)
	for _, count := range day.Counts[:storedSeries] {
		line = append(line, ',')
		if sessions, known := count.Value(); known {
			line = strconv.AppendInt(line, sessions, 10)
		}
	}
	line = append(line, ',')
	if day.importID != fromGraph {
		line = strconv.AppendInt(line, day.importID, 10)
	}
	return string(line)
}

func revisionLine(position int, day entry) string {
	return strconv.Itoa(position) + "," + dayLine(day)
}

// dayValues are the values of dayColumns except the checksum.
func dayValues(day entry) []any {
	values := []any{day.RefreshDate.String()}
	for _, count := range day.Counts[:storedSeries] {
		if sessions, known := count.Value(); known {
			values = append(values, sessions)
		} else {
			values = append(values, nil)
		}
	}
	if day.importID == fromGraph {
		return append(values, nil)
	}
	return append(values, day.importID)
}

// dayText makes one text of a row, and selectDays of all rows: that takes half the time of reading them one by one.
const dayText = `concat_ws(',', date, refresh_date, ifnull(im, ''), ifnull(audio, ''), ifnull(video, ''),
	ifnull(app_sharing, ''), ifnull(file_transfer, ''), ifnull(import_id, ''))`

const (
	selectDays      = "SELECT ifnull(group_concat(" + dayText + ", ';'), '') FROM day WHERE tenant_id = ? AND date BETWEEN ? AND ?"
	selectRevisions = "SELECT ifnull(group_concat(position || ',' || " + dayText + ", ';' ORDER BY date, position), '')" +
		" FROM revision WHERE tenant_id = ? AND date BETWEEN ? AND ?"
)

// readSeries reads the days of a tenant between two dates with their revisions. Their checksums are verified where that
// is every date.
func readSeries(ctx context.Context, q querier, row int64, dates span) (Series, error) {
	series := Series{histories: map[model.Date]history{}}
	for _, content := range []string{revisionContent, dayContent} {
		days, err := readDays(ctx, q, content, row, dates)
		if err != nil {
			return Series{}, err
		}
		for _, day := range days {
			series.histories[day.Date] = append(series.histories[day.Date], day)
		}
	}
	return series, nil
}

// readDays reads the rows of the table day or revision, as readSeries does.
func readDays(ctx context.Context, q querier, content string, row int64, dates span) ([]entry, error) {
	query := selectDays
	if content == revisionContent {
		query = selectRevisions
	}
	var text string
	if err := q.QueryRowContext(ctx, query, row, dates.first, dates.last).Scan(&text); err != nil {
		return nil, err
	}
	var days []entry
	if text != "" {
		days = make([]entry, 0, strings.Count(text, ";")+1)
	}
	var sum int64
	for line := range strings.SplitSeq(text, ";") {
		if text == "" {
			break
		}
		if dates == everyDate {
			sum += rowChecksum(content, row, line)
		}
		if content == revisionContent {
			_, line, _ = strings.Cut(line, ",")
		}
		day, err := parseDay(line)
		if err != nil {
			return nil, err
		}
		days = append(days, day)
	}
	if dates == everyDate {
		return days, verifySum(ctx, q, row, content, sum)
	}
	return days, nil
}

// stampDays gives all days and revisions of a tenant, and their sums, the right checksums.
func stampDays(ctx context.Context, tx *sql.Tx, row int64) error {
	for content, statements := range map[string][2]string{
		dayContent: {"SELECT " + dayText + ", date, 0 FROM day WHERE tenant_id = ?",
			"UPDATE day SET checksum = ? WHERE tenant_id = ? AND date = ? AND ? = 0"},
		revisionContent: {"SELECT position || ',' || " + dayText + ", date, position FROM revision WHERE tenant_id = ?",
			"UPDATE revision SET checksum = ? WHERE tenant_id = ? AND date = ? AND position = ?"},
	} {
		sums, err := dayChecksums(ctx, tx, content, statements[0], row)
		if err != nil {
			return err
		}
		var total int64
		for key, sum := range sums {
			total += sum
			if _, err := tx.ExecContext(ctx, statements[1], sum, row, key.date, key.position); err != nil {
				return err
			}
		}
		if err := putSum(ctx, tx, row, content, total); err != nil {
			return err
		}
	}
	return nil
}

type dayKey struct {
	date     string
	position int
}

func dayChecksums(ctx context.Context, tx *sql.Tx, content, query string, row int64) (map[dayKey]int64, error) {
	rows, err := tx.QueryContext(ctx, query, row)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	sums := map[dayKey]int64{}
	for rows.Next() {
		var values string
		var key dayKey
		if err := rows.Scan(&values, &key.date, &key.position); err != nil {
			return nil, err
		}
		sums[key] = rowChecksum(content, row, values)
	}
	return sums, rows.Err()
}

func parseDay(line string) (entry, error) {
	var day entry
	var err error
	date, rest, _ := strings.Cut(line, ",")
	if day.Date, err = parseDate(date); err != nil {
		return day, err
	}
	date, rest, _ = strings.Cut(rest, ",")
	if day.RefreshDate, err = parseDate(date); err != nil {
		return day, err
	}
	for t := range day.Counts[:storedSeries] {
		field, others, _ := strings.Cut(rest, ",")
		rest = others
		if field == "" {
			continue
		}
		sessions, err := strconv.ParseInt(field, 10, 64)
		if err != nil || sessions < 0 || sessions > model.MaxCount {
			return day, fmt.Errorf("%w: %q is no count", errDamaged, field)
		}
		day.Counts[t] = model.Known(sessions)
	}
	if rest == "" {
		return day, nil
	}
	if day.importID, err = strconv.ParseInt(rest, 10, 64); err != nil {
		return day, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return day, nil
}
