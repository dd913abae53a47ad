package chart_test

import (
	"fmt"
	"time"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// A week in which Thursday is missing, in letters.
func ExampleDraw() {
	days := make([]model.Day, 7)
	for i, im := range []int64{800, 760, 900, 0, 850, 90, 110} {
		days[i].Date = model.NewDate(2021, time.June, 21) + model.Date(i)
		if im > 0 {
			days[i].Counts[model.IM], days[i].Counts[model.Audio] = model.Known(im), model.Known(im/2)
		}
	}
	drawing := chart.Draw(chart.Input{
		Days: days, Shown: model.AllTypes, Kind: chart.Stacked, Width: 48, Height: 11,
		Theme: theme.New(theme.Mono, theme.Unknown, theme.ASCII), Cursor: 4,
	})
	for _, line := range drawing.Lines() {
		fmt.Println(line)
	}
	// Output:
	// 2,000 +
	//        |
	//  1,500 +
	//        |AAAAAAAAAAAAAAAAA     AAA
	//  1,000 +AAAAAAAAAAAAIIIII     AAAAA
	//        |IIIIIIIIIIIIIIIII     IIIIAA
	//    500 +IIIIIIIIIIIIIIIII     IIIIIIA
	//        |IIIIIIIIIIIIIIIII     IIIIIIIIAAAAAAAAAA
	//      0 +--+----+-----+---..+..--+---==#=====#===
	//        21 Jun 22    23    24   25    26    27
	//                 Fri 25 Jun 2021 ^
}
