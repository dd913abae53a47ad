// Package chart draws the days of a report: stacked areas, lines or shares over a calendar, with axes that say only
// what is true. A drawing follows from its Input alone. It knows no keys and no messages, and writes to no terminal.
package chart

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

// Kind is a way to draw the same days.
type Kind int

// The kinds of chart.
const (
	// Stacked lays each type's area on the sum of those below it.
	Stacked Kind = iota
	// Lines draws each type from zero.
	Lines
	// Share is stacked, each day as parts of 100 %.
	Share
)

// NoCursor is the Cursor of a drawing in which no day is chosen.
const NoCursor = -1

// Input is what a drawing shows. Any size and any number of days can be drawn; what has no room is left out.
type Input struct {
	// Days are consecutive, such as Report.Calendar gives them. A day without a known count is a gap.
	Days []model.Day
	// Shown are the types to draw; the axis follows them.
	Shown model.TypeSet
	Kind  Kind
	// Width and Height are the columns and rows of the whole drawing with its axes.
	Width, Height int
	Theme         theme.Theme
	// Cursor is the index in Days of the chosen day, which a row below the dates then names. NoCursor, as any index that
	// Days hasn't, leaves that row to the chart.
	Cursor int
}

// Drawing is a finished chart.
type Drawing struct {
	lines  []string
	layout layout
}

// Draw draws a chart. Another Cursor in the same Input changes the drawing's last line and no other, unless it
// becomes or was NoCursor.
func Draw(in Input) Drawing {
	layout := newLayout(in)
	surface := newSurface(layout.width, in.Theme)
	lines := make([]string, 0, layout.height)
	area := newArea(in, layout)
	for row := range layout.rows {
		layout.drawValueAxis(surface, row)
		area.draw(surface, row)
		lines = append(lines, surface.line())
	}
	for _, draw := range layout.below() {
		draw(surface, in)
		lines = append(lines, surface.line())
	}
	return Drawing{lines: lines, layout: layout}
}

// Lines are the drawing's rows from top to bottom, as many as the Input's Height. Each is at most as many columns wide
// as the Input's Width, holds one escape sequence for each run of equal style, and ends in the terminal's own style;
// trailing blanks are left out. Read them only.
func (d Drawing) Lines() []string { return d.lines }

// DayAt is the index of the day that is drawn at a column and row of the drawing, counted from 0 at its top left; false
// beside the chart. Where several days share a column it is the first of them.
func (d Drawing) DayAt(column, row int) (int, bool) {
	column -= d.layout.left
	if row < 0 || row >= len(d.lines) || column < 0 || column >= d.layout.spread.columns || d.layout.spread.days == 0 {
		return 0, false
	}
	return d.layout.spread.dayAt(column), true
}

// ColumnOf is the drawing's column in the middle of a day.
func (d Drawing) ColumnOf(day int) int { return d.layout.left + d.layout.spread.columnOf(day) }

// area is the inside of a chart.
type area interface {
	// draw sets the cells of one row of the inside, 0 at the top.
	draw(s *surface, row int)
}

func newArea(in Input, l layout) area {
	if in.Kind == Lines {
		return newLineArea(in, l)
	}
	return newStackArea(in, l)
}
