package chart

import (
	"unicode/utf8"

	"github.com/NimbleMarkets/ntcharts/canvas"

	"peerdash/ui/theme"
)

// painter writes cells as text, with an escape sequence only where the next cell needs another colour than the pen has.
type painter struct {
	theme theme.Theme
	// full is the full block.
	full string
	pen  struct{ foreground, background theme.Tone }
	line []byte
}

func newPainter(t theme.Theme) *painter {
	levels := t.Glyphs().Levels
	return &painter{theme: t, full: string(levels[len(levels)-1])}
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

// solid writes a cell that is all of one tone: a full block, or a blank where that spares an escape sequence.
func (p *painter) solid(tone theme.Tone) {
	if p.pen.foreground != tone && p.pen.background == tone {
		p.line = append(p.line, ' ')
		return
	}
	p.use(tone, p.pen.background)
	p.line = append(p.line, p.full...)
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
