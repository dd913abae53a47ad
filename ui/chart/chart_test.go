package chart_test

import (
	"math"
	"time"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// organization is so many days as an organization has them: a rhythm of weeks, a slow decline, one missing day, one
// outage and one day whose counts are partly unknown. It ends on Monday, 28 June 2021.
func organization(count int) []model.Day {
	last := model.NewDate(2021, time.June, 28)
	days := make([]model.Day, count)
	for i := range days {
		ago := count - 1 - i
		date := last - model.Date(ago)
		days[i].Date = date
		if ago == 12 || ago == 2200 {
			continue
		}
		level := 1900 * (1 + float64(ago)/900) * (1 + 0.09*math.Sin(float64(date)*12.9898)) *
			(1 + 0.15*math.Sin(float64(date)/58))
		if date.IsWeekend() {
			level *= 0.14
		}
		if ago == 40 {
			level *= 0.05
		}
		for t, share := range [...]float64{0.62, 0.21, 0.09, 0.055, 0.025} {
			wobble := 1 + 0.12*math.Sin(float64(date)*float64(3+2*t))
			days[i].Counts[t] = model.Known(int64(level * share * wobble))
		}
	}
	return days
}

func input(days []model.Day, kind chart.Kind, width, height int, t theme.Theme) chart.Input {
	return chart.Input{
		Days: days, Shown: model.AllTypes, Kind: kind, Width: width, Height: height, Theme: t, Cursor: len(days) / 2,
	}
}
