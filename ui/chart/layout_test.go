package chart

import (
	"math/rand/v2"
	"strings"
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
		for t := range days[i].Counts {
			if random.IntN(10) > 0 {
				days[i].Counts[t] = model.Known(random.Int64N(scale))
			}
		}
	}
	return Input{
		Days: days, Shown: model.AllTypes, Kind: Kind(random.IntN(3)), Width: 1 + random.IntN(300), Height: 1 + random.IntN(80),
		Theme: plainLook, Cursor: NoCursor,
	}
}

func TestDatesNeverTouchAndAreNeverCut(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		in := randomInput(random)
		l := newLayout(in)
		end := -1
		for i, label := range l.dates {
			if label.text == "" && i > 0 {
				continue
			}
			if label.start <= end || label.start+len(label.text) > in.Width {
				t.Fatalf("%d days, %d wide: %+v", len(in.Days), in.Width, l.dates)
			}
			end = label.start + len(label.text)
			date := in.Days[label.day].Date.Time()
			if !strings.Contains(date.Format("2 Jan 2006"), label.text) {
				t.Fatalf("%s is labelled %q", date, label.text)
			}
			if i == 0 && !strings.Contains(label.text, date.Format("Jan")) && label.text != date.Format("2006") {
				t.Fatalf("the first label %q names no month", label.text)
			}
		}
		if len(in.Days) > 0 && in.Width >= 12 && len(l.dates) == 0 {
			t.Fatalf("%d days, %d wide: no date at all", len(in.Days), in.Width)
		}
	}
}

func TestValueLabelsAreRoundDistinctAndEven(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 5000 {
		in := randomInput(random)
		l := newLayout(in)
		seen := map[string]bool{}
		for i, label := range l.labels {
			if seen[label.text] || label.row != l.rows-i*l.scale.rowsPerStep || label.row < 0 {
				t.Fatalf("%dx%d: %+v", in.Width, in.Height, l.labels)
			}
			seen[label.text] = true
		}
		for step := l.scale.step; ; step /= 10 {
			if step%10 != 0 {
				if step != 1 && step != 2 && step != 5 {
					t.Fatalf("the steps are %d", l.scale.step)
				}
				break
			}
		}
		if highest := int64(l.rows) * l.scale.step / int64(l.scale.rowsPerStep); highest < most(in) {
			t.Fatalf("%dx%d: the axis ends at %d, below %d", in.Width, in.Height, highest, most(in))
		}
	}
}

func TestRoundingNeverAddsUp(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 5000 {
		var h heights
		for _, t := range model.SessionTypes() {
			h.set(t, float64(random.IntN(1000)))
		}
		s := newScale(int64(h.total()), 1+random.IntN(40))
		borders := newStack(h, s, 8)
		var exact float64
		for _, sessionType := range model.SessionTypes() {
			exact += h.values[sessionType] / float64(s.step) * float64(8*s.rowsPerStep)
			if off := float64(borders[sessionType]) - exact; off > 0.51 || off < -0.51 {
				t.Fatalf("%v: the border of %s lies at %d, want %.1f", h.values, sessionType.Label(), borders[sessionType], exact)
			}
		}
	}
}

func TestSplitKeepsTheTwoLargest(t *testing.T) {
	tests := []struct {
		name         string
		borders      stack
		lower, upper model.SessionType
		level        int
	}{
		{"one area", stack{9, 9, 9, 9, 9}, model.IM, model.IM, 8},
		{"its end", stack{3, 3, 3, 3, 3}, model.IM, model.IM, 3},
		{"two areas", stack{3, 9, 9, 9, 9}, model.IM, model.Audio, 3},
		{"two areas with hidden types between", stack{5, 5, 5, 5, 8}, model.IM, model.FileTransfer, 5},
		{"a thin one between two", stack{3, 4, 8, 8, 8}, model.IM, model.Video, 3},
		{"the end decides, the largest below it is shown", stack{1, 4, 6, 6, 6}, model.Audio, model.Audio, 6},
		{"all five", stack{1, 4, 5, 7, 8}, model.Audio, model.AppSharing, 5},
	}
	for _, test := range tests {
		lower, upper, level := split(&test.borders, 0, 8)
		if lower != test.lower || upper != test.upper || level != test.level {
			t.Errorf("%s: got %s under %s at %d, want %s under %s at %d", test.name, lower.Label(), upper.Label(), level,
				test.lower.Label(), test.upper.Label(), test.level)
		}
	}
}
