package graphapi_test

// videoSeries is a series of the default report.
const videoSeries = 2
