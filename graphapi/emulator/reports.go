package emulator

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"time"

	"peerdash/model"
)

// lag is how many days the report is behind, as that of Graph.
const lag = 2

// byteOrderMark begins the reports of Graph.
const byteOrderMark = "\ufeff"

// reports are the CSV texts that Graph would send now.
type reports struct {
	now      func() time.Time
	override func(period model.Period) (csv string, ok bool)
}

// of is the report of a period.
func (r *reports) of(period model.Period) []byte {
	if r.override != nil {
		if csv, ok := r.override(period); ok {
			return []byte(csv)
		}
	}
	return generated(period, model.DateOf(r.now())-lag)
}

// generated is the report of the fictitious organization as Graph writes it: newest day first.
func generated(period model.Period, refreshed model.Date) []byte {
	var text bytes.Buffer
	text.WriteString(byteOrderMark)
	rows := csv.NewWriter(&text)
	rows.UseCRLF = true
	header := []string{"Report Refresh Date", "Report Date", "Report Period"}
	for _, series := range model.Default().Series {
		header = append(header, series.Column)
	}
	_ = rows.Write(header) // a buffer never fails
	incidents := incidentsBefore(refreshed)
	for date := refreshed; date > refreshed-model.Date(period.Days()); date-- {
		if date != incidents.missing {
			_ = rows.Write(row(date, refreshed, period, incidents))
		}
	}
	rows.Flush()
	return text.Bytes()
}

func row(date, refreshed model.Date, period model.Period, incidents incidents) []string {
	cells := []string{refreshed.String(), date.String(), period.Number()}
	sessions := sessionsOn(date)
	for t := range sessions {
		switch {
		case date == incidents.blank && t == len(sessions)-1:
			cells = append(cells, "")
		case date == incidents.outage:
			cells = append(cells, strconv.FormatInt(sessions[t]/100, 10))
		default:
			cells = append(cells, strconv.FormatInt(sessions[t], 10))
		}
	}
	return cells
}

// incidents are the days of an outage with almost no sessions, of a missing row, and of a blank cell. They are weekdays
// within the last 30 days but not within the last 7, and change once a week.
type incidents struct{ outage, missing, blank model.Date }

func incidentsBefore(refreshed model.Date) incidents {
	return incidents{
		missing: latest(time.Friday, refreshed-9),
		outage:  latest(time.Wednesday, refreshed-16),
		blank:   latest(time.Thursday, refreshed-23),
	}
}

// latest is the last such weekday up to until.
func latest(weekday time.Weekday, until model.Date) model.Date {
	return until - model.Date((until.Weekday()-weekday+7)%7)
}
