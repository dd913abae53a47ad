package chart_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
)

// randomDays are a number of days up to lastDay with random counts of any magnitude. Some days are missing.
func randomDays(random *rand.Rand, count int) []model.Day {
	var days []model.Day
	scale := int64(1) << (3 + random.IntN(30))
	for ago := count - 1; ago >= 0; ago-- {
		if random.IntN(12) == 0 {
			continue
		}
		day := model.Day{Date: lastDay - model.Date(ago), RefreshDate: lastDay}
		for t := range model.Default().Series {
			day.Counts[t] = model.Known(random.Int64N(scale>>random.IntN(8) + 1))
		}
		days = append(days, day)
	}
	return days
}

// everyDay are a number of days up to lastDay with the counts that a function returns for each date.
func everyDay(count int, counts func(model.Date) []int64) []model.Day {
	days := make([]model.Day, count)
	for i := range days {
		days[i].Date, days[i].RefreshDate = lastDay-model.Date(count-1-i), lastDay
		for t, value := range counts(days[i].Date) {
			days[i].Counts[t] = model.Known(value)
		}
	}
	return days
}

func rhythm(date model.Date) []int64 {
	if date.IsWeekend() {
		return []int64{170, 58, 25, 15, 7}
	}
	return []int64{1079, 365, 157, 96, 43}
}

// TestTotalsAreTrueToAnEighth reads every column of random reports back.
func TestTotalsAreTrueToAnEighth(t *testing.T) {
	random := rand.New(rand.NewPCG(12, 5))
	for _, size := range sizes {
		for _, count := range []int{1, 7, 30, 90, 180, 1200} {
			days := randomDays(random, count)
			line := timeline(t, days, count)
			d := chart.Draw(input(line, chart.Stacked, size[0], size[1], colourful))
			s := show(t, d, size[0], size[1])
			for column := s.left; column < s.width; column++ {
				bucket, _, ok := d.At(column, s.zeroRow-1)
				if !ok {
					continue
				}
				total, _ := mean(days, d.Buckets()[bucket], func(day model.Day) model.Count { return day.Total(model.AllSeries) })
				got, want := height(s.column(column)), s.wantHeight(total)
				if math.Abs(float64(got)-want) > 1 {
					t.Fatalf("%d days at %v: column %d is %d eighths high, want %.2f:\n%s", count, size, column, got, want, s)
				}
			}
		}
	}
}

// TestSharesAreTrueToAnEighth reads the borders of shares back.
func TestSharesAreTrueToAnEighth(t *testing.T) {
	days := everyDay(30, func(model.Date) []int64 { return []int64{50, 25, 13, 12, 0} })
	for _, size := range sizes {
		s := show(t, chart.Draw(input(timeline(t, days, 30), chart.Share, size[0], size[1], colourful)), size[0], size[1])
		parts := s.column(s.left)
		border, at := 0.0, 0
		for i, share := range []float64{50, 25, 13, 12} {
			border += share
			if at += parts[i].eighths; math.Abs(float64(at)-s.wantHeight(border)) > 1 {
				t.Errorf("at %v the border of %g %% is %d eighths high, want %.1f:\n%s", size, border, at, s.wantHeight(border), s)
			}
		}
	}
}

func TestConstantReportHasIdenticalColumns(t *testing.T) {
	days := everyDay(180, func(model.Date) []int64 { return []int64{1079, 365, 157, 96, 43} })
	for _, size := range sizes {
		for _, kind := range []chart.Kind{chart.Stacked, chart.Share} {
			for _, span := range []int{7, 30, 90, 180} {
				d := chart.Draw(input(timeline(t, days, span), kind, size[0], size[1], colourful))
				s := show(t, d, size[0], size[1])
				first := s.column(s.left)
				for column := s.left; column < s.width; column++ {
					if _, _, ok := d.At(column, 1); ok && !slices.Equal(s.column(column), first) {
						t.Fatalf("%d days at %v: column %d is %v, the first %v:\n%s", span, size, column, s.column(column), first, s)
					}
				}
				if len(first) != 5 && size[1] >= 24 {
					t.Errorf("%d days at %v: a column shows %v, want five series", span, size, first)
				}
			}
		}
	}
}

