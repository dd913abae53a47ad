package model_test

import (
	"testing"

	"peerdash/model"
	"peerdash/model/modeltest"
)

func TestMeasuredSeries(t *testing.T) {
	users := modeltest.Find(t, "teams-users")
	tests := []struct {
		name     string
		report   *model.Definition
		shown    model.SeriesSet
		selected int
		want     model.SeriesSet
	}{
		{"additive", model.Default(), 0b10110, 0, 0b10110},
		{"the selected one", users, users.All(), 3, 0b1000},
		{"hidden", users, 0b10111, 3, 0},
		{"none is selected", users, users.All(), model.NoSeries, 0},
		{"the only one", modeltest.Find(t, "skype-participant-minutes"), 1, model.NoSeries, 1},
	}
	for _, test := range tests {
		if got := test.report.Measured(test.shown, test.selected); got != test.want {
			t.Errorf("%s: measured are %b, want %b", test.name, got, test.want)
		}
	}
}

// TestMarksOfOneSeries: low days and the peak are those of the measured series, gaps and blanks those of all that are shown.
func TestMarksOfOneSeries(t *testing.T) {
	users := modeltest.Find(t, "teams-users")
	const chat, calls = 0, 2
	var days []model.Day
	for date := june28 - 29; date <= june28; date++ {
		day := model.Day{Date: date, RefreshDate: june28}
		for series := range users.Series {
			day.Counts[series] = model.Known(100)
		}
		switch date {
		case june28 - 3:
			continue
		case june28 - 5:
			day.Counts[chat] = model.Known(9000) // the peak of another series
		case june28 - 6:
			day.Counts[chat] = model.Known(1) // low in another series
		case june28 - 8:
			day.Counts[chat] = model.Count{}
		case june28 - 10:
			day.Counts[calls] = model.Known(49)
		case june28 - 12:
			day.Counts[calls] = model.Known(101)
		}
		days = append(days, day)
	}
	report, err := model.NewReport(users, model.D30, days)
	if err != nil {
		t.Fatal(err)
	}
	timeline := model.NewTimeline(report, report.Span(), users.All(), users.Measured(users.All(), calls))
	want := map[model.Date]model.Marks{
		june28 - 3: model.MissingMark, june28 - 8: model.UnknownMark, june28 - 10: model.LowMark, june28 - 12: model.PeakMark,
	}
	for i, day := range timeline.Days() {
		if got := timeline.Marks(i) & model.NotableMarks; got != want[day.Date] {
			t.Errorf("%v has the marks %b, want %b", day.Date, got, want[day.Date])
		}
	}
	unmeasured := model.NewTimeline(report, report.Span(), users.All(), 0)
	for i, day := range unmeasured.Days() {
		if unmeasured.Marks(i).Has(model.LowMark | model.PeakMark) {
			t.Errorf("%v has the marks %b although nothing is measured", day.Date, unmeasured.Marks(i))
		}
	}
}
