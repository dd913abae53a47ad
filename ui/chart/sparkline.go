package chart

import (
	"math"

	"peerdash/model"
	"peerdash/ui/theme"
)

// SparklineResolution is the resolution of sparklines that are at most width columns wide: the wanted one or, if that does not fit,
// the finest one that does. It is false if none fits.
func SparklineResolution(timeline model.Timeline, wanted model.Resolution, width int) (model.Resolution, bool) {
	resolution := max(wanted, model.ByDay)
	for timeline.BucketCount(resolution) > width {
		coarser, isCoarser := resolution.Coarser()
		if !isCoarser {
			return resolution, false
		}
		resolution = coarser
	}
	return resolution, true
}

// Sparkline draws a series of a timeline as a row of bars from zero, one for each bucket. Unknown buckets are blank. The
// text has no colours.
func Sparkline(timeline model.Timeline, series int, resolution model.Resolution, t theme.Theme) string {
	return sparkline(timeline, resolution, t, func(b *model.Bucket) (float64, bool) { return b.Mean(series) })
}

// TotalSparkline is like Sparkline, for the total of the timeline's series.
func TotalSparkline(timeline model.Timeline, resolution model.Resolution, t theme.Theme) string {
	return sparkline(timeline, resolution, t, func(b *model.Bucket) (float64, bool) { return b.Total(timeline.Series()) })
}

// PartialEnds reports whether the first and the last bar of a timeline's sparklines are those of a part of a week or month, whose
// mean may not be comparable with those beside it.
func PartialEnds(timeline model.Timeline, resolution model.Resolution) (first, last bool) {
	buckets := timeline.Buckets(resolution)
	if len(buckets) == 0 {
		return false, false
	}
	return buckets[0].Marks.Has(model.PartialMark), buckets[len(buckets)-1].Marks.Has(model.PartialMark)
}

func sparkline(
	timeline model.Timeline, resolution model.Resolution, t theme.Theme, value func(*model.Bucket) (float64, bool),
) string {
	buckets := timeline.Buckets(resolution)
	most := 0.0
	for i := range buckets {
		bucketValue, _ := value(&buckets[i])
		most = max(most, bucketValue)
	}
	line := make([]rune, len(buckets))
	for i := range buckets {
		bucketValue, known := value(&buckets[i])
		line[i] = bar(bucketValue, most, known, t.Glyphs())
	}
	return string(line)
}

func bar(value, most float64, known bool, g *theme.Glyphs) rune {
	switch {
	case !known:
		return ' '
	case value == 0:
		return g.SparkZero
	}
	level := int(math.Round(value / most * float64(len(g.Sparks))))
	return g.Sparks[max(level-1, 0)]
}
