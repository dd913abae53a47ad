package model_test

import (
	"testing"

	"peerdash/model"
)

func TestChangeComparesWithTheDaysBefore(t *testing.T) {
	var now, before []model.Day
	for i := range 7 {
		now = append(now, day(june(22+i), 110, 0))
		before = append(before, day(june(15+i), 100, 0))
	}
	gap := before[3]
	gap.Counts[imSeries] = model.Count{}
	gap.Counts[audioSeries] = model.Count{}
	tests := []struct {
		name   string
		period model.Period
		longer []model.Day
		want   float64
		ok     bool
	}{
		{"ten percent more", model.D7, before, 0.1, true},
		{"an unknown day is left out on both sides", model.D7, append([]model.Day{gap}, append(before[:3:3], before[4:]...)...), 0.1, true},
		{"too few days known before", model.D7, before[4:], 0, false},
		{"nothing known before", model.D7, nil, 0, false},
		{"nothing held before", model.D7, zeros(before), 0, false},
		{"all has no days before it", model.All, before, 0, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := report(t, test.period, now...).Change(report(t, model.D30, test.longer...), model.AllSeries)
			if got.Value != test.want || ok != test.ok {
				t.Errorf("Change = %v %t, want %v %t", got, ok, test.want, test.ok)
			}
		})
	}
}

func TestChangeComparesTheSameWeekdays(t *testing.T) {
	for _, period := range []model.Period{model.D7, model.D30, model.D90, model.D180} {
		days := period.Days()
		report := steady(t, period, june28, days, func(day *model.Day) {
			if day.Date == june28-2 {
				day.Date = 0 // not known now: not compared
			}
		})
		history := steady(t, model.All, june28, 3*days, func(day *model.Day) {
			if day.Date == june28-3-model.Date(period.ComparisonDays()) {
				day.Date = 0 // not known before: left out, and counted
			}
		})
		change, ok := report.Change(history, model.AllSeries)
		if !ok || change.Value != 0 || change.Compared != days-2 || change.Uncompared != 1 {
			t.Errorf("%v: change %+v %t, want 0 over %d days, 1 left out", period, change, ok, days-2)
		}
		if period.ComparisonDays()%7 != 0 || period.ComparisonDays() < days {
			t.Errorf("%v is compared with %d days before", period, period.ComparisonDays())
		}
	}
}

func zeros(days []model.Day) []model.Day {
	var zero []model.Day
	for _, d := range days {
		zero = append(zero, day(d.Date, 0, 0))
	}
	return zero
}

func TestMeansKeepWeekendsApart(t *testing.T) {
	// 26 and 27 June 2021 are a Saturday and a Sunday.
	r := report(t, model.D7, day(june(24), 100, 0), day(june(25), 103, 0), day(june(26), 7, 0), day(june(27), -1, -1))
	means := r.Means(model.AllSeries)
	if got := means.Weekday.Value(); got != model.Known(102) {
		t.Errorf("mean of weekdays = %v, want 102", got)
	}
	if got := means.Weekend.Value(); got != model.Known(7) {
		t.Errorf("mean of weekends = %v, want 7, the unknown day left out", got)
	}
	if got := means.Weekend.Value(); got == (model.Count{}) {
		t.Error("mean of weekends is unknown")
	}
}
