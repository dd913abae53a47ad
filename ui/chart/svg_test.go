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
	"peerdash/ui/chart"
)

// elements reads a picture and counts its elements by name; what isn't well formed fails the test.
func elements(t *testing.T, svg []byte) map[string]int {
	t.Helper()
	counts := map[string]int{}
	decoder := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return counts
		}
		if err != nil {
			t.Fatalf("not well formed: %v\n%s", err, svg)
		}
		element, isElement := token.(xml.StartElement)
		if !isElement {
			continue
		}
		counts[element.Name.Local]++
		for _, attribute := range element.Attr {
			if attribute.Name.Local == "points" {
				checkPoints(t, attribute.Value)
			}
		}
	}
}

// checkPoints finds points outside of a picture of 110 by 26 cells of 8 by 18 pixels with 2.75 rows of legend.
func checkPoints(t *testing.T, points string) {
	t.Helper()
	for point := range strings.FieldsSeq(points) {
		xText, yText, _ := strings.Cut(point, ",")
		x, errX := strconv.ParseFloat(xText, 64)
		y, errY := strconv.ParseFloat(yText, 64)
		if errX != nil || errY != nil || x < 0 || x > 110*8 || y < 2.75*18 || y > 28.75*18 {
			t.Fatalf("%q lies outside of the picture", point)
		}
	}
}

func TestSVGDrawsEachUnbrokenRun(t *testing.T) {
	// Day 12 before the last is missing, so that there are two runs of days.
	days := organization(30)
	stacked := elements(t, chart.SVG(input(days, chart.Stacked, 110, 26, letters)))
	if stacked["polygon"] != 2*model.SessionTypeCount {
		t.Errorf("stacked: %d areas, want one for each of 5 types in each of 2 runs", stacked["polygon"])
	}
	lines := elements(t, chart.SVG(input(days, chart.Lines, 110, 26, letters)))
	if lines["polyline"] != 2*model.SessionTypeCount || lines["polygon"] != 0 {
		t.Errorf("lines: %d lines and %d areas, want 10 and none", lines["polyline"], lines["polygon"])
	}
}

func TestSVGLegendKeepsAMargin(t *testing.T) {
	svg := string(chart.SVG(input(organization(7), chart.Stacked, 110, 26, letters)))
	_, legend, _ := strings.Cut(svg, `width="11" height="11"`)
	if !strings.Contains(svg, `y="17.0" width="11" height="11"`) || !strings.Contains(legend, "IM") {
		t.Error("the legend's marks do not stand a margin below the picture's edge")
	}
}

func TestSVGOfAnything(t *testing.T) {
	for _, count := range []int{0, 1, 2, 180, 3650} {
		for kind := range chart.Share + 1 {
			in := input(organization(count), kind, 110, 26, letters)
			elements(t, chart.SVG(in))
			in.Shown = model.OnlyType(model.Video)
			if got := elements(t, chart.SVG(in)); got["title"] != 1 {
				t.Errorf("%d days: no title", count)
			}
		}
	}
}
