// Package row composes lines of the screen, column by column, in the tones and glyphs of a theme.
package row

import (
	"strings"

	"peerdash/ui/theme"
)

// Painter makes rows in the look of a theme. It prepares each tone's escape sequence once, since a frame has many short
// pieces of text.
type Painter struct {
	Theme  theme.Theme
	Glyphs *theme.Glyphs
	// begin sets a tone; "" if the tone is the terminal's default.
	begin [theme.ToneCount]string
	// translate is nil if the terminal shows every glyph.
	translate func(string) string
}

// reset ends a tone.
const reset = "\x1b[m"

// NewPainter is the painter for a theme.
func NewPainter(t theme.Theme) Painter {
	p := Painter{Theme: t, Glyphs: t.Glyphs()}
	for tone := range p.begin {
		const probe = "x"
		p.begin[tone], _, _ = strings.Cut(t.Render(theme.Tone(tone), probe), probe)
	}
	g := p.Glyphs
	if g.Separator == '·' && g.Minus == '−' {
		return p
	}
	replace := strings.NewReplacer("·", string(g.Separator), "−", string(g.Minus), "…", g.Ellipsis, "×", "x",
		"←", string(g.Left), "→", string(g.Right), "↑", string(g.Up), "↓", string(g.Down), "–", "-")
	p.translate = replace.Replace
	if t.ASCII() {
		p.translate = func(text string) string { return asciiOnly(replace.Replace(text)) }
	}
	return p
}

// asciiOnly replaces each character that the terminal cannot show by a question mark.
func asciiOnly(text string) string {
	return strings.Map(func(r rune) rune {
		if r > '~' {
			return '?'
		}
		return r
	}, text)
}

// Show is text in the glyphs that the terminal has.
func (p Painter) Show(text string) string {
	if p.translate == nil {
		return text
	}
	return p.translate(text)
}

// WidthOf is the number of columns that text takes on the terminal.
func (p Painter) WidthOf(text string) int { return Width(p.Show(text)) }

// New is an empty row with room for limit columns.
func (p Painter) New(limit int) *Row { return &Row{painter: p, limit: limit} }
