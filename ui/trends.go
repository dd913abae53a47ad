package ui

import (
	"peerdash/model"
	"peerdash/ui/chart"
)

// trends are the sparklines of the legend, drawn once for many frames. They are shared by copies of a Model, all of which
// belong to one goroutine.
type trends struct {
	key    trendsKey
	series [model.SessionTypeCount]string
	total  string
}

type trendsKey struct {
	period   model.Period
	types    model.TypeSet
	revision int
	width    int
}

// trendsIn are the sparklines at most so many columns wide.
func (m Model) trendsIn(width int) *trends {
	key := trendsKey{period: m.summary.period, types: m.summary.types, revision: m.summary.revision, width: width}
	if m.trends.key == key && m.trends.total != "" {
		return m.trends
	}
	m.trends.key = key
	for _, t := range model.SessionTypes() {
		m.trends.series[t] = chart.Sparkline(m.summary.timeline, int(t), width, m.painter.Theme)
	}
	m.trends.total = chart.TotalSparkline(m.summary.timeline, width, m.painter.Theme)
	return m.trends
}
