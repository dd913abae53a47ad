package store

// Series of the default report.
const (
	imSeries    = 0
	audioSeries = 1
)
