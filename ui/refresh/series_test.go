package refresh

// imSeries is a series of the default report.
const imSeries = 0
