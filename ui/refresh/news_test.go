package refresh

import (
	"testing"
	"time"

	"peerdash/graphapi/reports"
	"peerdash/model"
)

func TestCompare(t *testing.T) {
	first := model.NewDate(2021, time.June, 20)
	reading := func(refreshed int, counts ...int64) reports.Reading {
		var days []model.Day
		for i, count := range counts {
			if count < 0 {
				continue // a day that the report lacks
			}
			day := model.Day{Date: first + model.Date(i), RefreshDate: first + model.Date(refreshed)}
			day.Counts[imSeries] = model.Known(count)
			days = append(days, day)
		}
		report, err := model.NewReport(model.Default(), model.D7, days)
		if err != nil {
			t.Fatal(err)
		}
		return reports.Reading{Report: report, Period: model.D7}
	}
	before := reading(4, 1, 2, -1, 4)
	for name, test := range map[string]struct {
		after   reports.Reading
		want    News
		nothing bool
	}{
		"the same":        {before, News{DataTo: first + 4}, true},
		"new days":        {reading(6, -1, 2, 3, 4, 5, 6), News{NewDays: 3, DataTo: first + 6, IsLater: true}, false},
		"a revised day":   {reading(4, 1, 9, -1, 4), News{RevisedDays: 1, DataTo: first + 4}, false},
		"a later date":    {reading(5, 1, 2, -1, 4), News{DataTo: first + 5, IsLater: true}, false},
		"an empty report": {reading(5), News{}, true},
	} {
		t.Run(name, func(t *testing.T) {
			got := Compare(State{}.received(before), test.after)
			if got != test.want || got.IsNothing() != test.nothing {
				t.Errorf("got %+v (nothing: %t), want %+v (%t)", got, got.IsNothing(), test.want, test.nothing)
			}
		})
	}
	if got := Compare(State{}, before); !got.IsFirst || got.IsNothing() || got.NewDays != 3 {
		t.Errorf("got %+v without a reading before, want three new days", got)
	}
}
