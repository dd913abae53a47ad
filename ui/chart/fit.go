package chart

import "peerdash/model"

// Fit returns the resolution and the buckets that Draw uses: the requested resolution or, if some of its buckets would have no
// column, the finest one in which every bucket has a column.
func Fit(in Input) (model.Resolution, []model.Bucket) {
	resolution := in.Resolution
	if resolution == model.Automatic {
		resolution = model.ByDay
	}
	for {
		coarser, isCoarser := resolution.Coarser()
		if in.Timeline.BucketCount(resolution) <= in.Width || !isCoarser {
			buckets := in.Timeline.Buckets(resolution)
			if len(buckets) <= plotColumns(in, buckets) || !isCoarser {
				return resolution, buckets
			}
		}
		resolution = coarser
	}
}

// plotColumns is the number of columns of the narrowest plot of a chart of these buckets.
func plotColumns(in Input, buckets []model.Bucket) int {
	columns := in.Width
	for _, p := range newPlots(in, buckets, model.ByDay) {
		columns = min(columns, p.columns)
	}
	return columns
}
