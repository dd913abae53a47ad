package graphapi

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/model"
)

// The columns of a report other than those of its series.
const (
	refreshDateColumn = "Report Refresh Date"
	dateColumn        = "Report Date"
	periodColumn      = "Report Period"
)

// ParseReport parses the CSV of a report of the catalogue. Errors are *problem.Error, of Kind NotReport where r could be read; they name
// line, column and value. A header alone is an empty report, whose period is meaningless.
func ParseReport(r io.Reader, definition *model.Definition) (model.Report, error) {
	limited := newLimitedReader(r)
	text, err := asText(limited)
	if err != nil {
		return model.Report{}, notReport(limited.cause(err))
	}
	rows := csv.NewReader(text)
	rows.ReuseRecord = true
	report, err := parseRows(rows, definition)
	if err != nil {
		return model.Report{}, notReport(limited.cause(err))
	}
	return report, nil
}

func notReport(err error) error {
	var unreadable *readError
	if errors.As(err, &unreadable) {
		return problem.New(problem.Error{What: "The report could not be read", Why: sentence(err.Error()), Err: err})
	}
	return problem.New(problem.Error{
		Kind: problem.NotReport,
		What: "The data is not the report",
		Why:  sentence(err.Error()),
		Do:   "Check where it comes from: a proxy, a sign-in page or an editor may have replaced it.",
		Err:  err,
	})
}

// sentence is text with a capital and a full stop.
func sentence(text string) string {
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

func parseRows(rows *csv.Reader, definition *model.Definition) (model.Report, error) {
	header, err := rows.Read()
	if err != nil {
		return model.Report{}, lineError(err)
	}
	line, _ := rows.FieldPos(0)
	columns, err := findColumns(definition, header, line)
	if err != nil {
		return model.Report{}, err
	}
	table := newTable(definition)
	for {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return model.Report{}, lineError(err)
		}
		if err := table.add(row{reader: rows, definition: definition, columns: columns, cells: cells}); err != nil {
			return model.Report{}, err
		}
	}
	return model.NewReport(definition, table.period, table.days)
}

// lineError words an error of encoding/csv without the start of the record, which is mostly the same line.
func lineError(err error) error {
	var syntax *csv.ParseError
	if !errors.As(err, &syntax) {
		return err
	}
	if errors.Is(err, csv.ErrFieldCount) {
		return fmt.Errorf("line %d has fewer or more cells than the header", syntax.Line)
	}
	return fmt.Errorf("line %d, character %d: unexpected quote", syntax.Line, syntax.Column)
}

// columns are the indices of the columns in a row.
type columns struct {
	refreshDate, date, period int
	counts                    [model.MaxSeries]int
}

func findColumns(definition *model.Definition, header []string, line int) (columns, error) {
	var found columns
	wanted := map[string]*int{refreshDateColumn: &found.refreshDate, dateColumn: &found.date, periodColumn: &found.period}
	names := []string{refreshDateColumn, dateColumn, periodColumn}
	for i, series := range definition.Series {
		wanted[series.Column] = &found.counts[i]
		names = append(names, series.Column)
	}
	var missing []string
	for _, name := range names {
		*wanted[name] = -1
		for i, cell := range header {
			if !strings.EqualFold(strings.TrimSpace(cell), name) {
				continue
			}
			if *wanted[name] >= 0 {
				return columns{}, fmt.Errorf("line %d has the column %s twice", line, name)
			}
			*wanted[name] = i
		}
		if *wanted[name] < 0 {
			missing = append(missing, name)
		}
	}
	if missing != nil {
		return columns{}, fmt.Errorf("line %d, which should be the header, begins with %s and lacks %s",
			line, shown(header[0]), strings.Join(missing, ", "))
	}
	return found, nil
}

// row is one row of the report, as text.
type row struct {
	reader     *csv.Reader
	definition *model.Definition
	columns    columns
	cells      []string
}

// cell is the text of a column.
func (r row) cell(column int) string { return strings.TrimSpace(r.cells[column]) }

// line is the number of the line on which the cell of a column begins.
func (r row) line(column int) int {
	line, _ := r.reader.FieldPos(column)
	return line
}

// wrong returns an error about one cell.
func (r row) wrong(column int, name, reason string) error {
	return fmt.Errorf("line %d, column %s: %s %s", r.line(column), name, shown(r.cells[column]), reason)
}

func (r row) day() (model.Day, error) {
	var day model.Day
	dates := []struct {
		name   string
		column int
		date   *model.Date
	}{{refreshDateColumn, r.columns.refreshDate, &day.RefreshDate}, {dateColumn, r.columns.date, &day.Date}}
	for _, d := range dates {
		date, err := model.ParseDate(r.cell(d.column))
		if err != nil {
			return model.Day{}, r.wrong(d.column, d.name, "is not a date like 2021-06-28")
		}
		*d.date = date
	}
	for i, series := range r.definition.Series {
		count, err := parseCount(r.cell(r.columns.counts[i]))
		if err != nil {
			return model.Day{}, r.wrong(r.columns.counts[i], series.Column, err.Error())
		}
		day.Counts[i] = count
	}
	return day, nil
}

// parseCount parses a whole number of sessions; a blank is an unknown count.
func parseCount(text string) (model.Count, error) {
	if text == "" {
		return model.Count{}, nil
	}
	if digits := strings.TrimPrefix(text, "-"); strings.Trim(digits, "0123456789") != "" || digits == "" {
		return model.Count{}, errors.New("is not a whole number of sessions")
	}
	sessions, err := strconv.ParseInt(text, 10, 64)
	switch {
	case strings.HasPrefix(text, "-"):
		return model.Count{}, errors.New("is negative")
	case err != nil || sessions > model.MaxCount:
		return model.Count{}, errors.New("is too large")
	default:
		return model.Known(sessions), nil
	}
}

// shown is the text of a cell as errors quote it.
func shown(cell string) string { return `"` + sanitize.Line(cell, 40) + `"` }
