package chart

import (
	"github.com/NimbleMarkets/ntcharts/canvas"

	"peerdash/ui/theme"
)

// surface is what a chart is drawn on, one row after the other: a canvas one row high for the glyphs, and beside it
// how each of its cells is coloured. Both are so because a cell of the library's canvas holds a whole style, half a
// kilobyte, and styles can't be compared: a canvas for all of a chart of 500 by 200 cells would be 50 MB.
type surface struct {
	theme  theme.Theme
	canvas canvas.Model
	inks   []ink
	// painter writes the row out.
	painter *painter
}

// ink is how a cell is coloured, and what is in it.
type ink struct {
	foreground, background theme.Tone
	content                content
}

// content is what a cell shows.
type content uint8

const (
	// blank cells show their background, which is plain.
	blank content = iota
	// solid cells are all foreground.
	solid
	// glyph cells show the canvas's rune.
	glyph
)

func newSurface(width int, t theme.Theme) *surface {
	return &surface{theme: t, canvas: canvas.New(width, 1), inks: make([]ink, width), painter: newPainter(t)}
}

// set draws a rune. Columns beyond the edges are ignored.
func (s *surface) set(column int, r rune, foreground, background theme.Tone) {
	if s.canvas.SetCell(canvas.Point{X: column}, canvas.Cell{Rune: r}) {
		s.inks[column] = ink{foreground: foreground, background: background, content: glyph}
	}
}

// fill makes a cell of the surface all of one tone.
func (s *surface) fill(column int, tone theme.Tone) {
	s.inks[column] = ink{foreground: tone, content: solid}
}

// text draws a text, each of whose runes is one column wide.
func (s *surface) text(column int, text string, tone theme.Tone) {
	for _, r := range text {
		s.set(column, r, tone, theme.Plain)
		column++
	}
}
