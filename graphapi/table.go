package graphapi

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"peerdash/model"
)

// row is one row of a file, as text.
type row struct {
	reader *csv.Reader
	cells  []string
}

// cell is the text of a column.
func (r row) cell(c column) string { return strings.TrimSpace(r.cells[c.index]) }

// line is the number of the line on which the cell of a column begins.
func (r row) line(c column) int {
	line, _ := r.reader.FieldPos(c.index)
	return line
}

// wrong returns an error about one cell.
func (r row) wrong(c column, reason string) error {
	return fmt.Errorf("line %d, column %s: %s %s", r.line(c), c.name, shown(r.cells[c.index]), reason)
}

// table collects the rows of a file and checks that they do not contradict each other.
type table struct {
	layout layout
	period model.Period
	// periodLine is the line of the first row that names a period, which sets period; 0 before it.
	periodLine int
	// days are those of each report of the layout, all of the same dates; invalid has the error of each report that is left
	// out, nil for the others.
	days    [][]model.Day
	invalid []error
	// rows maps each date to its first row.
	rows map[model.Date]position
	// refreshDate is the refresh date of the last row, refreshText its text. The next row mostly has the same, which is then not
	// parsed again.
	refreshDate model.Date
	refreshText string
}

type position struct{ line, index int }

func newTable(found layout) *table {
	reports := len(found.reports)
	return &table{
		layout: found, days: make([][]model.Day, reports), invalid: make([]error, reports), rows: make(map[model.Date]position),
	}
}

func (t *table) add(r row) error {
	if err := t.addPeriod(r); err != nil {
		return err
	}
	day, err := t.dates(r)
	if err != nil {
		return err
	}
	earlier, again := t.rows[day.Date]
	if !again {
		t.rows[day.Date] = position{line: r.line(t.layout.date), index: len(t.days[0])}
	}
	for i, report := range t.layout.reports {
		err := report.parseCounts(r, &day.Counts)
		if err == nil && again {
			err = report.compare(r, day, t.days[i][earlier.index], earlier.line)
		}
		if err != nil && !t.leaveOut(i, err) {
			return err
		}
		t.days[i] = append(t.days[i], day)
	}
	return nil
}

// leaveOut leaves out a report that has an invalid cell. It returns false if that is an error of the whole file.
func (t *table) leaveOut(report int, err error) bool {
	if t.invalid[report] == nil {
		t.invalid[report] = err
	}
	return t.layout.leavesOut && slices.Contains(t.invalid, nil)
}

// addPeriod reads the report period of a row. It may be blank, or its column missing.
func (t *table) addPeriod(r row) error {
	if t.layout.period.index < 0 || r.cell(t.layout.period) == "" {
		return nil
	}
	period, err := model.ParsePeriod(r.cell(t.layout.period))
	switch {
	case err != nil:
		return r.wrong(t.layout.period, "is not a report period like 7")
	case t.periodLine == 0:
		t.period, t.periodLine = period, r.line(t.layout.period)
	case period != t.period:
		return r.wrong(t.layout.period, fmt.Sprintf("contradicts %s on line %d", t.period.Number(), t.periodLine))
	}
	return nil
}

// dates returns the day of a row, without counts.
func (t *table) dates(r row) (day model.Day, err error) {
	const noDate = "is not a date like 2021-06-28"
	if text := r.cell(t.layout.refreshDate); t.refreshDate.IsZero() || text != t.refreshText {
		if t.refreshDate, err = model.ParseDate(text); err != nil {
			return day, r.wrong(t.layout.refreshDate, noDate)
		}
		t.refreshText = text
	}
	day.RefreshDate = t.refreshDate
	if day.Date, err = model.ParseDate(r.cell(t.layout.date)); err != nil {
		return day, r.wrong(t.layout.date, noDate)
	}
	return day, nil
}

// parseCounts parses the counts of a report in a row; those of a missing column are unknown.
func (c reportColumns) parseCounts(r row, counts *[model.MaxSeries]model.Count) error {
	*counts = [model.MaxSeries]model.Count{}
	for i, column := range c.series {
		if column.index < 0 {
			continue
		}
		count, err := parseCount(r.cell(column), c.definition.Unit)
		if err != nil {
			return r.wrong(column, err.Error())
		}
		counts[i] = count
	}
	return nil
}

// compare checks that a second row of a date has the counts of the first.
func (c reportColumns) compare(r row, day, first model.Day, firstLine int) error {
	for i, column := range c.series {
		if day.Counts[i] != first.Counts[i] {
			text := FormatCount(first.Counts[i], c.definition.Unit)
			if text == "" {
				text = "unknown"
			}
			return r.wrong(column, fmt.Sprintf("for %s, which line %d gives as %s", day.Date, firstLine, text))
		}
	}
	return nil
}

// reports returns the reports of the rows.
func (t *table) reports() ([]model.Report, error) {
	if t.periodLine == 0 {
		t.period = t.unnamedPeriod()
	}
	var reports []model.Report
	for i, days := range t.days {
		if t.invalid[i] != nil {
			continue
		}
		report, err := model.NewReport(t.layout.reports[i].definition, t.period, days)
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	return reports, nil
}

// unnamedPeriod is the period of a file whose rows name none. It is that of the request. Without a request, it is the period of which
// the file has every day up to the refresh date, the shortest one for a file without rows, and otherwise All, which does not say how
// many days there should be.
func (t *table) unnamedPeriod() model.Period {
	switch {
	case t.layout.requested != nil:
		return *t.layout.requested
	case len(t.rows) == 0:
		return model.GraphPeriods()[0]
	}
	var refreshDate, first model.Date
	for _, day := range t.days[0] {
		refreshDate = max(refreshDate, day.RefreshDate)
		if first.IsZero() || day.Date < first {
			first = day.Date
		}
	}
	for _, period := range model.GraphPeriods() {
		if len(t.rows) == period.Days() && refreshDate-first+1 == model.Date(period.Days()) {
			return period
		}
	}
	return model.All
}
