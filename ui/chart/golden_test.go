package chart_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

var update = flag.Bool("update", false, "write the golden files")

// TestGolden compares drawings with those in testdata, which are pictures: cat shows them.
func TestGolden(t *testing.T) {
	kinds := map[string]chart.Kind{"stacked": chart.Stacked, "lines": chart.Lines, "share": chart.Share, "panels": chart.Panels}
	looks := map[string]theme.Theme{
		"truecolour": theme.New(theme.TrueColour, theme.Dark, theme.Unicode),
		"colours256": theme.New(theme.Colours256, theme.Unknown, theme.Unicode),
		"colours16":  theme.New(theme.Colours16, theme.Dark, theme.Unicode),
		"console":    theme.New(theme.Colours16, theme.Dark, theme.Console),
		"mono":       theme.New(theme.Mono, theme.Unknown, theme.Unicode),
		"ascii":      theme.New(theme.Mono, theme.Unknown, theme.ASCII),
	}
	sizes := []struct{ days, width, height int }{{7, 40, 9}, {30, 80, 17}, {180, 120, 30}}
	for kindName, kind := range kinds {
		for lookName, look := range looks {
			var drawings strings.Builder
			for _, size := range sizes {
				in := input(timeline(t, organization(size.days), size.days), kind, size.width, size.height, look)
				in.Cursor = lastDay - model.Date(size.days/3)
				drawing := chart.Draw(in)
				fmt.Fprintf(&drawings, "%d days at %dx%d\n", size.days, size.width, size.height)
				drawings.WriteString(strings.Join(drawing.Lines(), "\n") + "\n")
			}
			checkGolden(t, kindName+"-"+lookName+".txt", drawings.String())
		}
	}
}

// TestGoldenResolutions draws half a year at each resolution, with an earlier period.
func TestGoldenResolutions(t *testing.T) {
	report, err := model.NewReport(model.Default(), model.All, organization(400))
	if err != nil {
		t.Fatal(err)
	}
	span := model.Span{First: lastDay - 179, Last: lastDay}
	var drawings strings.Builder
	for resolution := range model.ByQuarter + 1 {
		in := input(model.NewTimeline(report, span, model.AllSeries, model.AllSeries), chart.Stacked, 200, 24, theme.New(theme.Mono, theme.Unknown, theme.Unicode))
		in.Earlier = model.NewEarlierTimeline(report, span, model.D180.ComparisonDays(), model.AllSeries)
		in.Resolution, in.Cursor, in.CursorOnDay = resolution, lastDay-40, true
		fmt.Fprintf(&drawings, "%s\n%s\n", resolution, strings.Join(chart.Draw(in).Lines(), "\n"))
	}
	checkGolden(t, "resolutions-mono.txt", drawings.String())
}

func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at both, and run the test with -update if the new one is right:\n%s", name, got)
	}
}
