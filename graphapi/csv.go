package graphapi

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/model"
)

// The columns of a file other than those of its series.
const (
	refreshDateColumn = "Report Refresh Date"
	dateColumn        = "Report Date"
	periodColumn      = "Report Period"
)

// Columns are the names of the columns in which the CSV of a report is written: refresh date, date and period, then the
// series in their order.
func Columns(definition *model.Definition) []string {
	columns := []string{refreshDateColumn, dateColumn, periodColumn}
	for _, series := range definition.Series {
		columns = append(columns, series.Column)
	}
	return columns
}

// ParseReport parses the CSV of a report. Errors are *problem.Error, of Kind NotReport where r could be read; they name the
// report, line, column and value. A header alone is an empty report. Where no row names a report period, it is the one of
// which the file has every day up to its refresh date, else All; of a header alone, the shortest.
func ParseReport(r io.Reader, definition *model.Definition) (model.Report, error) {
	reports, err := parse(r, nameOf([]*model.Definition{definition}), func(h header) (layout, error) {
		return h.layout([]*model.Definition{definition})
	})
	if err != nil {
		return model.Report{}, err
	}
	return reports[0], nil
}

// ParseAnswer parses the CSV of Graph's answer for a period, in one pass: the reports of the function, in the order of its
// Definitions, without those whose columns are missing or hold an invalid cell; ParseReport returns the error of such a
// report. Where no row names a report period, it is the one of the request. Errors are those of ParseReport; they include
// an answer without any valid report.
func ParseAnswer(r io.Reader, function model.Function, period model.Period) ([]model.Report, error) {
	return parseAnswer(r, function, period, true)
}

// parseAnswer is ParseAnswer. Unless it leavesOut reports that have an invalid cell, such a cell is an error.
func parseAnswer(r io.Reader, function model.Function, period model.Period, leavesOut bool) ([]model.Report, error) {
	definitions := function.Definitions()
	if len(definitions) == 0 {
		return nil, noDefinition(function)
	}
	return parse(r, nameOf(definitions), func(h header) (layout, error) {
		found, err := h.layout(h.complete(definitions))
		found.requested, found.leavesOut = &period, leavesOut
		return found, err
	})
}

// ParseFile parses the CSV of any report, which it recognizes by its header, and returns every report that the file holds:
// those of one Graph function, in the catalogue's order. Where several functions share a header it is the first one in the
// catalogue, unless a report of another is wanted; wanted may be nil. Errors and periods are those of ParseReport.
func ParseFile(r io.Reader, wanted *model.Definition) ([]model.Report, error) {
	name := "a report"
	if wanted != nil {
		name = nameOf([]*model.Definition{wanted})
	}
	return parse(r, name, func(h header) (layout, error) {
		definitions, err := h.recognize(wanted)
		if err != nil {
			return layout{}, err
		}
		return h.layout(definitions)
	})
}

func noDefinition(function model.Function) error {
	return problem.New(problem.Error{
		Kind: problem.Configuration, What: "No report in the catalogue comes from the Graph function " + string(function),
	})
}

// nameOf names the reports of one Graph function in errors.
func nameOf(definitions []*model.Definition) string {
	if len(definitions) == 1 {
		return `the report "` + definitions[0].Title + `"`
	}
	return "the report " + string(definitions[0].Function)
}

// parse parses a file in one pass. In errors the reports have the given name until the header is read, then the names of
// those that find returned.
func parse(r io.Reader, name string, find func(header) (layout, error)) ([]model.Report, error) {
	limited := newLimitedReader(r)
	text, err := asText(limited)
	if err != nil {
		return nil, notReport(name, limited.cause(err))
	}
	rows := csv.NewReader(text)
	rows.ReuseRecord = true
	found, err := findLayout(rows, find)
	if err != nil {
		return nil, notReport(name, limited.cause(err))
	}
	reports, err := parseRows(rows, found)
	if err != nil {
		failure := notReport(nameOf(found.definitions()), limited.cause(err))
		if failure.Kind == problem.NotReport {
			failure.Do = "Correct the file, or get the report again."
		}
		return nil, failure
	}
	return reports, nil
}

// theData is what errors call a file whose name is not known here.
const theData = "The data"

func notReport(name string, err error) *problem.Error {
	var unreadable *readError
	if errors.As(err, &unreadable) {
		return problem.New(problem.Error{What: "The report could not be read", Why: problem.Sentence(problem.Reason(err)), Err: err})
	}
	failure := problem.Error{
		Kind: problem.NotReport,
		What: theData + " is not " + name,
		Why:  problem.Sentence(err.Error()),
		Do:   "Check where it comes from: a proxy, a sign-in page or an editor may have replaced it.",
		Err:  err,
	}
	var other *otherReportError
	if errors.As(err, &other) {
		failure.Do, failure.Remedies = "", []problem.Remedy{problem.NameOtherReport}
	}
	return problem.New(failure)
}

func findLayout(rows *csv.Reader, find func(header) (layout, error)) (layout, error) {
	cells, err := rows.Read()
	if err != nil {
		return layout{}, lineError(err)
	}
	line, _ := rows.FieldPos(0)
	return find(newHeader(cells, line))
}

func parseRows(rows *csv.Reader, found layout) ([]model.Report, error) {
	table := newTable(found)
	for {
		cells, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return table.reports()
		}
		if err != nil {
			return nil, lineError(err)
		}
		if err := table.add(row{reader: rows, cells: cells}); err != nil {
			return nil, err
		}
	}
}

// lineError shortens an error of encoding/csv: that also names the line on which the record starts, which is mostly the
// same.
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

// shown is the text of a cell as errors quote it.
func shown(cell string) string { return `"` + sanitize.Line(cell, 40) + `"` }
