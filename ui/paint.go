package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"peerdash/ui/theme"
)

// paint is a theme made ready for many short pieces of text: each tone's escape sequence, and each glyph of ours in the
// terminal's own set.
type paint struct {
	theme  theme.Theme
	glyphs *theme.Glyphs
	// begin sets a tone; "" where the tone is the terminal's own.
	begin [theme.ToneCount]string
	// translate is nil where the terminal shows every glyph.
	translate func(string) string
}

// reset ends a tone.
const reset = "\x1b[m"

func newPaint(t theme.Theme) paint {
	p := paint{theme: t, glyphs: t.Glyphs()}
	for tone := range p.begin {
		const probe = "x"
		p.begin[tone], _, _ = strings.Cut(t.Render(theme.Tone(tone), probe), probe)
	}
	g := p.glyphs
	if g.Separator == '·' && g.Minus == '−' {
		return p
	}
	replace := strings.NewReplacer("·", string(g.Separator), "−", string(g.Minus), "…", g.Ellipsis, "×", "x",
		"←", string(g.Left), "→", string(g.Right), "↑", string(g.Up), "↓", string(g.Down))
	p.translate = replace.Replace
	if t.ASCII() {
		p.translate = func(text string) string { return asciiOnly(replace.Replace(text)) }
	}
	return p
}

// asciiOnly puts a question mark where a character from outside cannot be shown.
func asciiOnly(text string) string {
	return strings.Map(func(r rune) rune {
		if r > '~' {
			return '?'
		}
		return r
	}, text)
}

// show is text in the glyphs that the terminal has.
func (p paint) show(text string) string {
	if p.translate == nil {
		return text
	}
	return p.translate(text)
}

// widthOf is how many columns text takes once shown.
func (p paint) widthOf(text string) int { return widthOf(p.show(text)) }

// row is one line of the screen, put together from left to right.
type row struct {
	paint paint
	limit int
	width int
	text  strings.Builder
}

// newRow is an empty line on which limit columns have room.
func (p paint) newRow(limit int) *row { return &row{paint: p, limit: limit} }

// put adds text in a tone, as much of it as there is room for.
func (r *row) put(tone theme.Tone, text string) *row {
	text = r.paint.show(text)
	width := widthOf(text)
	if r.width+width > r.limit {
		text = ansi.Truncate(text, r.limit-r.width, "")
		width = widthOf(text)
	}
	begin := r.paint.begin[tone]
	if text == "" {
		return r
	}
	if begin == "" {
		r.text.WriteString(text)
	} else {
		r.text.WriteString(begin)
		r.text.WriteString(text)
		r.text.WriteString(reset)
	}
	r.width += width
	return r
}

// putFitted adds text in a tone, and where there is no room for all of it says so by an ellipsis.
func (r *row) putFitted(tone theme.Tone, text string) *row {
	return r.put(tone, ansi.Truncate(r.paint.show(text), r.limit-r.width, r.paint.glyphs.Ellipsis))
}

// putDrawn adds what holds escape sequences of its own and is so many columns wide, where there is room for all of it.
func (r *row) putDrawn(text string, width int) *row {
	if r.width+width <= r.limit {
		r.text.WriteString(text)
		r.width += width
	}
	return r
}

// padTo adds spaces up to a column.
func (r *row) padTo(column int) *row {
	if missing := min(column, r.limit) - r.width; missing > 0 {
		r.text.WriteString(spaces(missing))
		r.width += missing
	}
	return r
}

// putRight adds text that ends at a column.
func (r *row) putRight(tone theme.Tone, text string, column int) *row {
	if text == "" {
		return r
	}
	return r.padTo(column-r.paint.widthOf(text)).put(tone, text)
}

func (r *row) String() string { return r.text.String() }

// widthOf is how many columns text takes.
func widthOf(text string) int {
	for i := range len(text) {
		if text[i] >= 0x80 || text[i] < ' ' {
			return ansi.StringWidth(text)
		}
	}
	return len(text)
}

const blanks = "                                                                "

func spaces(count int) string {
	if count <= len(blanks) {
		return blanks[:max(count, 0)]
	}
	return strings.Repeat(" ", count)
}

// wrap breaks text into lines of at most width columns, between words where it can.
func wrap(text string, width int) []string {
	return strings.Split(ansi.Wrap(text, max(width, 1), ""), "\n")
}
