package format

import (
	"encoding/json"
	"io"
	"strconv"
	"time"

	"peerdash/graphapi/reports"
	"peerdash/model"
)

// readingJSON is the object of the format json.
type readingJSON struct {
	Report      string         `json:"report"`
	RefreshDate *string        `json:"reportRefreshDate"`
	Period      string         `json:"period"`
	Source      reports.Origin `json:"source"`
	FetchedAt   *time.Time     `json:"fetchedAt"`
	Value       []dayJSON      `json:"value"`
}

// dayJSON is a day in the format json, and a line of the format ndjson.
type dayJSON struct {
	definition *model.Definition
	day        model.Day
	period     model.Period
}

// WriteJSON writes the reading as one JSON object: its report, period and source, when it was fetched, and its days, oldest
// first.
func WriteJSON(w io.Writer, reading reports.Reading) error {
	object := readingJSON{
		Report:      reading.Report.Definition.Name,
		RefreshDate: dateJSON(reading.Report.RefreshDate),
		Period:      reading.Period.String(),
		Source:      reading.Origin,
		Value:       []dayJSON{},
	}
	if !reading.FetchedAt.IsZero() {
		fetchedAt := reading.FetchedAt.UTC().Truncate(time.Second)
		object.FetchedAt = &fetchedAt
	}
	for _, day := range reading.Report.Days() {
		object.Value = append(object.Value, dayJSON{reading.Report.Definition, day, reading.Report.Period})
	}
	return json.NewEncoder(w).Encode(object)
}

// WriteNDJSON writes each day as a JSON object on a line of its own, in the given order. Several days may have the same
// date, as revisions do.
func WriteNDJSON(w io.Writer, definition *model.Definition, days []model.Day, period model.Period) error {
	encoder := json.NewEncoder(w)
	for _, day := range days {
		if err := encoder.Encode(dayJSON{definition, day, period}); err != nil {
			return err
		}
	}
	return nil
}

// MarshalJSON returns the object with its members in the order of the report's columns.
func (d dayJSON) MarshalJSON() ([]byte, error) {
	object := []byte(`{"reportRefreshDate":`)
	object = appendDate(object, d.day.RefreshDate)
	object = append(object, `,"reportDate":`...)
	object = appendDate(object, d.day.Date)
	object = append(object, `,"reportPeriod":`...)
	object = strconv.AppendQuote(object, d.period.Number())
	for i, series := range d.definition.Series {
		object = append(object, ',')
		object = strconv.AppendQuote(object, series.Key)
		object = append(object, ':')
		object = appendCount(object, d.day.Counts[i])
	}
	return append(object, '}'), nil
}

func dateJSON(date model.Date) *string {
	if date.IsZero() {
		return nil
	}
	text := date.String()
	return &text
}

func appendDate(object []byte, date model.Date) []byte {
	if date.IsZero() {
		return append(object, "null"...)
	}
	return strconv.AppendQuote(object, date.String())
}

func appendCount(object []byte, count model.Count) []byte {
	value, known := count.Value()
	if !known {
		return append(object, "null"...)
	}
	return strconv.AppendInt(object, value, 10)
}
