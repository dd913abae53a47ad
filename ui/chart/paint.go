package chart

import (
	"unicode/utf8"

	"github.com/NimbleMarkets/ntcharts/canvas"
	"github.com/NimbleMarkets/ntcharts/canvas/runes"

	"peerdash/ui/theme"
)

// painter writes cells as text, with an escape sequence only where the next cell needs another colour than the pen has.
type painter struct {
	theme theme.Theme
	// hasBlock reports whether there is a block that hides all of a cell's background.
	hasBlock bool
	pen      struct{ foreground, background theme.Tone }
	line     []byte
}

func newPainter(t theme.Theme) *painter {
	levels := t.Glyphs().Levels
	return &painter{theme: t, hasBlock: levels[len(levels)-1] == runes.FullBlock}
}

// line is what was drawn since the last clear as text, and clears the surface. Trailing blanks are left out.
func (s *surface) line() string {
	p := s.painter
	p.line = p.line[:0]
	blanks := 0
	for column, ink := range s.inks {
		if ink.content == blank {
			blanks++
			continue
		}
		p.blanks(blanks)
		blanks = 0
		if ink.content == solid {
			p.solid(ink.foreground)
			continue
		}
		p.use(ink.foreground, ink.background)
		p.line = utf8.AppendRune(p.line, s.canvas.Cell(canvas.Point{X: column}).Rune)
	}
	p.use(theme.Plain, theme.Plain)
	clear(s.inks)
	return string(p.line)
}

// blanks needs no foreground.
func (p *painter) blanks(count int) {
	if count == 0 {
		return
	}
	if p.pen.background != theme.Plain {
		p.use(p.pen.foreground, theme.Plain)
	}
	for range count {
		p.line = append(p.line, ' ')
	}
}

// solid writes a cell that is all of one tone: a block, or a blank where there is none. Blanks alone would take fewer
// bytes, but are lost where a terminal's text is copied.
func (p *painter) solid(tone theme.Tone) {
	if p.hasBlock {
		p.use(tone, p.pen.background)
		p.line = utf8.AppendRune(p.line, runes.FullBlock)
		return
	}
	p.use(p.pen.foreground, tone)
	p.line = append(p.line, ' ')
}

// use changes the pen's colours.
func (p *painter) use(foreground, background theme.Tone) {
	if foreground == p.pen.foreground && background == p.pen.background {
		return
	}
	newForeground := p.theme.Foreground(foreground) != p.theme.Foreground(p.pen.foreground)
	newBackground := p.theme.Background(background) != p.theme.Background(p.pen.background)
	p.pen.foreground, p.pen.background = foreground, background
	switch {
	case !newForeground && !newBackground:
		return
	case !p.theme.HasColour(foreground) && !p.theme.HasColour(background):
		p.line = append(p.line, "\x1b[0"...)
	default:
		p.line = append(p.line, "\x1b["...)
		if newForeground {
			p.line = append(p.line, p.theme.Foreground(foreground)...)
		}
		if newForeground && newBackground {
			p.line = append(p.line, ';')
		}
		if newBackground {
			p.line = append(p.line, p.theme.Background(background)...)
		}
	}
	p.line = append(p.line, 'm')
}
