package model

import (
	"strings"
	"testing"
	"time"
)

func TestImplausibleDatesAreNamed(t *testing.T) {
	today := NewDate(2021, time.June, 30)
	for name, test := range map[string]struct {
		days []Day
		says string
	}{
		"nothing":                    {nil, ""},
		"two days late":              {[]Day{{Date: today - 2, RefreshDate: today - 2}}, ""},
		"tomorrow":                   {[]Day{{Date: today + 1, RefreshDate: today + 1}}, ""},
		"the first of the period":    {[]Day{{Date: today - 6, RefreshDate: today}}, ""},
		"refreshed in two days":      {[]Day{{Date: today, RefreshDate: today + 2}}, "the refresh date 2021-07-02 lies in the future"},
		"refreshed in the year 9999": {[]Day{{Date: today, RefreshDate: NewDate(9999, time.December, 31)}}, "9999-12-31"},
		"a day after the refresh":    {[]Day{{Date: today, RefreshDate: today - 1}}, "the day 2021-06-30 is later than its refresh date 2021-06-29"},
		"before the period":          {[]Day{{Date: today - 7, RefreshDate: today}}, "the day 2021-06-23 is not among the last 7 days"},
		"before another's period":    {[]Day{{Date: today - 7, RefreshDate: today - 1}, {Date: today, RefreshDate: today}}, "2021-06-23"},
	} {
		t.Run(name, func(t *testing.T) {
			report, err := NewReport(Default(), D7, test.days)
			if err != nil {
				t.Fatal(err)
			}
			if err = report.CheckDates(today + 1); err == nil {
				err = report.CheckPeriod(D7)
			}
			if (err != nil) != (test.says != "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %q", err, test.says)
			}
		})
	}
}
