package graphapi

import (
	"fmt"
	"strconv"

	"peerdash/model"
)

// table collects the rows of a report and checks that they do not contradict each other.
type table struct {
	definition *model.Definition
	period     model.Period
	days       []model.Day
	// lines maps each date to its row.
	lines map[model.Date]position
	// firstLine is the line of the first row, which sets period; 0 before it.
	firstLine int
}

type position struct{ line, index int }

func newTable(definition *model.Definition) *table {
	return &table{definition: definition, lines: make(map[model.Date]position)}
}

func (t *table) add(r row) error {
	if err := t.addPeriod(r); err != nil {
		return err
	}
	day, err := r.day()
	if err != nil {
		return err
	}
	if earlier, twice := t.lines[day.Date]; twice {
		return t.addAgain(r, day, earlier)
	}
	t.lines[day.Date] = position{line: r.line(r.columns.date), index: len(t.days)}
	t.days = append(t.days, day)
	return nil
}

func (t *table) addPeriod(r row) error {
	column := r.columns.period
	period, err := model.ParsePeriod(r.cell(column))
	switch {
	case err != nil:
		return r.wrong(column, periodColumn, "is not a report period like 7")
	case t.firstLine == 0:
		t.period, t.firstLine = period, r.line(column)
	case period != t.period:
		return r.wrong(column, periodColumn, fmt.Sprintf("contradicts %s on line %d", t.period.Number(), t.firstLine))
	}
	return nil
}

// addAgain adds a second row of a date, whose counts must be those of the first.
func (t *table) addAgain(r row, day model.Day, earlier position) error {
	first := t.days[earlier.index]
	for i, series := range t.definition.Series {
		if day.Counts[i] != first.Counts[i] {
			return r.wrong(r.columns.counts[i], series.Column, fmt.Sprintf("for %s, which line %d gives as %s",
				day.Date, earlier.line, countText(first.Counts[i])))
		}
	}
	t.days = append(t.days, day)
	return nil
}

func countText(c model.Count) string {
	if sessions, known := c.Value(); known {
		return strconv.FormatInt(sessions, 10)
	}
	return "unknown"
}
