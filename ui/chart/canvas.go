package chart

import (
	"slices"
	"unicode/utf8"

	"peerdash/ui/theme"
)

// canvas holds the cells of a drawing. The canvas of ntcharts would be too large: each of its cells holds a whole style, half
// a kilobyte, so that a chart of 500 by 200 cells takes 50 MB.
type canvas struct {
	width, height int
	cells         []cell
}

// cell is one character; the zero cell is blank.
type cell struct {
	glyph                  rune
	foreground, background theme.Tone
}

func newCanvas(width, height int) *canvas {
	return &canvas{width: width, height: height, cells: make([]cell, width*height)}
}

// at is a cell of the canvas; nil outside of it.
func (c *canvas) at(column, row int) *cell {
	if column < 0 || column >= c.width || row < 0 || row >= c.height {
		return nil
	}
	return &c.cells[row*c.width+column]
}

// set draws a glyph. Cells outside the canvas are ignored.
func (c *canvas) set(column, row int, glyph rune, foreground theme.Tone) {
	if cell := c.at(column, row); cell != nil {
		cell.glyph, cell.foreground, cell.background = glyph, foreground, theme.Plain
	}
}

// setIfBlank draws a glyph if there is none.
func (c *canvas) setIfBlank(column, row int, glyph rune, foreground theme.Tone) {
	if cell := c.at(column, row); cell != nil && cell.glyph == 0 {
		cell.glyph, cell.foreground = glyph, foreground
	}
}

// text draws text whose runes are one column wide.
func (c *canvas) text(column, row int, text string, tone theme.Tone) {
	for _, r := range text {
		c.set(column, row, r, tone)
		column++
	}
}

// lines are the rows as text.
func (c *canvas) lines(t theme.Theme) []string {
	lines := make([]string, c.height)
	p := painter{theme: t}
	for row := range lines {
		lines[row] = p.paint(c.cells[row*c.width : (row+1)*c.width])
	}
	return lines
}

// painter writes cells as text, with an escape sequence only where the colour changes.
type painter struct {
	theme                  theme.Theme
	foreground, background theme.Tone
	line                   []byte
}

// paint is a row as text, without trailing blanks.
func (p *painter) paint(cells []cell) string {
	p.line = p.line[:0]
	blanks := 0
	for i := range cells {
		cell := &cells[i]
		if cell.glyph == 0 || cell.glyph == ' ' && cell.background == theme.Plain {
			blanks++
			continue
		}
		if blanks > 0 {
			p.setColours(p.foreground, theme.Plain)
		}
		for ; blanks > 0; blanks-- {
			p.line = append(p.line, ' ')
		}
		background := cell.background
		if cell.glyph == '█' {
			background = p.background // hidden by the block
		}
		p.setColours(cell.foreground, background)
		p.line = utf8.AppendRune(p.line, cell.glyph)
	}
	p.setColours(theme.Plain, theme.Plain)
	return string(p.line)
}

// setColours changes the current colours.
func (p *painter) setColours(foreground, background theme.Tone) {
	if foreground == p.foreground && background == p.background {
		return
	}
	newForeground := p.theme.Foreground(foreground) != p.theme.Foreground(p.foreground)
	newBackground := p.theme.Background(background) != p.theme.Background(p.background)
	p.foreground, p.background = foreground, background
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

// isBlank reports whether cells of a row are blank, except those of the given columns. The first and the last cell may lie
// outside the canvas.
func (c *canvas) isBlank(column, row, count int, except ...int) bool {
	if column < -1 || column+count > c.width+1 {
		return false
	}
	for i := column; i < column+count; i++ {
		cell := c.at(i, row)
		if cell != nil && cell.glyph != 0 && cell.foreground != theme.Grid && !slices.Contains(except, i) {
			return false
		}
	}
	return true
}
