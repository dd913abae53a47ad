package ui

import (
	"strings"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/row"
	"peerdash/ui/theme"
)

// trends are the sparklines of the legend, drawn once for many frames. They are shared by copies of a Model, all of which
// belong to one goroutine.
type trends struct {
	key trendsKey
	// resolution is the chart's or, if that does not fit, the finest one that does.
	resolution model.Resolution
	series     [model.MaxSeries]string
	total      string
	// isFirstPartial and isLastPartial report whether the first and the last bar are those of a part of a week or month.
	isFirstPartial, isLastPartial bool
}

type trendsKey struct {
	period   model.Period
	shown    model.SeriesSet
	revision int
	width    int
	// wanted is the chart's resolution.
	wanted model.Resolution
}

// trendsIn are the sparklines in at most width columns.
func (m Model) trendsIn(width int) *trends {
	wanted, _ := m.buckets()
	key := trendsKey{
		period: m.summary.period, shown: m.summary.shown, revision: m.summary.revision, width: width, wanted: wanted,
	}
	if m.trends.key == key && m.trends.series[0] != "" {
		return m.trends
	}
	resolution, fits := chart.SparklineResolution(m.summary.timeline, wanted, width)
	*m.trends = trends{key: key, resolution: resolution}
	if !fits {
		return m.trends
	}
	m.trends.isFirstPartial, m.trends.isLastPartial = chart.PartialEnds(m.summary.timeline, resolution)
	for series := range m.report.Series {
		m.trends.series[series] = chart.Sparkline(m.summary.timeline, series, resolution, m.painter.Theme)
	}
	if m.report.Additive {
		m.trends.total = chart.TotalSparkline(m.summary.timeline, resolution, m.painter.Theme)
	}
	return m.trends
}

// put writes a sparkline, muted where its bars are those of a part of a week or month.
func (t *trends) put(r *row.Row, tone theme.Tone, line string) {
	bars := []rune(line)
	first, last := 0, len(bars)
	if t.isFirstPartial {
		first = min(1, last)
	}
	if t.isLastPartial {
		last = max(last-1, first)
	}
	r.Put(theme.Muted, string(bars[:first])).Put(tone, string(bars[first:last])).Put(theme.Muted, string(bars[last:]))
}

// heading is the heading of the sparklines: the length of their buckets if it differs from that of the chart's.
func (t *trends) heading(width int) string {
	length, _, _ := strings.Cut(t.resolution.Label(), " ")
	if t.resolution == max(t.key.wanted, model.ByDay) || len(length) > width {
		return "trend"
	}
	return length
}
