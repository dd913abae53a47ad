package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"peerdash/model"
)

const (
	dayColumns = "refresh_date, count1, count2, count3, count4, count5, count6, count7, count8, import_id, checksum"
	putDay     = "INSERT OR REPLACE INTO day (report_id, date, " + dayColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

	putRevision = "INSERT INTO revision (report_id, date, position, " + dayColumns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)

// writeHistories writes the histories of the touched dates in place of those before.
func writeHistories(ctx context.Context, tx *sql.Tx, report int64, before, after map[model.Date]history,
	touched map[model.Date]bool) error {
	put, err := tx.PrepareContext(ctx, putDay)
	if err != nil {
		return err
	}
	defer put.Close()
	var days, revisions int64 // the changes of the sums
	for date := range touched {
		if old := before[date]; len(old) > 0 {
			days -= rowChecksum(dayContent, report, dayLine(old.current()))
		}
		if len(after[date]) > 0 {
			day := after[date].current()
			sum := rowChecksum(dayContent, report, dayLine(day))
			days += sum
			_, err = put.ExecContext(ctx, append(append([]any{report, date.String()}, dayValues(day)...), sum)...)
		} else {
			_, err = tx.ExecContext(ctx, "DELETE FROM day WHERE report_id = ? AND date = ?", report, date.String())
		}
		if err != nil {
			return err
		}
		change, err := writeRevisions(ctx, tx, report, date, before[date].revisions(), after[date].revisions())
		if err != nil {
			return err
		}
		revisions += change
	}
	if err := addToSum(ctx, tx, report, dayContent, days); err != nil {
		return err
	}
	return addToSum(ctx, tx, report, revisionContent, revisions)
}

// writeRevisions writes the revisions of a date from the first one that differs, and returns the change of their sum.
func writeRevisions(ctx context.Context, tx *sql.Tx, report int64, date model.Date, before, after history) (int64, error) {
	same := 0
	for same < min(len(before), len(after)) && before[same] == after[same] {
		same++
	}
	var change int64
	if same < len(before) {
		_, err := tx.ExecContext(ctx, "DELETE FROM revision WHERE report_id = ? AND date = ? AND position >= ?", report, date.String(), same)
		if err != nil {
			return 0, err
		}
	}
	for position := same; position < len(before); position++ {
		change -= rowChecksum(revisionContent, report, revisionLine(position, before[position]))
	}
	for position := same; position < len(after); position++ {
		sum := rowChecksum(revisionContent, report, revisionLine(position, after[position]))
		change += sum
		values := append(append([]any{report, date.String(), position}, dayValues(after[position])...), sum)
		if _, err := tx.ExecContext(ctx, putRevision, values...); err != nil {
			return 0, err
		}
	}
	return change, nil
}

// dayLine is the text of a day's row, as dayText makes it in SQL.
func dayLine(day entry) string {
	line := make([]byte, 0, 64)
	line = append(append(append(line, day.Date.String()...), ','), day.RefreshDate.String()...)
	for _, count := range day.Counts {
		line = append(line, ',')
		if value, known := count.Value(); known {
			line = strconv.AppendInt(line, value, 10)
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
	for _, count := range day.Counts {
		if value, known := count.Value(); known {
			values = append(values, value)
		} else {
			values = append(values, nil)
		}
	}
	if day.importID == fromGraph {
		return append(values, nil)
	}
	return append(values, day.importID)
}

// dayText is SQL for the text of a row. selectDays concatenates the texts of all rows, since reading one text takes half the time of
// reading the rows one by one.
const dayText = `concat_ws(',', date, refresh_date, ifnull(count1, ''), ifnull(count2, ''), ifnull(count3, ''),
	ifnull(count4, ''), ifnull(count5, ''), ifnull(count6, ''), ifnull(count7, ''), ifnull(count8, ''), ifnull(import_id, ''))`

const (
	selectDays      = "SELECT ifnull(group_concat(" + dayText + ", ';'), '') FROM day WHERE report_id = ? AND date BETWEEN ? AND ?"
	selectRevisions = "SELECT ifnull(group_concat(position || ',' || " + dayText + ", ';' ORDER BY date, position), '')" +
		" FROM revision WHERE report_id = ? AND date BETWEEN ? AND ?"
)

// readDaySet reads the days of a report between two dates with their revisions. Checksums are verified only for everyDate.
func readDaySet(ctx context.Context, q querier, report int64, dates span) (DaySet, error) {
	set := DaySet{histories: map[model.Date]history{}}
	for _, content := range []string{revisionContent, dayContent} {
		days, err := readDays(ctx, q, content, report, dates)
		if err != nil {
			return DaySet{}, err
		}
		for _, day := range days {
			set.histories[day.Date] = append(set.histories[day.Date], day)
		}
	}
	return set, nil
}

// readDays reads the rows of the table day or revision, as readDaySet does.
func readDays(ctx context.Context, q querier, content string, report int64, dates span) ([]entry, error) {
	query := selectDays
	if content == revisionContent {
		query = selectRevisions
	}
	var text string
	if err := q.QueryRowContext(ctx, query, report, dates.first, dates.last).Scan(&text); err != nil {
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
			sum += rowChecksum(content, report, line)
		}
		day, err := parseLine(content, line, model.MaxSeries)
		if err != nil {
			return nil, err
		}
		days = append(days, day)
	}
	if dates == everyDate {
		return days, verifySum(ctx, q, report, content, sum)
	}
	return days, nil
}

// stampDays fills in the checksums of all days and revisions of a report, and their sums.
func stampDays(ctx context.Context, tx *sql.Tx, report int64) error {
	for content, statements := range map[string][2]string{
		dayContent: {"SELECT " + dayText + ", date, 0 FROM day WHERE report_id = ?",
			"UPDATE day SET checksum = ? WHERE report_id = ? AND date = ? AND ? = 0"},
		revisionContent: {"SELECT position || ',' || " + dayText + ", date, position FROM revision WHERE report_id = ?",
			"UPDATE revision SET checksum = ? WHERE report_id = ? AND date = ? AND position = ?"},
	} {
		sums, err := dayChecksums(ctx, tx, content, statements[0], report)
		if err != nil {
			return err
		}
		var total int64
		for key, sum := range sums {
			total += sum
			if _, err := tx.ExecContext(ctx, statements[1], sum, report, key.date, key.position); err != nil {
				return err
			}
		}
		if err := putSum(ctx, tx, report, content, total); err != nil {
			return err
		}
	}
	return nil
}

type dayKey struct {
	date     string
	position int
}

func dayChecksums(ctx context.Context, tx *sql.Tx, content, query string, report int64) (map[dayKey]int64, error) {
	rows, err := tx.QueryContext(ctx, query, report)
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
		sums[key] = rowChecksum(content, report, values)
	}
	return sums, rows.Err()
}

// parseLine reads the values of a row of the table day or revision with this number of counts.
func parseLine(content, line string, counts int) (entry, error) {
	if content == revisionContent {
		_, line, _ = strings.Cut(line, ",")
	}
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
	for series := range counts {
		field, others, _ := strings.Cut(rest, ",")
		rest = others
		if field == "" {
			continue
		}
		value, err := strconv.ParseInt(field, 10, 64)
		if err != nil || value < 0 || value > model.MaxCount {
			return day, fmt.Errorf("%w: %q is not a count", errDamaged, field)
		}
		day.Counts[series] = model.Known(value)
	}
	if rest == "" {
		return day, nil
	}
	if day.importID, err = strconv.ParseInt(rest, 10, 64); err != nil {
		return day, fmt.Errorf("%w: %w", errDamaged, err)
	}
	return day, nil
}
