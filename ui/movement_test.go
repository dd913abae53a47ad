package ui

import (
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/reports"
	"peerdash/model"
	"peerdash/ui/theme"
)

// halfYearEndingOn are the days of half a year up to a date, of 100 sessions each on weekdays.
func halfYearEndingOn(t *testing.T, last model.Date) reports.Reading {
	t.Helper()
	days := make([]model.Day, 180)
	for i := range days {
		days[i].Date, days[i].RefreshDate = last-model.Date(179-i), last
		for series := range model.Default().Series {
			days[i].Counts[series] = model.Known(100)
			if days[i].Date.IsWeekend() {
				days[i].Counts[series] = model.Known(11)
			}
		}
	}
	report, err := model.NewReport(model.Default(), model.D180, days)
	if err != nil {
		t.Fatal(err)
	}
	return reports.Reading{
		Report: report, Period: model.D180, Origin: reports.FromGraph, FetchedAt: noon, FreshUntil: noon.Add(time.Hour),
	}
}

// monday is a Monday.
var monday = lastDay

func TestEveryMoveIsAnswered(t *testing.T) {
	for _, size := range [][2]int{{40, 10}, {80, 24}, {120, 40}} {
		for offset := range model.Date(7) {
			for _, keys := range [][]string{
				{}, {"w"}, {"w", "w"}, {"w", "w", "w"}, {"w", "w", "w", "w"}, {"v"}, {"v", "v"}, {"v", "v", "v", "v", "w", "w", "w"},
			} {
				config := sampleConfig(t)
				config.Period = model.D180
				config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D180: halfYearEndingOn(t, monday+offset)}}
				withDashboard(t, config, size[0], size[1], func(d *testDashboard) {
					d.press(keys...)
					for _, move := range []string{"left", "left", "left", "H", "right", "L", "g", "right", "left", "G", "left", "pgup", "pgdown"} {
						before := d.screen()
						if d.press(move); d.screen() == before {
							t.Errorf("%v, a report up to %v, after %v: %q changes nothing:\n%s", size, monday+offset, keys, move, before)
						}
					}
				})
			}
		}
	}
}

func TestZerosAreExplainedAtAnyWidth(t *testing.T) {
	for size, want := range map[[2]int]string{
		{40, 20}: "All counts are zero (retired in 2021).", {80, 24}: "Skype for Business was retired in July 2021.",
	} {
		config := sampleConfig(t)
		config.Reports = fakeReports{stored: map[model.Period]reports.Reading{model.D7: zeros(t)}}
		withDashboard(t, config, size[0], size[1], func(d *testDashboard) { d.wantText(want) })
	}
}

// TestTrendHasTheBucketsOfTheChart: weeks in the chart are weeks in the sparklines, and where the sparklines are narrower
// than the chart their heading says how long their buckets are.
func TestTrendHasTheBucketsOfTheChart(t *testing.T) {
	for keys, want := range map[string]string{"3": "weekly", "4": "trend", "4 w w w": "trend", "4 w w w w": "trend"} {
		withDashboard(t, sampleConfig(t), 120, 40, func(d *testDashboard) {
			d.press(strings.Fields(keys)...)
			_, buckets := d.model.buckets()
			trends := d.model.legendColumns().trends
			if d.wantText(want); want == "trend" && len([]rune(trends.total)) != len(buckets) {
				t.Errorf("%q: the sparkline %q does not have the %d buckets of the chart", keys, trends.total, len(buckets))
			}
		})
	}
}

// TestTrendMutesPartsOfWeeks: 90 days end on a Monday and begin on a Wednesday.
func TestTrendMutesPartsOfWeeks(t *testing.T) {
	withDashboard(t, sampleConfig(t), 120, 40, func(d *testDashboard) {
		d.press("3", "w", "w", "w")
		muted := d.model.painter.Theme.Foreground(theme.Muted) + "m"
		bars := []rune(d.model.legendColumns().trends.total)
		inside := string(bars[1 : len(bars)-1])
		for _, line := range strings.Split(d.model.View(), "\n") {
			before, after, found := strings.Cut(line, inside)
			if found && (!strings.Contains(before, muted+string(bars[0])) || !strings.Contains(after, muted+string(bars[len(bars)-1]))) {
				t.Errorf("the parts of weeks in a sparkline are not muted: %q", line)
			}
		}
	})
}

// TestSevenDayMeanCountsEarlierDays: each of seven days has the mean of a week where a longer period is loaded.
func TestSevenDayMeanCountsEarlierDays(t *testing.T) {
	withDashboard(t, sampleConfig(t), 80, 24, func(d *testDashboard) {
		d.press("w", "w")
		_, buckets := d.model.buckets()
		for i := range buckets {
			var sum int64
			for _, day := range sampleReport(t, model.D30, 30).Days() {
				if im, _ := day.Counts[0].Value(); day.Date > buckets[i].Last-7 && day.Date <= buckets[i].Last {
					sum += im
				}
			}
			if mean, known := buckets[i].Mean(0); !known || mean != float64(sum)/7 {
				t.Errorf("the mean of IM up to %v is %v (%t), want %v", buckets[i].Last, mean, known, float64(sum)/7)
			}
		}
	})
}