func TestWeeklyRhythmIsTheSameEachWeek(t *testing.T) {
	for _, size := range sizes {
		for _, span := range []int{30, 90, 180} {
			d := chart.Draw(input(timeline(t, everyDay(400, rhythm), span), chart.Stacked, size[0], size[1], colourful))
			s := show(t, d, size[0], size[1])
			weeks := map[model.Date][][]part{}
			for column := s.left; column < s.width; column++ {
				if bucket, _, ok := d.At(column, 1); ok {
					first := d.Buckets()[bucket].First
					weeks[first-first%7] = append(weeks[first-first%7], s.column(column))
				}
			}
			var whole [][]part
			for monday, week := range weeks {
				if monday < lastDay-model.Date(span)+1 || monday+6 > lastDay {
					continue
				}
				if d.Resolution() == model.ByWeek {
					week = week[:1]
				}
				if d.Resolution() > model.ByWeek {
					continue
				}
				if whole == nil {
					whole = week
				}
				if !slices.EqualFunc(week, whole, func(a, b []part) bool { return slices.Equal(a, b) }) {
					t.Fatalf("%d days at %v: one week is %v, another %v:\n%s", span, size, whole, week, s)
				}
			}
		}
	}
}

func TestOutageAndFallAreSeenInHalfAYearAt80Columns(t *testing.T) {
	days := everyDay(180, rhythm)
	outage, fall := 100, 40
	days[outage].Counts = [model.MaxSeries]model.Count{}
	days[outage].RefreshDate = 0
	for i := range 5 {
		for series := range model.Default().Series {
			value, _ := days[fall+i].Counts[series].Value()
			days[fall+i].Counts[series] = model.Known(value * 7 / 10)
		}
	}
	in := input(timeline(t, days, 180), chart.Stacked, 80, 24, colourful)
	d := chart.Draw(in)
	s := show(t, d, 80, 24)
	if !strings.Contains(s.String(), "weekly mean") {
		t.Errorf("nothing says that columns are means:\n%s", s)
	}
	usual := 0
	for column := s.left; column < s.width; column++ {
		bucket, _, ok := d.At(column, 1)
		if !ok {
			continue
		}
		b := d.Buckets()[bucket]
		if b.Days() == 7 && bucket > 0 && usual == 0 {
			usual = height(s.column(column))
		}
		if b.Has(days[fall].Date) && height(s.column(column)) >= usual {
			t.Errorf("the week of the fall is as high as others:\n%s", s)
		}
	}
	if axis := s.text(s.zeroRow); strings.Count(axis, "×") != 1 {
		t.Errorf("the missing day has no mark on the axis: %s", axis)
	}
}

// TestEachSeriesIsSeenInEachColumn reads random reports back at sizes where a column has two colours for each series.
func TestEachSeriesIsSeenInEachColumn(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 1))
	var colours [model.MaxSeries]string
	for series := range colours {
		colours[series] = seriesColour(colourful, series)
	}
	for _, size := range sizes {
		for range 8 {
			days := randomDays(random, 30)
			d := chart.Draw(input(timeline(t, days, 30), chart.Stacked, size[0], size[1], colourful))
			s := show(t, d, size[0], size[1])
			for column := s.left; column < s.width; column++ {
				bucket, _, ok := d.At(column, 1)
				if !ok {
					continue
				}
				parts := s.column(column)
				var want []string
				for series := range len(model.Default().Series) {
					value, known := d.Buckets()[bucket].Mean(series)
					if known && s.wantHeight(value) >= 1 {
						want = append(want, colours[series])
					}
				}
				total := height(parts)
				room := 2*(total/8) + min(total%8, 1)
				missing := 0
				for _, colour := range want {
					if !slices.ContainsFunc(parts, func(p part) bool { return p.colour == colour }) {
						missing++
					}
				}
				if missing > max(len(want)-room, 0) {
					t.Fatalf("at %v column %d shows %v, want %v:\n%s", size, column, parts, want, s)
				}
			}
		}
	}
}

func TestPanelsAreTrueToAnEighth(t *testing.T) {
	days := everyDay(30, rhythm)
	for _, size := range sizes {
		in := input(timeline(t, days, 30), chart.Panels, size[0], size[1], colourful)
		in.Series = chart.ReportSeries(model.Default(), model.OnlySeries(videoSeries))
		d := chart.Draw(in)
		s := show(t, d, size[0], size[1])
		for column := s.left; column < s.width; column++ {
			bucket, _, ok := d.At(column, 1)
			if !ok {
				continue
			}
			value, _ := d.Buckets()[bucket].Mean(videoSeries)
			if got := float64(height(s.column(column))); math.Abs(got-s.wantHeight(value)) > 1 {
				t.Fatalf("at %v column %d is %g eighths high, want %.2f:\n%s", size, column, got, s.wantHeight(value), s)
			}
		}
	}
}
