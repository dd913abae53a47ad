package model_test

import (
	"testing"
	"time"

	"peerdash/model"
)

func TestParseDate(t *testing.T) {
	tests := map[string]model.Date{
		"2021-06-28":           june(28),
		"2021-06-28T00:00:00Z": june(28),
		"2024-02-29":           model.NewDate(2024, time.February, 29),
	}
	for text, want := range tests {
		if got, err := model.ParseDate(text); err != nil || got != want {
			t.Errorf("ParseDate(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "28.06.2021", "2021-6-28", "2021-02-29", "2021-06-28T10:00:00Z", "2021-06-28 ", "0001-01-01", "1177",
	} {
		if got, err := model.ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", text, got)
		}
	}
}

func TestDateKnowsItsWeekday(t *testing.T) {
	for i, want := range []time.Weekday{time.Friday, time.Saturday, time.Sunday, time.Monday} {
		date := june(25 + i)
		if got := date.Weekday(); got != want || date.Time().Weekday() != want {
			t.Errorf("weekday of %v = %v, want %v", date, got, want)
		}
	}
}

func TestDateOfUsesTheZoneOfTheTime(t *testing.T) {
	late := time.Date(2021, time.June, 28, 23, 30, 0, 0, time.FixedZone("west", -8*60*60))
	if got := model.DateOf(late); got != june(28) {
		t.Errorf("DateOf = %v, want 2021-06-28", got)
	}
}

func TestParsePeriod(t *testing.T) {
	tests := map[string]model.Period{
		"D7": model.D7, "d7": model.D7, "7": model.D7, "7d": model.D7, "30d": model.D30, "D90": model.D90, "180": model.D180, "all": model.All, "ALL": model.All,
	}
	for text, want := range tests {
		if got, err := model.ParsePeriod(text); err != nil || got != want {
			t.Errorf("ParsePeriod(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "8", "D", "D7d", "dall", "alld", "-7", "D14"} {
		if got, err := model.ParsePeriod(text); err == nil {
			t.Errorf("ParsePeriod(%q) = %v, want an error", text, got)
		}
	}
}
