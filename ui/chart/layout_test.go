package chart

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"peerdash/model"
	"peerdash/ui/theme"
)

var plainLook = theme.New(theme.Mono, theme.Unknown, theme.ASCII)

// randomInput is an Input of any size with any days.
func randomInput(random *rand.Rand) Input {
	days := make([]model.Day, random.IntN(1<<random.IntN(12)+1))
	first := model.NewDate(1990+random.IntN(60), time.January, 1+random.IntN(365))
	scale := int64(1) << random.IntN(38)
	for i := range days {
		days[i].Date = first + model.Date(i)
		for t := range model.Default().Series {
			if random.IntN(10) > 0 {
				days[i].Counts[t] = model.Known(random.Int64N(scale))
			}
		}
	}
	report, err := model.NewReport(model.Default(), model.All, days)
	if err != nil {
		panic(err)
	}
	kinds := []Kind{Stacked, Lines, Share}
	return Input{
		Timeline: model.NewTimeline(report, report.Span(), model.AllSeries, model.AllSeries), Series: ReportSeries(model.Default(), model.AllSeries),
		Additive: true, Kind: kinds[random.IntN(len(kinds))], Width: 1 + random.IntN(300), Height: 1 + random.IntN(80), Theme: plainLook,
	}
}

// layOut is the one plot of a chart.
func layOut(in Input) plot {
	resolution, buckets := Fit(in)
	return newPlots(in, buckets, resolution)[0]
}

func TestDatesNeverTouchAndAreEvenlySpaced(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		in := randomInput(random)
		p := layOut(in)
		end := -2
		for i, label := range p.dates {
			if label.start < end+roomBetween || label.end() > in.Width || label.text == "" {
				t.Fatalf("%d wide: %+v", in.Width, p.dates)
			}
			end = label.end()
			if i == 0 && len(label.text) <= 2 {
				t.Fatalf("the first label %q names no month", label.text)
			}
		}
		if len(p.buckets) > 0 && p.hasDates && in.Width >= 12 && len(p.dates) == 0 {
			t.Fatalf("%d buckets, %d wide: no date at all", len(p.buckets), in.Width)
		}
	}
}

func TestValueLabelsAreRoundDistinctAndEven(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		in := randomInput(random)
		p := layOut(in)
		seen := map[string]bool{}
		for i, label := range p.labels {
			if seen[label.text] || label.row != p.axisRow()-i*p.scale.rowsPerStep || label.row < p.top {
				t.Fatalf("%dx%d: %+v", in.Width, in.Height, p.labels)
			}
			seen[label.text] = true
		}
		for step := p.scale.step; ; step /= 10 {
			if step%10 != 0 {
				if step != 1 && step != 2 && step != 5 {
					t.Fatalf("the steps are %d", p.scale.step)
				}
				break
			}
		}
		if highest := float64(p.scale.rows) * float64(p.scale.step) / float64(p.scale.rowsPerStep); highest < float64(p.largestValue()) {
			t.Fatalf("%dx%d: the axis ends at %g, below %d", in.Width, in.Height, highest, p.largestValue())
		}
	}
}

func TestSplitsShowEachSeriesThatHasRoom(t *testing.T) {
	tests := []struct {
		name    string
		borders []int
		want    []split
	}{
		{"one series", []int{9}, []split{{0, -1, 8}, {0, -1, 1}}},
		{"its end", []int{3, 3}, []split{{0, -1, 3}}},
		{"two series", []int{3, 8}, []split{{0, 1, 3}}},
		{"two series with hidden ones between", []int{5, 5, 5, 8}, []split{{0, 3, 5}}},
		{"a thin one between two that have cells of their own", []int{12, 13, 24}, []split{{0, -1, 8}, {0, 1, 4}, {2, -1, 8}}},
		{"the top one is seen", []int{10, 12, 13}, []split{{0, 1, 7}, {2, -1, 5}}},
		{"one of less than a level", []int{4, 4, 8}, []split{{0, 2, 4}}},
		{"more series than colours", []int{1, 4, 5, 7, 8}, []split{{1, 3, 4}}},
	}
	for _, test := range tests {
		heights := make([]float64, len(test.borders))
		bottom := 0
		for i, border := range test.borders {
			heights[i], bottom = float64(border-bottom), border
		}
		var a arranger
		if got := a.arrange(test.borders, heights, 8); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}
