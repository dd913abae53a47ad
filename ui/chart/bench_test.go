package chart_test

import (
	"testing"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

func benchmarkDraw(b *testing.B, kind chart.Kind, days, width, height int) {
	in := input(timeline(b, organization(days), days), kind, width, height, theme.New(theme.Colours256, theme.Dark, theme.Unicode))
	in.Cursor = lastDay - 2
	b.ReportAllocs()
	for b.Loop() {
		chart.Draw(in)
	}
}

func BenchmarkDrawStacked80x24(b *testing.B)          { benchmarkDraw(b, chart.Stacked, 30, 80, 24) }
func BenchmarkDrawStacked200x60Days3650(b *testing.B) { benchmarkDraw(b, chart.Stacked, 3650, 200, 60) }
func BenchmarkDrawStacked500x200(b *testing.B)        { benchmarkDraw(b, chart.Stacked, 180, 500, 200) }
func BenchmarkDrawLines80x24(b *testing.B)            { benchmarkDraw(b, chart.Lines, 30, 80, 24) }
func BenchmarkDrawLines500x200(b *testing.B)          { benchmarkDraw(b, chart.Lines, 180, 500, 200) }
func BenchmarkDrawPanels500x200(b *testing.B)         { benchmarkDraw(b, chart.Panels, 180, 500, 200) }
func BenchmarkDrawShare500x200(b *testing.B)          { benchmarkDraw(b, chart.Share, 180, 500, 200) }
func BenchmarkDrawCentury(b *testing.B)               { benchmarkDraw(b, chart.Stacked, 36525, 200, 60) }

// BenchmarkSeries draws five and eight series of the same report, to compare them.
func BenchmarkSeries(b *testing.B) {
	five := *eightSeries
	five.Series = five.Series[:5]
	for name, definition := range map[string]*model.Definition{"5": &five, "8": eightSeries} {
		for kindName, kind := range map[string]chart.Kind{"lines": chart.Lines, "panels": chart.Panels} {
			for sizeName, size := range map[string][2]int{"80x24": {80, 24}, "500x200": {500, 200}} {
				b.Run(kindName+"/"+sizeName+"/"+name, func(b *testing.B) {
					in := inputOf(b, definition, crossing(definition, 180, 5000), kind, 2, size[0], size[1],
						theme.New(theme.Colours256, theme.Dark, theme.Unicode))
					in.Cursor = lastDay - 2
					for b.Loop() {
						chart.Draw(in)
					}
				})
			}
		}
	}
}
