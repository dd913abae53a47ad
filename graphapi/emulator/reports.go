package emulator

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"sync"
	"time"

	"peerdash/model"
)

// lag is how many days the report is behind, as Graph's is.
const lag = 2

// byteOrderMark begins the reports of Graph.
const byteOrderMark = "\ufeff"

// reports are the CSV texts that Graph would give now.
type reports struct {
	now func() time.Time

	mu    sync.Mutex
	given map[model.Period][]byte
}

// give makes text the report of a period from now on.
func (r *reports) give(period model.Period, text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.given == nil {
		r.given = make(map[model.Period][]byte)
	}
	r.given[period] = []byte(text)
}

// of is the report of a period, made up where none was given.
func (r *reports) of(period model.Period) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if text, ok := r.given[period]; ok {
		return text
	}
	return madeUp(period, model.DateOf(r.now())-lag)
}

// madeUp is the report of the make-believe organization as Graph writes it: newest day first.
func madeUp(period model.Period, refreshed model.Date) []byte {
	var text bytes.Buffer
	text.WriteString(byteOrderMark)
	rows := csv.NewWriter(&text)
	rows.UseCRLF = true
	header := []string{"Report Refresh Date", "Report Date", "Report Period"}
	for _, t := range model.SessionTypes() {
		header = append(header, t.Label())
	}
	_ = rows.Write(header) // a buffer takes every write
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
	for _, t := range model.SessionTypes() {
		switch {
		case date == incidents.blank && t == model.FileTransfer:
			cells = append(cells, "")
		case date == incidents.outage:
			cells = append(cells, strconv.FormatInt(sessions[t]/100, 10))
		default:
			cells = append(cells, strconv.FormatInt(sessions[t], 10))
		}
	}
	return cells
}

// incidents are the days on which something went wrong: in the service, which almost nobody could use, in the report,
// which lacks a day, and in one cell of it. They lie on weekdays, where they show, within the last 30 days but not
// within the last 7, and stay for a week before they move on.
type incidents struct{ outage, missing, blank model.Date }

func incidentsBefore(refreshed model.Date) incidents {
	return incidents{
		missing: latest(time.Friday, refreshed-9),
		outage:  latest(time.Wednesday, refreshed-16),
		blank:   latest(time.Thursday, refreshed-23),
	}
}

// latest is the last day up to until that falls on a weekday.
func latest(weekday time.Weekday, until model.Date) model.Date {
	return until - model.Date((until.Weekday()-weekday+7)%7)
}
