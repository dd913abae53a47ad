package graphapi

import (
	"errors"
	"fmt"
	"strings"

	"peerdash/model"
)

// otherReportError is the error of a file that holds other reports than the wanted one.
type otherReportError struct {
	cause error
	holds []*model.Definition
}

func (e *otherReportError) Error() string {
	names := make([]string, len(e.holds))
	for i, definition := range e.holds {
		names[i] = definition.Name
	}
	return fmt.Sprintf("%v; the file looks like %s", e.cause, strings.Join(names, ", "))
}

func (e *otherReportError) Unwrap() error { return e.cause }

// recognize returns the reports that a file holds, all of one Graph function: the wanted report's or, if none is wanted,
// the one that guess finds.
func (h header) recognize(wanted *model.Definition) ([]*model.Definition, error) {
	guessed, err := h.guess()
	if wanted == nil {
		return guessed, err
	}
	cause := errors.New("the header is that of another report")
	if missing := h.match(wanted).missing; missing != nil {
		cause = h.lacks(missing)
	} else if reports := h.complete(wanted.Function.Definitions()); !h.isPart(reports, guessed) {
		return reports, nil
	}
	if _, err := h.layout(guessed); err != nil || guessed == nil {
		return nil, cause
	}
	return nil, &otherReportError{cause: cause, holds: guessed}
}

// guess returns the reports of the function that has the most columns in the header, of several the first in the
// catalogue. If a report whose columns are not all there has even more, the header is an incomplete one of that report,
// which is an error.
func (h header) guess() ([]*model.Definition, error) {
	var best []*model.Definition
	for _, function := range model.Functions() {
		complete := h.complete(function.Definitions())
		if h.match(complete[0]).missing == nil && len(h.columnsOf(complete)) > len(h.columnsOf(best)) {
			best = complete
		}
	}
	if nearest := h.match(h.nearest(model.Catalogue())); nearest.present > len(h.columnsOf(best)) {
		_, err := h.layout([]*model.Definition{nearest.definition})
		return nil, fmt.Errorf("%w of the report %s", err, nearest.definition.Name)
	}
	if best == nil {
		return nil, fmt.Errorf("line %d, which should be the header, begins with %s and has the columns of no report",
			h.line, shown(h.cells[0]))
	}
	return best, nil
}

// isPart reports whether others have all columns of reports and more: the file holds the others then, and has the columns
// of reports by chance.
func (h header) isPart(reports, others []*model.Definition) bool {
	theirs, columns := h.columnsOf(others), h.columnsOf(reports)
	for column := range columns {
		if !theirs[column] {
			return false
		}
	}
	return len(columns) < len(theirs)
}

// columnsOf are the columns of the reports that are in the header.
func (h header) columnsOf(definitions []*model.Definition) map[int]bool {
	present := map[int]bool{}
	for _, definition := range definitions {
		for _, column := range h.match(definition).series {
			if column.index >= 0 {
				present[column.index] = true
			}
		}
	}
	return present
}
