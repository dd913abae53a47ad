package chart_test

// Series of the default report.
const (
	imSeries    = 0
	audioSeries = 1
	videoSeries = 2
)
