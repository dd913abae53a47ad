package store

import (
	"context"
	"database/sql"
	"time"

	"peerdash/model"
)

// layout has the queries that read the sound rows of a damaged store of one schema version. Each row ends with its checksum.
type layout struct {
	// reports is the query for the tenant, id, name and other values of each report; "" if each tenant has one report.
	reports string
	// days and revisions are the queries for the values of a report's rows between two dates.
	days, revisions string
	// sum is the query for the sum of a table's checksums.
	sum string
	// answer is the query for a tenant's answer for a function and period.
	answer string
	// counts is the number of counts among the values of a day.
	counts int
}

const betweenDates = " = ? AND date BETWEEN ? AND ?"

func layoutOf(version int) layout {
	const answerColumns = ", etag, ifnull(refresh_date, ''), fetched_at, csv_sha256, csv, checksum FROM answer WHERE tenant_id = ?1"
	if version == 2 {
		return layout{
			days: "SELECT " + version2DayText + ", checksum FROM day WHERE tenant_id" + betweenDates,
			revisions: "SELECT position || ',' || " + version2DayText + ", checksum FROM revision WHERE tenant_id" +
				betweenDates + " ORDER BY date, position",
			sum: "SELECT sum FROM checksum WHERE content = ? AND tenant_id = ?",
			answer: "SELECT " + version2AnswerText + answerColumns +
				" AND ?2 = '" + string(model.Default().Function) + "' AND period = ?3",
			counts: 5,
		}
	}
	return layout{
		reports: "SELECT tenant_id, id, name, concat_ws(',', id, name, merged_at), checksum FROM report ORDER BY id ",
		days:    "SELECT " + dayText + ", checksum FROM day WHERE report_id" + betweenDates,
		revisions: "SELECT position || ',' || " + dayText + ", checksum FROM revision WHERE report_id" +
			betweenDates + " ORDER BY date, position",
		sum:    "SELECT sum FROM checksum WHERE content = ? AND owner_id = ?",
		answer: "SELECT " + answerText + answerColumns + " AND function = ?2 AND period = ?3",
		counts: model.MaxSeries,
	}
}

// soundReport is an undamaged row of the table report.
type soundReport struct {
	id   int64
	name string
	sum  int64
}

// readReports reads the sound reports of each tenant, from the first one and from the last one up to those that cannot be
// read.
func (l layout) readReports(ctx context.Context, db *sql.DB, tenants []int64) map[int64][]soundReport {
	reports := map[int64][]soundReport{}
	if l.reports == "" {
		for _, tenant := range tenants {
			reports[tenant] = []soundReport{{id: tenant, name: model.Default().Name}}
		}
		return reports
	}
	isFound := map[int64]bool{}
	for _, order := range []string{"ASC", "DESC"} {
		_ = eachRow(ctx, db, l.reports+order, func(rows *sql.Rows) error {
			var report soundReport
			var tenant int64
			var values string
			if err := rows.Scan(&tenant, &report.id, &report.name, &values, &report.sum); err != nil {
				return err
			}
			if report.sum == rowChecksum(reportContent, tenant, values) && !isFound[report.id] {
				isFound[report.id] = true
				reports[tenant] = append(reports[tenant], report)
			}
			return nil
		})
	}
	return reports
}

// hasAllReports reports whether the sound reports of a tenant are all that it had.
func (l layout) hasAllReports(ctx context.Context, db *sql.DB, tenant int64, found []soundReport) bool {
	if l.reports == "" {
		return true
	}
	var sum int64
	for _, report := range found {
		sum += report.sum
	}
	return l.hasSum(ctx, db, reportContent, tenant, sum)
}

func (l layout) hasSum(ctx context.Context, db *sql.DB, content string, owner, sum int64) bool {
	var want int64
	err := db.QueryRowContext(ctx, l.sum, content, owner).Scan(&want)
	return err == nil && sum == want
}

// The years whose days are read month by month if they cannot be read at once, so that a damaged page loses only the months on
// it.
const firstYear, lastYear = 1990, 2100

// readAllDays reads the days and revisions of a report whose checksums are right, and reports whether these are all.
func (l layout) readAllDays(ctx context.Context, db *sql.DB, report int64) ([]model.Day, bool) {
	set := DaySet{histories: map[model.Date]history{}}
	isComplete := true
	for _, content := range dayContents {
		days, sum, err := l.readDays(ctx, db, content, report, everyDate)
		if err != nil {
			days, sum = nil, 0
			for month := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC); month.Year() <= lastYear; month = month.AddDate(0, 1, 0) {
				within := span{month.Format(time.DateOnly), month.AddDate(0, 1, -1).Format(time.DateOnly)}
				some, change, _ := l.readDays(ctx, db, content, report, within)
				days, sum = append(days, some...), sum+change
			}
		}
		for _, day := range days {
			set.histories[day.Date] = append(set.histories[day.Date], day)
		}
		isComplete = isComplete && l.hasSum(ctx, db, content, report, sum)
	}
	return set.Revisions(), isComplete
}

// readDays reads the sound rows of a table up to one that cannot be read, and the sum of their checksums.
func (l layout) readDays(
	ctx context.Context, db *sql.DB, content string, report int64, dates span,
) (days []entry, sum int64, err error) {
	query := l.days
	if content == revisionContent {
		query = l.revisions
	}
	err = eachRow(ctx, db, query, func(rows *sql.Rows) error {
		var line string
		var checksum int64
		if err := rows.Scan(&line, &checksum); err != nil {
			return err
		}
		if rowChecksum(content, report, line) != checksum {
			return nil
		}
		day, err := parseLine(content, line, l.counts)
		if err == nil {
			days, sum = append(days, day), sum+checksum
		}
		return nil
	}, report, dates.first, dates.last)
	return days, sum, err
}

// readAnswers reads the answers of a tenant whose checksums are right.
func (l layout) readAnswers(ctx context.Context, db *sql.DB, tenant int64) []foundAnswer {
	var answers []foundAnswer
	for _, function := range model.Functions() {
		for _, period := range model.GraphPeriods() {
			answer := foundAnswer{answerKey: answerKey{function, period}}
			var values, refresh, fetchedAt, sum string
			var checksum int64
			err := db.QueryRowContext(ctx, l.answer, tenant, function, period.String()).
				Scan(&values, &answer.ETag, &refresh, &fetchedAt, &sum, &answer.CSV, &checksum)
			if err != nil || digest(answer.CSV) != sum || rowChecksum(answerContent, tenant, values) != checksum {
				continue
			}
			if answer.FetchedAt, err = parseTime(fetchedAt); err != nil {
				continue
			}
			if refresh != "" {
				if answer.refresh, err = parseDate(refresh); err != nil {
					continue
				}
			}
			answers = append(answers, answer)
		}
	}
	return answers
}

func eachRow(ctx context.Context, q querier, query string, use func(*sql.Rows) error, arguments ...any) error {
	rows, err := q.QueryContext(ctx, query, arguments...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := use(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
