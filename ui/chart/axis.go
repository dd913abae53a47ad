package chart

import (
	"time"

	"peerdash/model"
	"peerdash/ui/theme"
)

// drawDateAxis draws the x axis: another stroke under weekends, another one under days of which nothing is known, and
// ticks. It is the y axis's row of 0.
func (l *layout) drawDateAxis(s *surface, in Input) {
	l.drawValueAxis(s, l.rows)
	glyphs := s.theme.Glyphs()
	ticks := l.dates
	for column := range l.spread.columns {
		isTick := len(ticks) > 0 && ticks[0].tick == l.left+column
		if isTick {
			ticks = ticks[1:]
		}
		weekend, known := l.daysAt(column, in.Days, in.Shown)
		switch {
		case isTick && weekend:
			s.set(l.left+column, glyphs.WeekendTick, theme.Weekend, theme.Plain)
		case isTick:
			s.set(l.left+column, glyphs.DateTick, theme.Axis, theme.Plain)
		case !known:
			s.set(l.left+column, glyphs.Gap, theme.Axis, theme.Plain)
		case weekend:
			s.set(l.left+column, glyphs.WeekendLine, theme.Weekend, theme.Plain)
		default:
			s.set(l.left+column, glyphs.Horizontal, theme.Axis, theme.Plain)
		}
	}
}

// mostDaysWithWeekend is how many days columns may hold by and large for weekends to be told from weeks.
const mostDaysWithWeekend = 3

// daysAt reports whether a column stands for a weekend, and whether anything is known of its days. Where days share
// columns, each weekend has one: that of its Saturday.
func (l *layout) daysAt(column int, days []model.Day, shown model.TypeSet) (weekend, known bool) {
	if len(days) == 0 {
		return false, true
	}
	first := l.spread.dayAt(column)
	next := first + 1
	if l.spread.crowded() {
		next = l.spread.firstDay(column + 1)
	}
	for _, day := range days[first:next] {
		_, dayKnown := day.Total(shown).Value()
		known = known || dayKnown
		weekend = weekend || day.Date.Weekday() == time.Saturday
	}
	if l.spread.crowded() {
		return weekend && l.spread.days <= mostDaysWithWeekend*l.spread.columns, known
	}
	return days[first].Date.IsWeekend(), known
}

func (l *layout) drawDates(s *surface, _ Input) {
	for _, label := range l.dates {
		tone := theme.Axis
		if label.weekend {
			tone = theme.Weekend
		}
		s.text(label.start, label.text, tone)
	}
}

// drawMarker points at the chosen day and names it, on that side of the marker where there is room.
func (l *layout) drawMarker(s *surface, in Input) {
	column := l.left + l.spread.columnOf(in.Cursor)
	s.set(column, s.theme.Glyphs().Marker, theme.Accent, theme.Plain)
	text := in.Days[in.Cursor].Date.Time().Format("Mon 2 Jan 2006")
	switch {
	case column+2+len(text) <= l.width:
		s.text(column+2, text, theme.Accent)
	case column-1-len(text) >= 0:
		s.text(column-1-len(text), text, theme.Accent)
	}
}
