package model

import (
	"testing"
	"time"
)

func TestLatestIsTheEndOfAReportThatReachesBack(t *testing.T) {
	first := NewDate(2021, time.June, 1)
	days := func(n int, missing ...int) []Day {
		var days []Day
		for i := range n {
			days = append(days, Day{Date: first + Date(i), RefreshDate: first + Date(n)})
		}
		for _, i := range missing {
			days = append(days[:i], days[i+1:]...)
		}
		return days
	}
	for name, test := range map[string]struct {
		days   []Day
		period Period
		want   int
		ok     bool
	}{
		"no day":                     {days(0), D7, 0, false},
		"just the period":            {days(7), D7, 7, true},
		"more than the period":       {days(40), D30, 30, true},
		"a day less than the period": {days(29), D30, 29, false},
		"a gap within the period":    {days(40, 20), D30, 29, true},
		"a gap where it begins":      {days(40, 10), D30, 29, true},
		"a gap where the days begin": {days(31, 1), D30, 29, true},
		"all of no day":              {days(0), All, 0, true},
		"all":                        {days(40, 20), All, 39, true},
	} {
		t.Run(name, func(t *testing.T) {
			report, err := NewReport(Default(), All, test.days)
			if err != nil {
				t.Fatal(err)
			}
			got, ok := report.Latest(test.period)
			if ok != test.ok || len(got.Days()) != test.want {
				t.Fatalf("got %d days, %t; want %d, %t", len(got.Days()), ok, test.want, test.ok)
			}
			if ok && (got.Period != test.period || got.RefreshDate != report.RefreshDate) {
				t.Errorf("got period %s, refreshed %s; want %s, %s", got.Period, got.RefreshDate, test.period, report.RefreshDate)
			}
		})
	}
}
