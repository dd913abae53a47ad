package chart

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

const (
	// leastColumns is what must be left for the days before the y axis may have labels.
	leastColumns = 8
	// The y axis's labels are grouped up to one part in labelShare of the width, or shortLabelWidth columns.
	labelShare      = 6
	shortLabelWidth = 5
)

// layout says where everything lies.
type layout struct {
	width, height int
	// left is the first column of the inside, which has so many rows and spreads the days over its columns.
	left, rows int
	spread     spread
	scale      scale
	labels     []valueLabel
	dates      []dateLabel
	hasAxis    bool
	hasDates   bool
	hasMarker  bool
}

// valueLabel is a label of the y axis at a row of the inside; the row below the inside is the x axis.
type valueLabel struct {
	text string
	row  int
}

func newLayout(in Input) layout {
	l := layout{width: max(in.Width, 0), height: max(in.Height, 0)}
	l.hasAxis = l.height >= 2
	l.hasDates = l.height >= 4
	l.hasMarker = l.height >= 5 && in.Cursor >= 0 && in.Cursor < len(in.Days)
	l.rows = l.height - len(l.below())
	l.scale = newScale(most(in), l.rows)
	l.placeLabels(in.Kind == Share)
	l.spread = spread{days: len(in.Days), columns: l.width - l.left}
	l.dates = l.dateLabels(in.Days)
	return l
}

// most is the largest value that the chart shows.
func most(in Input) int64 {
	if in.Kind == Share {
		return 100
	}
	var most int64
	for i := range in.Days {
		if in.Kind == Stacked {
			most = max(most, in.Days[i].Stack(in.Shown)[model.SessionTypeCount-1])
			continue
		}
		for _, t := range model.SessionTypes() {
			if sessions, _ := in.Days[i].Counts[t].Value(); in.Shown.Has(t) {
				most = max(most, sessions)
			}
		}
	}
	return most
}

// placeLabels gives the y axis its labels, grouped where there is room, compact where there is little, none where there
// is less.
func (l *layout) placeLabels(percent bool) {
	steps := max(l.rows/l.scale.rowsPerStep, 1)
	format := Grouped
	if percent {
		format = func(n int64) string { return Grouped(n) + " %" }
		steps = min(steps, int(100/l.scale.step))
	} else if len(Grouped(int64(steps)*l.scale.step)) > max(l.width/labelShare, shortLabelWidth) {
		format = Compact
	}
	widest := 0
	for i := range steps + 1 {
		text := format(int64(i) * l.scale.step)
		widest = max(widest, len(text))
		l.labels = append(l.labels, valueLabel{text: text, row: l.rows - i*l.scale.rowsPerStep})
	}
	// The labels stand right of a margin of one column, left of a blank and the axis.
	l.left = widest + 3
	if l.width-l.left < leastColumns {
		l.left, l.labels = 0, nil
	}
}

// drawValueAxis draws the y axis at a row of the inside, or of the x axis below it.
func (l *layout) drawValueAxis(s *surface, row int) {
	if l.left == 0 {
		return
	}
	glyphs := s.theme.Glyphs()
	stroke := glyphs.Vertical
	if row == l.rows {
		stroke = glyphs.Corner
	}
	for _, label := range l.labels {
		if label.row == row {
			s.text(l.left-2-len(label.text), label.text, theme.Axis)
			if row < l.rows {
				stroke = glyphs.Tick
			}
		}
	}
	s.set(l.left-1, stroke, theme.Axis, theme.Plain)
}

// below are the rows under the inside, top to bottom.
func (l *layout) below() []func(*surface, Input) {
	var rows []func(*surface, Input)
	if l.hasAxis {
		rows = append(rows, l.drawDateAxis)
	}
	if l.hasDates {
		rows = append(rows, l.drawDates)
	}
	if l.hasMarker {
		rows = append(rows, l.drawMarker)
	}
	return rows
}
