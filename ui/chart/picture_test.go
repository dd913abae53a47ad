package chart_test

import (
	"fmt"
	"html"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// TestPictures writes each drawing as a terminal shows it into the directory that PEERDASH_PICTURES names, as SVG.
func TestPictures(t *testing.T) {
	directory := os.Getenv("PEERDASH_PICTURES")
	if directory == "" {
		t.Skip("PEERDASH_PICTURES names no directory")
	}
	kinds := map[string]chart.Kind{"stacked": chart.Stacked, "lines": chart.Lines, "panels": chart.Panels, "share": chart.Share}
	tiers := map[string]theme.Tier{"mono": theme.Mono, "16": theme.Colours16, "256": theme.Colours256, "true": theme.TrueColour}
	backgrounds := map[string]theme.Background{"auto": theme.Unknown, "dark": theme.Dark, "light": theme.Light}
	for kindName, kind := range kinds {
		for tierName, tier := range tiers {
			for backgroundName, background := range backgrounds {
				for _, days := range []int{7, 30, 180} {
					in := input(timeline(t, organization(days), days), kind, 79, 17, theme.New(tier, background, theme.Unicode))
					in.Cursor = lastDay - 3
					name := fmt.Sprintf("%s-%d-%s-%s.svg", kindName, days, tierName, backgroundName)
					picture := screenSVG(chart.Draw(in).Lines(), 80, 17, background == theme.Light)
					if err := os.WriteFile(filepath.Join(directory, name), []byte(picture), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

// TestMorePictures writes a compared period, outliers and large charts.
func TestMorePictures(t *testing.T) {
	directory := os.Getenv("PEERDASH_PICTURES")
	if directory == "" {
		t.Skip("PEERDASH_PICTURES names no directory")
	}
	write := func(name string, in chart.Input) {
		picture := screenSVG(chart.Draw(in).Lines(), in.Width+1, in.Height, false)
		if err := os.WriteFile(filepath.Join(directory, name+".svg"), []byte(picture), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	look := theme.New(theme.TrueColour, theme.Unknown, theme.Unicode)
	days := organization(400)
	in := input(timeline(t, days, 30), chart.Stacked, 99, 22, look)
	report, _ := model.NewReport(model.Default(), model.All, days)
	in.Earlier = model.NewEarlierTimeline(report, model.Span{First: lastDay - 29, Last: lastDay}, 35, model.AllSeries)
	in.Cursor = lastDay - 17
	write("more-compare", in)
	in.Kind, in.Selected = chart.Lines, 0
	write("more-compare-lines", in)
	spike := everyDay(30, rhythm)
	spike[10].Counts[imSeries] = model.Known(1_300_000)
	in = input(timeline(t, spike, 30), chart.Stacked, 99, 22, look)
	in.Scale = chart.WithoutOutliers
	write("more-outlier", in)
	in = input(timeline(t, days, 180), chart.Stacked, 199, 40, look)
	in.Cursor = lastDay - 40
	write("more-wide", in)
	in.Resolution = model.SevenDayMean
	write("more-wide-7day", in)
	in.Resolution, in.Kind = model.ByWeek, chart.Panels
	write("more-wide-panels", in)
}

// screenSVG is a screen of the lines as a terminal shows them, blocks as rectangles.
func screenSVG(lines []string, width, height int, light bool) string {
	const cellWidth, cellHeight = 9.0, 19.0
	paper, ink := "#16181d", "#d7dae0"
	if light {
		paper, ink = "#ffffff", "#222222"
	}
	screen := vt.NewEmulator(width, height)
	defer func() { _ = screen.Close() }()
	_, _ = screen.WriteString(strings.Join(lines, "\r\n"))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" font-family="DejaVu Sans Mono" font-size="15">`, cellWidth*float64(width), cellHeight*float64(height))
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="%s"/>`, paper)
	hex := func(c color.Color, otherwise string) string {
		if c == nil {
			return otherwise
		}
		red, green, blue, _ := c.RGBA()
		return fmt.Sprintf("#%02x%02x%02x", red>>8, green>>8, blue>>8)
	}
	box := func(x, y, height float64, fill string) {
		fmt.Fprintf(&b, `<rect x="%g" y="%g" width="%g" height="%g" fill="%s"/>`, x, y, cellWidth+0.3, height, fill)
	}
	for row := range height {
		for column := range width {
			cell := screen.CellAt(column, row)
			if cell == nil {
				continue
			}
			x, y := cellWidth*float64(column), cellHeight*float64(row)
			if cell.Style.Bg != nil {
				box(x, y, cellHeight, hex(cell.Style.Bg, paper))
			}
			glyph, foreground := []rune(cell.Content), hex(cell.Style.Fg, ink)
			switch {
			case len(glyph) == 0 || glyph[0] == ' ':
			case glyph[0] >= '▁' && glyph[0] <= '█':
				filled := cellHeight * float64(glyph[0]-'▁'+1) / 8
				box(x, y+cellHeight-filled, filled, foreground)
			case glyph[0] == '▔':
				box(x, y, cellHeight/8, foreground)
			case glyph[0] == '▀':
				box(x, y, cellHeight/2, foreground)
			default:
				weight := ""
				if cell.Style.Attrs&uv.AttrBold != 0 {
					weight = ` font-weight="bold"`
				}
				fmt.Fprintf(&b, `<text x="%g" y="%g" fill="%s"%s>%s</text>`, x, y+cellHeight*0.76, foreground, weight, html.EscapeString(cell.Content))
			}
		}
	}
	return b.String() + "</svg>\n"
}
