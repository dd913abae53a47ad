package chart_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"peerdash/model"
	"peerdash/model/modeltest"
	"peerdash/ui/chart"
)

// element is one element of a picture.
type element struct {
	name       string
	attributes map[string]string
}

func (e element) number(t *testing.T, name string) float64 {
	t.Helper()
	value, err := strconv.ParseFloat(e.attributes[name], 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// elements reads a picture; one that isn't well formed fails the test.
func elements(t *testing.T, svg []byte) []element {
	t.Helper()
	var all []element
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("not well formed: %v\n%s", err, svg)
		}
		if start, isStart := token.(xml.StartElement); isStart {
			e := element{name: start.Name.Local, attributes: map[string]string{}}
			for _, attribute := range start.Attr {
				e.attributes[attribute.Name.Local] = attribute.Value
			}
			all = append(all, e)
		}
	}
}

func TestSVGHeightsAreTrue(t *testing.T) {
	days := everyDay(30, rhythm)
	in := input(timeline(t, days, 30), chart.Stacked, 120, 32, colourful)
	svg := chart.SVG(in, chart.Caption{})
	s := show(t, chart.Draw(in), 120, 32)
	seen := map[string]bool{}
	for _, e := range elements(t, svg) {
		if e.name == "rect" && e.attributes["fill"] == "#2a80d4" && e.attributes["height"] != "11" {
			seen[e.attributes["height"]] = true
			rows := e.number(t, "height") / 18
			if want := s.wantHeight(1079) / 8; rows > want+0.01 || rows < s.wantHeight(170)/8-0.01 {
				t.Errorf("an area of IM is %.2f rows high, want %.2f", rows, want)
			}
		}
	}
	if len(seen) != 2 {
		t.Errorf("the areas of IM have the heights %v, want that of a weekday and that of a weekend", seen)
	}
}

func TestSVGSaysWhatItShows(t *testing.T) {
	days := organization(180)
	svg := string(chart.SVG(input(timeline(t, days, 180), chart.Stacked, 120, 32, colourful), chart.Caption{
		Title: "Skype <peer-to-peer> sessions", Tenant: "contoso.onmicrosoft.com", Refreshed: lastDay,
	}))
	for _, want := range []string{
		"<title>Skype &lt;peer-to-peer&gt; sessions</title>", "contoso.onmicrosoft.com", "31 December 2020 to 28 June 2021",
		"refreshed 28 June 2021", "sessions, weekly mean", "App Sharing", ">missing day<", ">low day<", ">peak<",
		">missing day</text>", ">low day</text>", ">peak</text>", ">part of a week or month</text>",
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
}

func TestSVGHasTheEarlierPeriodAndClippedValues(t *testing.T) {
	days := everyDay(60, rhythm)
	days[50].Counts[imSeries] = model.Known(1_300_000)
	report, err := model.NewReport(model.Default(), model.All, days)
	if err != nil {
		t.Fatal(err)
	}
	in := input(timeline(t, days, 7*3), chart.Stacked, 120, 32, colourful)
	in.Earlier = model.NewEarlierTimeline(report, model.Span{First: lastDay - 20, Last: lastDay}, 21, model.AllSeries)
	in.Scale = chart.WithoutOutliers
	svg := string(chart.SVG(in, chart.Caption{}))
	elements(t, []byte(svg))
	if got := strings.Count(svg, "<title>earlier period</title>"); got != 21 {
		t.Errorf("%d days of the earlier period are drawn, want 21", got)
	}
	if !strings.Contains(svg, ">▲1.3M<") {
		t.Error("the clipped value is not written")
	}
}

func TestSVGOfAnything(t *testing.T) {
	for _, count := range []int{1, 2, 180, 3650} {
		for kind := range chart.Share + 1 {
			in := input(timeline(t, organization(count), count), kind, 110, 26, colourful)
			for _, e := range elements(t, chart.SVG(in, chart.Caption{})) {
				for point := range strings.FieldsSeq(e.attributes["points"]) {
					x, y, _ := strings.Cut(point, ",")
					if strings.HasPrefix(x, "-") || strings.HasPrefix(y, "-") {
						t.Fatalf("kind %d, %d days: %q lies outside of the picture", kind, count, point)
					}
				}
			}
			in.Series = chart.ReportSeries(model.Default(), model.OnlySeries(videoSeries))
			elements(t, chart.SVG(in, chart.Caption{}))
		}
	}
	elements(t, chart.SVG(chart.Input{}, chart.Caption{}))
}

// TestSVGLinesAreDrawnAboveZeroOnly: zeros have no line, and a line that falls to zero ends there.
func TestSVGLinesAreDrawnAboveZeroOnly(t *testing.T) {
	minutes := modeltest.Find(t, "skype-participant-minutes")
	draw := func(counts ...int64) []element {
		in := inputOf(t, minutes, imDays(counts...), chart.Lines, 0, 120, 32, colourful)
		return elements(t, chart.SVG(in, chart.Caption{}))
	}
	lines := func(all []element) (lines []string) {
		for _, e := range all {
			if e.name == "polyline" {
				lines = append(lines, e.attributes["points"])
			}
		}
		return lines
	}
	if got := lines(draw(0, 0, 0, 0, 0, 0, 0)); len(got) != 0 {
		t.Errorf("zeros are drawn as %q", got)
	}
	got := lines(draw(0, 80, 80, 0, 0, -1, 40))
	if len(got) != 2 {
		t.Fatalf("the lines are %q, want two", got)
	}
	points := strings.Fields(got[0])
	_, bottom, _ := strings.Cut(points[0], ",")
	_, end, _ := strings.Cut(points[len(points)-1], ",")
	if len(points) != 6 || bottom != end {
		t.Errorf("the line is %q, want one that begins and ends at zero", points)
	}
	if len(strings.Fields(got[1])) != 2 {
		t.Errorf("after an unknown day the line is %q, want a level one", got[1])
	}
}

// TestSVGLinesOfTheSameHeightTakeTurns: each of the equal series has dashes of its colour.
func TestSVGLinesOfTheSameHeightTakeTurns(t *testing.T) {
	days := everyDay(30, func(model.Date) []int64 { return []int64{70, 70, 70, 50, 70, 70, 70, 70} })
	dashes := map[string]int{}
	for _, e := range elements(t, chart.SVG(inputOf(t, eightSeries, days, chart.Lines, 0, 120, 32, colourful), chart.Caption{})) {
		if e.attributes["stroke-dasharray"] == "5 30" {
			dashes[e.attributes["stroke"]]++
		}
	}
	if len(dashes) != 7 {
		t.Errorf("%d series have dashes, want 7: %v", len(dashes), dashes)
	}
}
