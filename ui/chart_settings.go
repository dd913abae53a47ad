package ui

import (
	"slices"

	"peerdash/model"
	"peerdash/ui/chart"
)

// chartSettings are how the charts of every period are drawn.
type chartSettings struct {
	resolution model.Resolution
	scale      chart.Scale
	// compares reports whether the previous period is drawn over the chart.
	compares bool
	// zoom is the range drawn; the zero Span is the whole period.
	zoom model.Span
}

// nextResolution draws longer buckets. After the longest, the resolution is automatic again.
func (m Model) nextResolution() Model {
	all := model.Resolutions()
	m.chart.resolution = all[(slices.Index(all, m.chart.resolution)+1)%len(all)]
	m.onDay = false
	m.notice = "Resolution: " + m.chart.resolution.String()
	if drawn, _ := m.buckets(); m.chart.resolution != model.Automatic && drawn != m.chart.resolution {
		m.notice += "; drawn as " + drawn.String() + " to fit the width"
	}
	return m
}

// tableResolution is that of the table's rows.
func (m Model) tableResolution() model.Resolution {
	if m.chart.resolution == model.Automatic {
		return model.ByDay
	}
	return m.chart.resolution
}

// toggleScale switches between the full scale and one without outliers.
func (m Model) toggleScale() Model {
	if m.chart.scale == chart.FullScale {
		m.chart.scale = chart.WithoutOutliers
		m.notice = "Scale without outliers; values that are cut off are written above."
	} else {
		m.chart.scale = chart.FullScale
		m.notice = "Full scale."
	}
	return m
}

// toggleComparison shows or hides the previous period.
func (m Model) toggleComparison() Model {
	m.chart.compares = !m.chart.compares
	switch m = m.withSummary(); {
	case !m.chart.compares:
		m.notice = "Comparison off."
	case m.period.ComparisonDays() == 0:
		m.chart.compares = false
		m.notice = "The period All has no earlier period to compare with."
	case !m.summary.hasEarlier:
		m.chart.compares = false
		m.notice = "No stored days before this period to compare with."
	default:
		m.notice = "Compared with the same weekdays " + daysInWords(m.period.ComparisonDays()) + " earlier."
	}
	return m
}

// leastZoom is the fewest days that zooming in leaves.
const leastZoom = 7

// visible is the range that the chart draws.
func (m Model) visible() model.Span {
	whole := m.summary.span
	if zoom := m.chart.zoom; zoom.Days() > 0 && zoom.First >= whole.First && zoom.Last <= whole.Last && !zoom.First.IsZero() {
		return zoom
	}
	return whole
}

// zoomIn draws half the range, around the cursor.
func (m Model) zoomIn() Model { return m.zoomTo((m.visible().Days() + 1) / 2) }

// zoomOut draws twice the range, around the cursor.
func (m Model) zoomOut() Model { return m.zoomTo(m.visible().Days() * 2) }

// zoomTo draws a number of days around the cursor.
func (m Model) zoomTo(days int) Model {
	whole := m.summary.span
	days = max(days, leastZoom)
	if days >= whole.Days() {
		return m.zoomAll()
	}
	m.chart.zoom = spanAround(m.day().Date, days, whole)
	m.notice = "Range: " + selection{first: m.chart.zoom.First, last: m.chart.zoom.Last}.name()
	return m
}

// zoomAll draws the whole period.
func (m Model) zoomAll() Model {
	m.chart.zoom = model.Span{}
	m.notice = "Range: the whole period."
	return m
}

// spanAround is a number of days around a date, within a span.
func spanAround(date model.Date, days int, within model.Span) model.Span {
	first := min(max(date-model.Date(days/2), within.First), within.Last-model.Date(days)+1)
	return model.Span{First: first, Last: first + model.Date(days) - 1}
}

// withCursorVisible moves the range drawn so that the cursor is in it.
func (m Model) withCursorVisible() Model {
	if len(m.summary.days) == 0 {
		return m
	}
	date := m.day().Date
	span := m.visible()
	switch {
	case span == m.summary.span:
		m.chart.zoom = model.Span{}
	case date < span.First:
		m.chart.zoom = model.Span{First: date, Last: date + model.Date(span.Days()) - 1}
	case date > span.Last:
		m.chart.zoom = model.Span{First: date - model.Date(span.Days()) + 1, Last: date}
	}
	return m
}
