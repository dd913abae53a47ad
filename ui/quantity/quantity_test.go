package quantity_test

import (
	"testing"

	"peerdash/model"
	"peerdash/ui/quantity"
)

func TestForms(t *testing.T) {
	tests := []struct {
		unit              model.Unit
		value             int64
		text, short, tick string
	}{
		{model.Sessions, 0, "0", "0", "0"},
		{model.Users, 7, "7", "7", "7"},
		{model.Messages, 999, "999", "999", "999"},
		{model.Messages, 1000, "1,000", "1k", "1,000"},
		{model.Events, 12_345, "12,345", "12.3k", "12,345"},
		{model.Events, 99_949, "99,949", "99.9k", "99,949"},
		{model.Events, 99_950, "99,950", "100k", "99,950"},
		{model.Events, 999_499, "999,499", "999k", "999,499"},
		{model.Events, 999_500, "999,500", "1M", "999,500"},
		{model.Actions, 1_234_567, "1,234,567", "1.2M", "1,234,567"},
		{model.Actions, 999_950_000, "999,950,000", "1G", "999,950,000"},
		{model.Minutes, 83, "83", "83", "83"},
		{model.Conferences, model.MaxCount, "1,000,000,000,000", "1T", "1,000,000,000,000"},
		{model.Seconds, 0, "0s", "0s", "0"},
		{model.Seconds, 13, "13s", "13s", "13s"},
		{model.Seconds, 59, "59s", "59s", "59s"},
		{model.Seconds, 60, "1m", "1m", "1m"},
		{model.Seconds, 90, "1m", "1m", "1m 30s"},
		{model.Seconds, 52*60 + 59, "52m", "52m", "52m 59s"},
		{model.Seconds, 3600, "1h 00m", "1h", "1h"},
		{model.Seconds, 5400, "1h 30m", "2h", "1h 30m"},
		{model.Seconds, 13*3600 + 52*60 + 7, "13h 52m", "14h", "13h 52m 7s"},
		{model.Seconds, 1234*3600 + 5*60, "1,234h 05m", "1.2kh", "1,234h 05m"},
		{model.Seconds, model.MaxCount, "277,777,777h 46m", "278Mh", "277,777,777h 46m 40s"},
	}
	for _, test := range tests {
		if got := quantity.Text(test.unit, test.value); got != test.text {
			t.Errorf("Text(%s, %d) = %q, want %q", test.unit, test.value, got, test.text)
		}
		if got := quantity.Short(test.unit, test.value); got != test.short {
			t.Errorf("Short(%s, %d) = %q, want %q", test.unit, test.value, got, test.short)
		}
		if got := quantity.Tick(test.unit, test.value); got != test.tick {
			t.Errorf("Tick(%s, %d) = %q, want %q", test.unit, test.value, got, test.tick)
		}
	}
}

func TestFitTakesTheLongestFormWithRoom(t *testing.T) {
	tests := []struct {
		unit    model.Unit
		value   int64
		columns int
		want    string
	}{
		{model.Users, 12_345, 6, "12,345"},
		{model.Users, 12_345, 5, "12.3k"},
		{model.Users, 12_345, 0, "12.3k"},
		{model.Seconds, 13*3600 + 52*60, 7, "13h 52m"},
		{model.Seconds, 13*3600 + 52*60, 6, "14h"},
		{model.Seconds, 12_345*3600 + 5*60, 11, "12,345h 05m"},
		{model.Seconds, 12_345*3600 + 5*60, 10, "12,345h"},
		{model.Seconds, 12_345*3600 + 5*60, 6, "12.3kh"},
		{model.Seconds, 12_345*3600 + 5*60, 5, "12kh"},
		{model.Seconds, 52 * 60, 2, "52m"},
	}
	for _, test := range tests {
		if got := quantity.Fit(test.unit, test.value, test.columns); got != test.want {
			t.Errorf("Fit(%s, %d, %d) = %q, want %q", test.unit, test.value, test.columns, got, test.want)
		}
	}
}
