package ui

import "peerdash/model"

// summaryKey is what a summary depends on.
type summaryKey struct {
	period          model.Period
	shown, measured model.SeriesSet
	revision        int
	zoom            model.Span
	compares        bool
}

func (m Model) summaryKey() summaryKey {
	return summaryKey{
		period: m.period, shown: m.shown, measured: m.measured(), revision: m.revision, zoom: m.chart.zoom, compares: m.chart.compares,
	}
}

// summary is computed from the report of the period shown and the series shown, once for many frames.
type summary struct {
	summaryKey

	// span is the whole period, drawn the part of it that the chart shows.
	span  model.Span
	drawn model.Timeline
	// earlier are the days to compare with, hasEarlier reports whether there are any.
	earlier    model.Timeline
	hasEarlier bool
	// timeline has every day of the period, with or without a row in the report; days are its days.
	timeline model.Timeline
	days     []model.Day
	coverage coverage
	// totals are those of each series over the period, or the means of a day if counts of different days do not add up. total
	// is that of the series shown; unknown if the report has no total.
	totals [model.MaxSeries]model.Count
	total  model.Count
	// changes compare each series with the days before, change the measured series.
	changes [model.MaxSeries]change
	change  change
	// most is the largest daily count of each series, mostTotal the largest daily total of all series or, if the report has no
	// total, the largest count.
	most      [model.MaxSeries]model.Count
	mostTotal model.Count
	peak      model.Day
	hasPeak   bool
	means     model.Means
	// allZero reports whether every known count is zero.
	allZero bool
}

// change is a relative change, if it is known.
type change struct {
	value float64
	// uncompared is the number of known days without an earlier day to compare with.
	uncompared int
	known      bool
}

// withSummary is the model with a summary of what it shows.
func (m Model) withSummary() Model {
	if m.summary.summaryKey != m.summaryKey() {
		m.summary = m.newSummary()
	}
	return m
}

// newSummary computes the summary of what the model shows.
func (m Model) newSummary() summary {
	s := summary{summaryKey: m.summaryKey()}
	if !m.current().HasReading() {
		return s
	}
	report := m.reading().Report
	s.span = report.Span()
	s.timeline = m.newTimeline(report, s.span)
	s.days, s.drawn = s.timeline.Days(), s.timeline
	m.summary.span = s.span
	if visible := m.visible(); visible != s.span {
		s.drawn = m.newTimeline(report, visible)
	}
	if m.chart.compares {
		s.earlier, s.hasEarlier = m.earlierTimeline(m.visible())
	}
	s.coverage = coverageOf(s.days)
	if m.report.Additive {
		s.total = report.Total(m.shown)
	}
	s.most, s.mostTotal = largestCounts(m.report, s.days)
	s.change = m.changeOf(report, s.measured)
	for series := range m.report.Series {
		s.totals[series] = totalOrMean(m.report, s.days, series)
		s.changes[series] = m.changeOf(report, model.OnlySeries(series))
	}
	s.peak, s.hasPeak = report.Peak(s.measured)
	s.means = report.Means(s.measured)
	total, known := report.Total(model.AllSeries).Value()
	s.allZero = known && total == 0
	return s
}

// newTimeline lays out a span of the report, with the days before it from the shortest longer period that is loaded.
func (m Model) newTimeline(report model.Report, span model.Span) model.Timeline {
	timeline := model.NewTimeline(report, span, m.shown, m.measured())
	for _, longer := range model.Periods() {
		if state := m.schedule.Period(longer); longer > m.period && state.HasReading() {
			timeline = timeline.WithDaysBefore(state.Reading().Report)
		}
	}
	return timeline
}

// largestCounts are the largest daily count of each series, and the largest daily total or, if the report has no total, the
// largest count.
func largestCounts(
	definition *model.Definition, days []model.Day,
) (most [model.MaxSeries]model.Count, mostTotal model.Count) {
	for _, day := range days {
		for series, count := range day.Counts {
			most[series] = larger(most[series], count)
			if !definition.Additive {
				mostTotal = larger(mostTotal, count)
			}
		}
		if definition.Additive {
			mostTotal = larger(mostTotal, day.Total(model.AllSeries))
		}
	}
	return most, mostTotal
}

// hasChange reports whether any change against the days before is known.
func (s summary) hasChange() bool {
	for _, change := range s.changes {
		if change.known {
			return true
		}
	}
	return s.change.known
}

// larger is the larger of two counts; an unknown count is less than any known one.
func larger(a, b model.Count) model.Count {
	valueA, knownA := a.Value()
	if valueB, knownB := b.Value(); !knownA || knownB && valueB > valueA {
		return b
	}
	return a
}

// largestTotal is the period's total of all series, also hidden ones or, if the report has no total, the largest total of a
// series.
func (s summary) largestTotal(report *model.Definition) model.Count {
	var sum, largest model.Count
	for _, total := range s.totals {
		sum, largest = sum.Plus(total), larger(largest, total)
	}
	if report.Additive {
		return sum
	}
	return largest
}

// changeOf compares the report with the days before it, in the shortest longer period that is loaded.
func (m Model) changeOf(report model.Report, shown model.SeriesSet) change {
	for _, longer := range model.Periods() {
		if longer <= m.period || !m.schedule.Period(longer).HasReading() {
			continue
		}
		if found, known := report.Change(m.schedule.Period(longer).Reading().Report, shown); known {
			return change{value: found.Value, uncompared: found.Uncompared, known: true}
		}
	}
	return change{}
}

// earlierTimeline lays out the days to compare a span with, from the longest period that is loaded; false if none of
// them is known.
func (m Model) earlierTimeline(span model.Span) (model.Timeline, bool) {
	back := m.period.ComparisonDays()
	if back == 0 {
		return model.Timeline{}, false
	}
	for period := model.All; period >= m.period; period-- {
		state := m.schedule.Period(period)
		if !state.HasReading() {
			continue
		}
		earlier := model.NewEarlierTimeline(state.Reading().Report, span, back, m.shown)
		if _, known := earlier.KnownSpan(); known {
			return earlier, true
		}
	}
	return model.Timeline{}, false
}
