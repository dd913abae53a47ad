package ui

// Series of the default report.
const (
	imSeries    = 0
	videoSeries = 2
)
