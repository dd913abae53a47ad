package ui

import (
	"testing"
	"time"

	"peerdash/graphapi/reports"
	"peerdash/model"
)

// novemberReading is a report of 30 days up to 23 Nov 2026 in which each day is as edit leaves it; a day without a
// refresh date is left out.
func novemberReading(t *testing.T, edit func(day *model.Day)) reports.Reading {
	t.Helper()
	end := model.NewDate(2026, time.November, 23)
	var days []model.Day
	for date := end - 29; date <= end; date++ {
		day := model.Day{Date: date, RefreshDate: end}
		for i := range model.Default().Series {
			day.Counts[i] = model.Known(int64(100 * (i + 1)))
		}
		if edit(&day); !day.RefreshDate.IsZero() {
			days = append(days, day)
		}
	}
	checked := time.Date(2026, time.November, 25, 9, 14, 7, 123_456_789, time.UTC)
	report, err := model.NewReport(model.Default(), model.D30, days)
	if err != nil {
		t.Fatal(err)
	}
	return reports.Reading{
		Report: report, Period: model.D30, Origin: reports.FromGraph, FetchedAt: checked,
		FreshUntil: checked.Add(time.Hour),
	}
}

func TestDaysWithoutDataAreNamed(t *testing.T) {
	november := func(day int) model.Date { return model.NewDate(2026, time.November, day) }
	for name, test := range map[string]struct {
		edit  func(day *model.Day)
		shows []string
		lacks []string
	}{
		"complete": {edit: func(*model.Day) {}, shows: []string{"trend     30d"}, lacks: []string{"no data", "missing", "/30d"}},
		"rows end early": {
			edit: func(day *model.Day) {
				if day.Date > november(3) {
					day.RefreshDate = 0
				}
			},
			shows: []string{"no data after 3 Nov (20 days)", "10/30d", "Tue 3 Nov", "data to 3 Nov (22 days ago)"},
		},
		"cells end early": {
			edit: func(day *model.Day) {
				if day.Date > november(3) {
					day.Counts = [model.MaxSeries]model.Count{}
				}
			},
			shows: []string{"no data after 3 Nov (20 days)", "10/30d"},
		},
		"one series ends early": {
			edit: func(day *model.Day) {
				if day.Date > november(3) {
					day.Counts[videoSeries] = model.Count{}
				}
			},
			shows: []string{"Video: no data after 3 Nov (20 days)"},
		},
		"all cells are blank": {
			edit:  func(day *model.Day) { day.Counts = [model.MaxSeries]model.Count{} },
			shows: []string{"no data for any of the 30 days: all counts are blank"},
		},
		"days are missing within": {
			edit: func(day *model.Day) {
				if day.Date >= november(4) && day.Date < november(14) {
					day.RefreshDate = 0
				}
			},
			shows: []string{"missing 10 days", "20/30d"},
		},
		"rows begin late": {
			edit: func(day *model.Day) {
				if day.Date < november(5) {
					day.RefreshDate = 0
				}
			},
			shows: []string{"no data before 5 Nov (11 days)", "19/30d"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			reading := novemberReading(t, test.edit)
			config := sampleConfig(t)
			config.Period = model.D30
			config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D30: reading}, failure: refused}
			withDashboardAt(t, reading.FetchedAt, config, 80, 24, func(d *testDashboard) {
				d.wantText(test.shows...)
				d.wantNoText(test.lacks...)
			})
		})
	}
}

// TestEarlyEndIsShownAtEverySize looks for the remark beside a failed refresh and the answer to a key.
func TestEarlyEndIsShownAtEverySize(t *testing.T) {
	reading := novemberReading(t, func(day *model.Day) {
		if day.Date > model.NewDate(2026, time.November, 3) {
			day.RefreshDate = 0
		}
	})
	reading.FreshUntil = time.Time{}
	for _, size := range [][2]int{{40, 10}, {53, 13}, {80, 24}, {120, 40}, {500, 200}} {
		for view := range View(viewCount) {
			config := sampleConfig(t)
			config.Period, config.View = model.D30, view
			config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D30: reading}, failure: refused}
			withDashboardAt(t, reading.FetchedAt, config, size[0], size[1], func(d *testDashboard) {
				d.wantText("no data after 3 Nov (20 days)", "failed")
				d.wantFit(d.model.View())
				d.press("y")
				d.press("left")
				d.wantText("no data after 3 Nov (20 days)")
			})
		}
	}
}

// TestDaysThatAreNotComparedAreNamed compares 30 days with a history that lacks three of the days to compare with.
func TestDaysThatAreNotComparedAreNamed(t *testing.T) {
	reading := novemberReading(t, func(*model.Day) {})
	var days []model.Day
	for _, day := range reading.Report.Days() {
		days = append(days, day)
		if day.Date%10 != 3 {
			day.Date -= 35
			days = append(days, day)
		}
	}
	history, err := model.NewReport(model.Default(), model.D90, days)
	if err != nil {
		t.Fatal(err)
	}
	longer := reading
	longer.Report, longer.Period = history, model.D90
	config := sampleConfig(t)
	config.Period = model.D30
	config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D30: reading, model.D90: longer}, failure: refused}
	withDashboardAt(t, reading.FetchedAt, config, 80, 24, func(d *testDashboard) { d.wantText("compared 27 of 30 days", "0.0 %") })
}

func TestAgeInWords(t *testing.T) {
	now := time.Date(2026, time.November, 25, 9, 14, 7, 123_456_789, time.UTC)
	for date, want := range map[string]string{
		"2026-11-26": "in the future", "2026-11-25": "today", "2026-11-24": "yesterday", "2026-11-23": "2 days ago",
		"2026-09-27": "59 days ago", "2026-08-25": "3 months ago", "2025-11-25": "12 months ago",
		"2024-12-01": "23 months ago", "2024-11-25": "2 years ago", "2021-07-31": "5 years ago",
	} {
		parsed, err := model.ParseDate(date)
		if err != nil {
			t.Fatal(err)
		}
		if got := ageInWords(parsed, now); got != want {
			t.Errorf("the age of %s is %q, want %q", date, got, want)
		}
	}
}
