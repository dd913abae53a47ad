package graphapi

import (
	"fmt"
	"slices"
	"strings"

	"peerdash/model"
)

// header is the first row of a file.
type header struct {
	cells []string
	line  int
}

func newHeader(cells []string, line int) header {
	trimmed := make([]string, len(cells))
	for i, cell := range cells {
		trimmed[i] = strings.TrimSpace(cell)
	}
	return header{cells: trimmed, line: line}
}

// column is a column of a file: its index in each row, -1 if the file lacks it, and its name there.
type column struct {
	index int
	name  string
}

// find finds the column with the first of the names that the header has. If the header has that name twice it is an error.
func (h header) find(names ...string) (column, error) {
	for _, name := range names {
		isName := func(cell string) bool { return strings.EqualFold(cell, name) }
		index := slices.IndexFunc(h.cells, isName)
		if index < 0 {
			continue
		}
		if slices.ContainsFunc(h.cells[index+1:], isName) {
			return column{index, name}, fmt.Errorf("line %d has the column %s twice", h.line, name)
		}
		return column{index, name}, nil
	}
	return column{-1, names[0]}, nil
}

// reportColumns are the columns of the series of a report, in their order.
type reportColumns struct {
	definition *model.Definition
	series     []column
	// present is the number of series whose column is in the file; missing are the names of those that must be there and
	// are not.
	present int
	missing []string
	// err names the first column that the file has twice.
	err error
}

// match finds the columns of a report. A column's own name wins over its aliases.
func (h header) match(definition *model.Definition) reportColumns {
	found := reportColumns{definition: definition}
	for _, series := range definition.Series {
		column, err := h.find(append([]string{series.Column}, series.Aliases...)...)
		found.series = append(found.series, column)
		switch {
		case column.index >= 0:
			found.present++
		case !series.Optional:
			found.missing = append(found.missing, series.Column)
		}
		if found.err == nil {
			found.err = err
		}
	}
	return found
}

// complete are the reports whose columns are all in the header, apart from optional ones, and once. If there is none, it is the
// nearest one.
func (h header) complete(definitions []*model.Definition) []*model.Definition {
	var complete []*model.Definition
	for _, definition := range definitions {
		if columns := h.match(definition); len(columns.missing) == 0 && columns.err == nil {
			complete = append(complete, definition)
		}
	}
	if complete == nil {
		return []*model.Definition{h.nearest(definitions)}
	}
	return complete
}

// nearest is the report that has the most columns in the header; of several the first.
func (h header) nearest(definitions []*model.Definition) *model.Definition {
	return slices.MaxFunc(definitions, func(a, b *model.Definition) int { return h.match(a).present - h.match(b).present })
}

// layout is where the columns of one or several reports are in a file.
type layout struct {
	refreshDate, date, period column
	reports                   []reportColumns
	// requested is the period of the request; nil if the file does not come from one.
	requested *model.Period
	// leavesOut reports whether a report with an invalid cell is left out, unless every report has one.
	leavesOut bool
}

func (l layout) definitions() []*model.Definition {
	definitions := make([]*model.Definition, len(l.reports))
	for i, report := range l.reports {
		definitions[i] = report.definition
	}
	return definitions
}

// layout finds the columns of the reports. A column that the header lacks or has twice is an error.
func (h header) layout(definitions []*model.Definition) (layout, error) {
	var found layout
	var missing []string
	for _, c := range []struct {
		name     string
		column   *column
		optional bool
	}{{refreshDateColumn, &found.refreshDate, false}, {dateColumn, &found.date, false}, {periodColumn, &found.period, true}} {
		var err error
		if *c.column, err = h.find(c.name); err != nil {
			return layout{}, err
		}
		if c.column.index < 0 && !c.optional {
			missing = append(missing, c.name)
		}
	}
	for _, definition := range definitions {
		columns := h.match(definition)
		if columns.err != nil {
			return layout{}, columns.err
		}
		missing = append(missing, columns.missing...)
		found.reports = append(found.reports, columns)
	}
	if missing != nil {
		return layout{}, h.lacks(missing)
	}
	return found, nil
}

func (h header) lacks(missing []string) error {
	return fmt.Errorf("line %d, which should be the header, begins with %s and lacks %s",
		h.line, shown(h.cells[0]), strings.Join(missing, ", "))
}
