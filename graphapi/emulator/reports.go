package emulator

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"time"

	"peerdash/model"
)

// lag is how many days the reports are behind, as those of Graph.
const lag = 2

// byteOrderMark begins the reports of Graph.
const byteOrderMark = "\ufeff"

// reports are the CSV files that Graph would send now.
type reports struct {
	now      func() time.Time
	override func(function model.Function, period model.Period) (csv string, ok bool)
}

// of is the file of a function and a period.
func (r *reports) of(function model.Function, definitions []*model.Definition, period model.Period) []byte {
	if r.override != nil {
		if csv, ok := r.override(function, period); ok {
			return []byte(csv)
		}
	}
	return newFile(function, definitions).write(period, model.DateOf(r.now())-lag)
}

// file describes the CSV file of a function of Graph.
type file struct {
	columns []string
	figures func(day) counts
	// seconds are the columns that hold durations.
	seconds map[string]bool
	// last is the column of the last series, in which a cell is blank.
	last string
}

func newFile(function model.Function, definitions []*model.Definition) file {
	f := file{columns: columnsOf(function, definitions), figures: figures[function], seconds: map[string]bool{}}
	for _, definition := range definitions {
		for _, series := range definition.Series {
			f.last = series.Column
			f.seconds[series.Column] = definition.Unit == model.Seconds
		}
	}
	return f
}

// write is the file as Graph writes it: newest day first.
func (f file) write(period model.Period, refreshed model.Date) []byte {
	var text bytes.Buffer
	text.WriteString(byteOrderMark)
	rows := csv.NewWriter(&text)
	rows.UseCRLF = true
	_ = rows.Write(f.columns) // a buffer never fails
	incidents := incidentsBefore(refreshed)
	for date := refreshed; date > refreshed-model.Date(period.Days()); date-- {
		if date != incidents.missing {
			_ = rows.Write(f.row(newDay(date, date == incidents.outage), refreshed, period, date == incidents.blank))
		}
	}
	rows.Flush()
	return text.Bytes()
}

// row is the row of a day, in which the last series may be blank.
func (f file) row(d day, refreshed model.Date, period model.Period, blank bool) []string {
	values := counts{}
	if f.figures != nil {
		values = f.figures(d)
	}
	cells := make([]string, len(f.columns))
	for i, column := range f.columns {
		switch column {
		case refreshDateColumn:
			cells[i] = refreshed.String()
		case dateColumn:
			cells[i] = d.date.String()
		case periodColumn:
			cells[i] = period.Number()
		default:
			if !blank || column != f.last {
				cells[i] = f.cell(column, values, d)
			}
		}
	}
	return cells
}

// cell is the text of a count. Durations are blank on a day without any activity.
func (f file) cell(column string, values counts, d day) string {
	value, known := values[column]
	if !known {
		value = d.otherFigures(column)
	}
	switch {
	case !f.seconds[column]:
		return strconv.FormatInt(value, 10)
	case value == 0 && known && isIdle(values):
		return ""
	default:
		return duration(value)
	}
}

func isIdle(values counts) bool {
	for _, value := range values {
		if value != 0 {
			return false
		}
	}
	return true
}

// duration is a number of seconds in ISO 8601, such as PT8H13M52S.
func duration(seconds int64) string {
	if seconds == 0 {
		return "PT0S"
	}
	text := "PT"
	for _, part := range []struct {
		amount int64
		unit   string
	}{{seconds / 3600, "H"}, {seconds / 60 % 60, "M"}, {seconds % 60, "S"}} {
		if part.amount > 0 {
			text += fmt.Sprintf("%d%s", part.amount, part.unit)
		}
	}
	return text
}

// incidents are the days of an outage, of a missing row, and of a blank cell, in all reports. They are from Monday to Friday,
// within the last 30 days but not within the last 7, and change once a week.
type incidents struct{ outage, missing, blank model.Date }

func incidentsBefore(refreshed model.Date) incidents {
	return incidents{
		missing: latest(time.Friday, refreshed-9),
		outage:  latest(time.Wednesday, refreshed-16),
		blank:   latest(time.Thursday, refreshed-23),
	}
}

// latest is the last day up to until that is this day of the week.
func latest(weekday time.Weekday, until model.Date) model.Date {
	return until - model.Date((until.Weekday()-weekday+7)%7)
}
