package model_test

import (
	"testing"
	"time"

	"peerdash/model"
)

var june = func(day int) model.Date { return model.NewDate(2021, time.June, day) }

// day has the counts of IM and Audio; a negative count is unknown, like all others.
func day(date model.Date, im, audio int64) model.Day {
	d := model.Day{Date: date, RefreshDate: june(28)}
	if im >= 0 {
		d.Counts[imSeries] = model.Known(im)
	}
	if audio >= 0 {
		d.Counts[audioSeries] = model.Known(audio)
	}
	return d
}

func report(t *testing.T, period model.Period, days ...model.Day) model.Report {
	t.Helper()
	r, err := model.NewReport(model.Default(), period, days)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNewReportOrdersAndMerges(t *testing.T) {
	later := day(june(21), 5, 1)
	later.RefreshDate = june(29)
	r := report(t, model.D7, day(june(22), 7, 2), day(june(21), 5, 1), later)
	if got := r.Days(); len(got) != 2 || got[0].Date != june(21) || got[1].Date != june(22) {
		t.Fatalf("days = %v, want 21 and 22 June", got)
	}
	if got := r.Days()[0].RefreshDate; got != june(29) {
		t.Errorf("refresh date of the day reported twice = %v, want the later one, 2021-06-29", got)
	}
	if r.RefreshDate != june(29) {
		t.Errorf("refresh date of the report = %v, want 2021-06-29", r.RefreshDate)
	}
}

func TestNewReportRefuses(t *testing.T) {
	tests := map[string][]model.Day{
		"one day twice with different counts":     {day(june(21), 5, 1), day(june(21), 5, 2)},
		"unknown and zero are different counts":   {day(june(21), 0, 1), day(june(21), -1, 1)},
		"days that lie more than a century apart": {day(june(21), 5, 1), day(june(21)+36526, 5, 1)},
	}
	for name, days := range tests {
		t.Run(name, func(t *testing.T) {
			if r, err := model.NewReport(model.Default(), model.D7, days); err == nil {
				t.Errorf("NewReport = %v, want an error", r.Days())
			}
		})
	}
}

func TestBetween(t *testing.T) {
	whole := report(t, model.D7, day(june(21), 1, 1), day(june(22), 2, 2), day(june(23), 3, 3))
	tests := []struct {
		name         string
		since, until model.Date
		want         int
	}{
		{"no bounds", 0, 0, 3},
		{"since is in", june(22), 0, 2},
		{"until is in", 0, june(22), 2},
		{"one day", june(22), june(22), 1},
		{"none", june(24), 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := len(whole.Between(test.since, test.until).Days()); got != test.want {
				t.Errorf("%d days, want %d", got, test.want)
			}
		})
	}
}

func TestUnknownIsNotZero(t *testing.T) {
	tests := []struct {
		name  string
		day   model.Day
		shown model.SeriesSet
		want  model.Count
	}{
		{"known ones add up", day(june(21), 5, 2), model.AllSeries, model.Known(7)},
		{"an unknown one adds nothing", day(june(21), 5, -1), model.AllSeries, model.Known(5)},
		{"all unknown is unknown", day(june(21), -1, -1), model.AllSeries, model.Count{}},
		{"zero is known", day(june(21), 0, -1), model.AllSeries, model.Known(0)},
		{"hidden ones are left out", day(june(21), 5, 2), model.OnlySeries(audioSeries), model.Known(2)},
		{"nothing shown is unknown", day(june(21), 5, 2), 0, model.Count{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.day.Total(test.shown); got != test.want {
				t.Errorf("Total = %v, want %v", got, test.want)
			}
		})
	}
}

func TestPeak(t *testing.T) {
	r := report(t, model.D7, day(june(21), 5, 9), day(june(22), 14, 0), day(june(23), 2, 12))
	if peak, ok := r.Peak(model.AllSeries); !ok || peak.Date != june(21) && peak.Date != june(22) {
		t.Errorf("peak of all = %v %t, want 21 June", peak.Date, ok)
	}
	if peak, _ := r.Peak(model.OnlySeries(audioSeries)); peak.Date != june(23) {
		t.Errorf("peak of audio = %v, want 23 June", peak.Date)
	}
	if _, ok := r.Peak(model.OnlySeries(videoSeries)); ok {
		t.Error("a type of which nothing is known has a peak")
	}
}

func TestShare(t *testing.T) {
	if got, ok := model.Share(model.Known(1), model.Known(4)); !ok || got != 0.25 {
		t.Errorf("share of 1 in 4 = %v %t, want 0.25", got, ok)
	}
	for name, whole := range map[string]model.Count{"zero": model.Known(0), "unknown": {}} {
		if got, ok := model.Share(model.Known(0), whole); ok {
			t.Errorf("share of a whole that is %s = %v, want none", name, got)
		}
	}
}
