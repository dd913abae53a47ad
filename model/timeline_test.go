package model_test

import (
	"testing"
	"time"

	"peerdash/model"
)

// june28 is a Monday.
var june28 = model.NewDate(2021, time.June, 28)

// steady is a report of a number of days up to a last day, refreshed on 28 June. Each day has a count of 100, or 20 on weekends.
func steady(t *testing.T, period model.Period, last model.Date, count int, change func(*model.Day)) model.Report {
	t.Helper()
	var days []model.Day
	for date := last - model.Date(count) + 1; date <= last; date++ {
		day := model.Day{Date: date, RefreshDate: june28}
		value := int64(100)
		if date.IsWeekend() {
			value = 20
		}
		for series := range model.Default().Series {
			day.Counts[series] = model.Known(0)
		}
		day.Counts[imSeries] = model.Known(value)
		if change != nil {
			change(&day)
		}
		if !day.Date.IsZero() {
			days = append(days, day)
		}
	}
	report, err := model.NewReport(model.Default(), period, days)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestSpanIsTheWholePeriodUpToTheRefreshDate(t *testing.T) {
	tests := []struct {
		name        string
		report      model.Report
		first, last model.Date
	}{
		{"complete", steady(t, model.D7, june28, 7, nil), june28 - 6, june28},
		{"rows end early", steady(t, model.D30, june28-20, 10, nil), june28 - 29, june28},
		{"rows begin early", steady(t, model.D7, june28, 9, nil), june28 - 8, june28},
		{"all", steady(t, model.All, june28-3, 400, nil), june28 - 402, june28},
		{"between dates", steady(t, model.D30, june28, 30, nil).Between(june28-9, june28-5), june28 - 9, june28 - 5},
		{"since a date", steady(t, model.D30, june28, 30, nil).Between(june28-9, 0), june28 - 9, june28},
		{"empty", model.Report{Period: model.D7}, 0, 0},
	}
	for _, test := range tests {
		if got := test.report.Span(); got.First != test.first || got.Last != test.last {
			t.Errorf("%s: the span is %v to %v, want %v to %v", test.name, got.First, got.Last, test.first, test.last)
		}
	}
}

func TestKnownSpanTellsWhereDataEnds(t *testing.T) {
	report := steady(t, model.D30, june28-20, 10, nil)
	timeline := model.NewTimeline(report, report.Span(), model.AllSeries, model.AllSeries)
	if got := len(timeline.Days()); got != 30 {
		t.Errorf("the timeline has %d days, want 30", got)
	}
	known, ok := timeline.KnownSpan()
	if !ok || known.Last != june28-20 || timeline.Last()-known.Last != 20 {
		t.Errorf("known up to %v, the timeline ends %v; want 20 days without data", known.Last, timeline.Last())
	}
	blank := steady(t, model.D7, june28, 7, func(day *model.Day) { day.Counts = [model.MaxSeries]model.Count{} })
	if _, ok := model.NewTimeline(blank, blank.Span(), model.AllSeries, model.AllSeries).KnownSpan(); ok {
		t.Error("a report of blank counts has known days")
	}
}

func TestMarks(t *testing.T) {
	report := steady(t, model.D90, june28, 90, func(day *model.Day) {
		switch day.Date {
		case june28 - 3:
			day.Date = 0 // no row
		case june28 - 4:
			day.Counts[videoSeries] = model.Count{}
		case june28 - 5, june28 - 8:
			day.Counts[imSeries] = model.Known(49)
		case june28 - 6:
			day.Counts[imSeries] = model.Known(50)
		case june28 - 11:
			day.Counts[imSeries] = model.Known(170)
		case june28 - 1:
			day.Counts[imSeries] = model.Known(9)
		}
	})
	timeline := model.NewTimeline(report, model.Span{First: june28 - 29, Last: june28}, model.AllSeries, model.AllSeries)
	want := map[model.Date]model.Marks{
		june28 - 3: model.MissingMark, june28 - 4: model.UnknownMark, june28 - 5: model.LowMark,
		june28 - 11: model.PeakMark, june28 - 1: model.LowMark | model.WeekendMark,
		june28 - 27: model.MonthMark, june28 - 8: 0,
	}
	for i, day := range timeline.Days() {
		marks := timeline.Marks(i)
		if wanted, listed := want[day.Date]; listed && day.Date != june28-8 && marks != wanted {
			t.Errorf("%v has the marks %b, want %b", day.Date, marks, wanted)
		}
		if _, listed := want[day.Date]; !listed && marks.Has(model.NotableMarks) {
			t.Errorf("%v has the marks %b, want none", day.Date, marks)
		}
	}
}

func TestSeriesThatIsNeverReportedMarksNoDay(t *testing.T) {
	report := steady(t, model.D7, june28, 7, func(day *model.Day) { day.Counts[fileTransferSeries] = model.Count{} })
	timeline := model.NewTimeline(report, report.Span(), model.AllSeries, model.AllSeries)
	for i, day := range timeline.Days() {
		if timeline.Marks(i).Has(model.UnknownMark) {
			t.Errorf("%v is marked", day.Date)
		}
	}
	blank := steady(t, model.D7, june28, 7, func(day *model.Day) { day.Counts = [model.MaxSeries]model.Count{} })
	if !model.NewTimeline(blank, blank.Span(), model.AllSeries, model.AllSeries).Marks(3).Has(model.UnknownMark) {
		t.Error("a day of blank counts has no mark in a report of blank counts")
	}
}

func TestWeeksBeginOnMonday(t *testing.T) {
	report := steady(t, model.D30, june28, 30, func(day *model.Day) {
		if day.Date == june28-5 {
			day.Date = 0
		}
	})
	buckets := model.NewTimeline(report, report.Span(), model.AllSeries, model.AllSeries).Buckets(model.ByWeek)
	if len(buckets) != 6 {
		t.Fatalf("%d weeks, want 6", len(buckets))
	}
	for i := range buckets {
		b := &buckets[i]
		isEnd := i == 0 || i == len(buckets)-1
		if b.Marks.Has(model.PartialMark) != isEnd || !isEnd && (b.First.Weekday() != time.Monday || b.Days() != 7) {
			t.Errorf("week %d is %v to %v, partial %t", i, b.First, b.Last, b.Marks.Has(model.PartialMark))
		}
	}
	last := &buckets[4]
	if mean, _ := last.Mean(imSeries); last.Known != 6 || last.Days() != 7 || mean != (4*100+2*20)/6.0 {
		t.Errorf("the week with a missing day has %d known of %d days and a mean of %g", last.Known, last.Days(), mean)
	}
}

func TestSevenDayMean(t *testing.T) {
	report := steady(t, model.D30, june28, 30, nil)
	buckets := model.NewTimeline(report, report.Span(), model.AllSeries, model.AllSeries).Buckets(model.SevenDayMean)
	for i := range buckets {
		mean, known := buckets[i].Mean(imSeries)
		if known != (i >= 6) || known && mean != 540/7.0 {
			t.Errorf("day %d has the mean %g %t", i, mean, known)
		}
	}
	later := model.NewTimeline(report, model.Span{First: june28 - 9, Last: june28}, model.AllSeries, model.AllSeries).Buckets(model.SevenDayMean)
	if _, known := later[0].Mean(imSeries); !known {
		t.Error("days before the timeline do not count for its first mean")
	}
}

func TestLongerBuckets(t *testing.T) {
	report := steady(t, model.All, june28, 1000, nil)
	timeline := model.NewTimeline(report, report.Span(), model.AllSeries, model.AllSeries)
	for resolution, want := range map[model.Resolution]int{
		model.ByDay: 1000, model.ByMonth: 33, model.ByQuarter: 11, model.ByYear: 4, model.ByDecade: 2,
	} {
		buckets := timeline.Buckets(resolution)
		if len(buckets) != want || timeline.BucketCount(resolution) != want {
			t.Errorf("%v: %d buckets, %d counted, want %d", resolution, len(buckets), timeline.BucketCount(resolution), want)
		}
		next := timeline.First()
		for i := range buckets {
			if buckets[i].First != next {
				t.Fatalf("%v: bucket %d begins on %v, want %v", resolution, i, buckets[i].First, next)
			}
			next = buckets[i].Last + 1
		}
	}
}

func TestEarlierTimelineMatchesWeekdays(t *testing.T) {
	report := steady(t, model.D90, june28, 90, nil)
	span := model.Span{First: june28 - 29, Last: june28}
	earlier := model.NewEarlierTimeline(report, span, model.D30.ComparisonDays(), model.AllSeries)
	now := model.NewTimeline(report, span, model.AllSeries, model.AllSeries)
	for i, day := range earlier.Days() {
		if day.Date != now.Days()[i].Date || day.Counts != now.Days()[i].Counts {
			t.Errorf("%v is compared with %v", now.Days()[i], day)
		}
	}
}
