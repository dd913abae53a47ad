package ui

import (
	"math"
	"slices"

	"peerdash/model"
	"peerdash/ui/chart"
)

// selection is what the cursor selects: one day, or a bucket of several days.
type selection struct {
	first, last model.Date
	// isMean reports whether the counts are means per known day of a bucket.
	isMean bool
	counts [model.MaxSeries]model.Count
	// total is unknown where the report has none.
	total model.Count
}

// buckets are those that the chart draws, or the table's rows; resolution is theirs.
func (m Model) buckets() (resolution model.Resolution, buckets []model.Bucket) {
	if m.view == TableView {
		resolution = m.tableResolution()
		return resolution, m.summary.timeline.Buckets(resolution)
	}
	return m.fitted.bucketsFor(fitKey{
		period: m.period, shown: m.shown, measured: m.measured(), revision: m.revision, chart: m.chart, view: m.view,
		width: m.width, height: m.height, notices: m.noticeRows(),
	}, func() (model.Resolution, []model.Bucket) { return chart.Fit(m.chartInput(m.layout())) })
}

// fitted caches the buckets that fit the screen until anything in key changes. It is shared by the copies of a Model, all of
// which belong to one goroutine.
type fitted struct {
	key        fitKey
	resolution model.Resolution
	buckets    []model.Bucket
}

type fitKey struct {
	period                 model.Period
	shown, measured        model.SeriesSet
	revision               int
	chart                  chartSettings
	view                   View
	width, height, notices int
}

// bucketsFor returns the buckets for a key. It computes them if the cached ones are for another key.
func (f *fitted) bucketsFor(
	key fitKey, compute func() (model.Resolution, []model.Bucket),
) (model.Resolution, []model.Bucket) {
	if f.key != key || f.buckets == nil {
		f.key = key
		f.resolution, f.buckets = compute()
	}
	return f.resolution, f.buckets
}

// isDaily reports whether each bucket of a resolution is one day with its own counts.
func isDaily(resolution model.Resolution) bool {
	return resolution == model.Automatic || resolution == model.ByDay
}

// bucketAt is the index of the bucket that holds a date, or of the nearest one; -1 without buckets.
func bucketAt(buckets []model.Bucket, date model.Date) int {
	index, _ := slices.BinarySearchFunc(buckets, date, func(b model.Bucket, date model.Date) int { return int(b.Last - date) })
	return min(index, len(buckets)-1)
}

// selection is what the cursor selects.
func (m Model) selection() selection {
	day := m.day()
	single := selection{first: day.Date, last: day.Date, counts: day.Counts, total: day.Total(m.summed())}
	resolution, buckets := m.buckets()
	at := bucketAt(buckets, day.Date)
	if isDaily(resolution) || m.onDay || at < 0 {
		return single
	}
	return bucketSelection(&buckets[at], m.summed())
}

// bucketSelection is a bucket with its means rounded to whole counts.
func bucketSelection(bucket *model.Bucket, summed model.SeriesSet) selection {
	s := selection{first: bucket.First, last: bucket.Last, isMean: true}
	for series := range s.counts {
		s.counts[series] = roundedCount(bucket.Mean(series))
	}
	s.total = roundedCount(bucket.Total(summed))
	return s
}

func roundedCount(value float64, known bool) model.Count {
	if !known {
		return model.Count{}
	}
	return model.Known(int64(math.Round(value)))
}

// heading is what the legend's column of its counts is called.
func (s selection) heading() string {
	if s.isMean {
		return "mean"
	}
	return "day"
}

// name is the selected days in words: "Mon 28 Jun 2021", or "22 Jun – 28 Jun 2021".
func (s selection) name() string {
	switch {
	case s.first == s.last:
		return longDate(s.first)
	case s.first.Time().Year() == s.last.Time().Year():
		return s.first.Time().Format("2 Jan") + " – " + shortDate(s.last)
	}
	return shortDate(s.first) + " – " + shortDate(s.last)
}

// stepDay moves the cursor one day. In a bucket of several days it moves from the bucket to its days, one after the other, and
// then to the next bucket. A bucket of one day is selected only as a bucket, since its day looks the same.
func (m Model) stepDay(direction int) Model {
	resolution, buckets := m.buckets()
	date := m.day().Date
	at := bucketAt(buckets, date)
	switch {
	case isDaily(resolution) || at < 0:
		return m.moveCursor(direction)
	case m.view == TableView || resolution.HasDailyBuckets():
		return m.selectBucket(buckets, at+direction)
	case buckets[at].Days() == 1:
		return m.selectBucketBeside(buckets, at+direction)
	case !m.onDay && direction < 0:
		return m.selectDate(buckets[at].Last)
	case !m.onDay:
		return m.selectDate(buckets[at].First)
	case buckets[at].Has(date + model.Date(direction)):
		return m.selectDate(date + model.Date(direction))
	}
	return m.selectBucketBeside(buckets, at+direction)
}

// selectBucketBeside selects the bucket with this index, if there is one.
func (m Model) selectBucketBeside(buckets []model.Bucket, index int) Model {
	if index < 0 || index >= len(buckets) {
		return m
	}
	return m.selectBucket(buckets, index)
}

// stepWeek moves the cursor a week, or to the next bucket where one is selected.
func (m Model) stepWeek(direction int) Model {
	resolution, buckets := m.buckets()
	at := bucketAt(buckets, m.day().Date)
	if isDaily(resolution) || resolution.HasDailyBuckets() || m.onDay || at < 0 {
		return m.moveCursor(7 * direction)
	}
	return m.selectBucket(buckets, at+direction)
}

// moveRows moves the cursor a number of rows of the table, or days of a chart.
func (m Model) moveRows(rows int) Model {
	if m.view != TableView || isDaily(m.tableResolution()) {
		return m.moveCursor(rows)
	}
	_, buckets := m.buckets()
	return m.selectBucket(buckets, bucketAt(buckets, m.day().Date)+rows)
}

// selectBucket selects the bucket with this index, or the nearest one.
func (m Model) selectBucket(buckets []model.Bucket, index int) Model {
	bucket := buckets[min(max(index, 0), len(buckets)-1)]
	m = m.selectDate(bucket.Last)
	m.onDay = false
	return m
}

// selectDate selects a day of the period.
func (m Model) selectDate(date model.Date) Model {
	m = m.selectDay(int(date - m.summary.days[0].Date))
	m.onDay = true
	return m
}

// selectMarked selects the next marked day in a direction: one without data, a low one, the peak. Days without data that
// follow each other count once.
func (m Model) selectMarked(direction int) Model {
	timeline, from := m.summary.timeline, m.dayIndex()
	days := timeline.Days()
	for i := from + direction; i >= 0 && i < len(days); i += direction {
		marks := timeline.Marks(i)
		before := i - direction
		isRun := marks.Has(model.MissingMark) && timeline.Marks(before).Has(model.MissingMark)
		if marks.Has(model.NotableMarks) && !isRun {
			m = m.selectDate(days[i].Date)
			m.notice = longDate(days[i].Date) + ": " + m.markInWords(marks)
			return m
		}
	}
	m.notice = "No later marked day."
	if direction < 0 {
		m.notice = "No earlier marked day."
	}
	return m
}

// markInWords says what a day is marked for.
func (m Model) markInWords(marks model.Marks) string {
	switch {
	case marks.Has(model.MissingMark):
		return "no data"
	case marks.Has(model.UnknownMark):
		return "some counts are blank"
	case marks.Has(model.PeakMark):
		return m.ofMeasured("peak")
	}
	return m.ofMeasured("low, below half the median of its weekday")
}
