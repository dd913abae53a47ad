package row

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"peerdash/ui/theme"
)

// Row is one line of the screen, written from left to right.
type Row struct {
	painter Painter
	limit   int
	width   int
	text    strings.Builder
}

// Width is the number of columns written so far.
func (r *Row) Width() int { return r.width }

// Put adds text in a tone, as much of it as there is room for.
func (r *Row) Put(tone theme.Tone, text string) *Row {
	text = r.painter.Show(text)
	width := Width(text)
	if r.width+width > r.limit {
		text = ansi.Truncate(text, r.limit-r.width, "")
		width = Width(text)
	}
	if text == "" {
		return r
	}
	if begin := r.painter.begin[tone]; begin == "" {
		r.text.WriteString(text)
	} else {
		r.text.WriteString(begin)
		r.text.WriteString(text)
		r.text.WriteString(reset)
	}
	r.width += width
	return r
}

// PutFitted adds text in a tone, cut with an ellipsis if there is no room for all of it.
func (r *Row) PutFitted(tone theme.Tone, text string) *Row {
	return r.Put(tone, ansi.Truncate(r.painter.Show(text), r.limit-r.width, r.painter.Glyphs.Ellipsis))
}

// PutStyled adds text with escape sequences that is width columns wide, if there is room for all of it.
func (r *Row) PutStyled(text string, width int) *Row {
	if r.width+width <= r.limit {
		r.text.WriteString(text)
		r.width += width
	}
	return r
}

// PadTo adds spaces up to a column.
func (r *Row) PadTo(column int) *Row {
	if missing := min(column, r.limit) - r.width; missing > 0 {
		r.text.WriteString(Spaces(missing))
		r.width += missing
	}
	return r
}

// PutRight adds text that ends at a column.
func (r *Row) PutRight(tone theme.Tone, text string, column int) *Row {
	if text == "" {
		return r
	}
	return r.PadTo(column-r.painter.WidthOf(text)).Put(tone, text)
}

// String is the row with its escape sequences.
func (r *Row) String() string { return r.text.String() }

// Width is the number of columns that text takes.
func Width(text string) int {
	for i := range len(text) {
		if text[i] >= 0x80 || text[i] < ' ' {
			return ansi.StringWidth(text)
		}
	}
	return len(text)
}

const blanks = "                                                                "

// Spaces is text of count spaces.
func Spaces(count int) string {
	if count <= len(blanks) {
		return blanks[:max(count, 0)]
	}
	return strings.Repeat(" ", count)
}

// Wrap breaks text into lines of at most width columns, between words where possible: not after a hyphen, since a flag, a date or an
// id is one word.
func Wrap(text string, width int) []string { return WrapAt(text, width, "") }

// WrapAt is like Wrap, but also breaks words after any of the characters in breakpoints.
func WrapAt(text string, width int, breakpoints string) []string {
	const unbroken = "\ue000" // a rune of the private use area, one column wide
	wrapped := ansi.Wrap(strings.ReplaceAll(text, "-", unbroken), max(width, 1), breakpoints)
	return strings.Split(strings.ReplaceAll(wrapped, unbroken, "-"), "\n")
}
