// Package sanitize makes text from outside safe to show on a terminal: it removes control characters and secrets.
package sanitize

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks a character may have; scripts in use need no more.
const maxMarks = 3

// Line is text as one line of at most max characters: each control or format character, each byte that is not UTF-8,
// and each combining mark beyond the third of a character stands as an escape such as \x1b or \u202e; line breaks and
// tabs become spaces; what is too long ends in "…".
func Line(text string, max int) string {
	var line strings.Builder
	length, marks := 0, maxMarks // a mark at the beginning would change what stands before the line
	for i, width := 0, 0; i < len(text); i += width {
		var r rune
		r, width = utf8.DecodeRuneInString(text[i:])
		piece := visibleRune(r, text[i:i+width])
		if !unicode.Is(unicode.M, r) {
			marks = 0
		} else if marks++; marks > maxMarks {
			piece = escaped(text[i : i+width])
		}
		if piece == " " && strings.HasSuffix(line.String(), " ") {
			continue
		}
		length += utf8.RuneCountInString(piece)
		if length > max-1 && i+width < len(text) || length > max {
			line.WriteString("…")
			break
		}
		line.WriteString(piece)
	}
	return strings.TrimSpace(line.String())
}

func visibleRune(r rune, raw string) string {
	switch {
	case r == '\n' || r == '\r' || r == '\t' || r == ' ':
		return " "
	case r == utf8.RuneError && len(raw) == 1, !unicode.IsGraphic(r), unicode.Is(unicode.Cf, r):
		return escaped(raw)
	default:
		return string(r)
	}
}

func escaped(raw string) string {
	quoted := strconv.QuoteToASCII(raw)
	return quoted[1 : len(quoted)-1]
}
