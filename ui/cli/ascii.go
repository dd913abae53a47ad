package cli

import (
	"io"
	"os"
	"unicode/utf8"

	"peerdash/ui/theme"
)

// lacksUTF8 reports whether locale and terminal show ASCII only.
func lacksUTF8(getenv func(string) string) bool {
	return theme.Detect(getenv, true).Glyphs == theme.ASCII
}

// asciiWriter writes text in ASCII.
type asciiWriter struct{ io.Writer }

// Write writes the text, which ends with a whole character.
func (w asciiWriter) Write(text []byte) (int, error) {
	if _, err := w.Writer.Write(toASCII(text)); err != nil {
		return 0, err
	}
	return len(text), nil
}

// asciiFile is a file to which text is written in ASCII.
type asciiFile struct{ *os.File }

// Write writes the text, which ends with a whole character.
func (f asciiFile) Write(text []byte) (int, error) { return asciiWriter{f.File}.Write(text) }

// asciiText is how characters of messages and help are written in ASCII. Any other character becomes a question mark.
var asciiText = map[rune]string{
	'×': "x", '…': "...", '·': "-", '–': "-", '—': "-", '−': "-", '→': "->", '←': "<-", '↑': "^", '↓': "v", '•': "*", '▾': "v",
	'“': "'", '”': "'", '„': "'", '‘': "'", '’': "'", '\u00a0': " ", '≥': ">=", '≤': "<=", '±': "+/-",
}

func toASCII(text []byte) []byte {
	var plain []byte
	for len(text) > 0 {
		char, size := utf8.DecodeRune(text)
		substitute, found := asciiText[char]
		switch {
		case char < utf8.RuneSelf:
			plain = append(plain, byte(char))
		case found:
			plain = append(plain, substitute...)
		default:
			plain = append(plain, '?')
		}
		text = text[size:]
	}
	return plain
}
