package sanitize_test

import (
	"strings"
	"testing"
	"unicode"

	"peerdash/graphapi/sanitize"
)

func TestLine(t *testing.T) {
	tests := []struct {
		name, text, want string
		max              int
	}{
		{"plain text stays", "Grüße, 世界", "Grüße, 世界", 20},
		{"an escape sequence is seen", "a\x1b[31mb", `a\x1b[31mb`, 20},
		{"C1 controls are seen", "a\u009bb", `a\u009bb`, 20},
		{"bytes that are not UTF-8 are seen", "a\xffb", `a\xffb`, 20},
		{"direction overrides are seen", "a\u202eb", `a\u202eb`, 20},
		{"lines become one", " a\r\n\tb ", "a b", 20},
		{"long text ends in dots", "abcdefgh", "abcd…", 5},
		{"text that just fits stays", "abcde", "abcde", 5},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := sanitize.Line(test.text, test.max); got != test.want {
				t.Errorf("Line(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func FuzzLine(f *testing.F) {
	f.Add("a\x1b]0;title\x07b", 10)
	f.Fuzz(func(t *testing.T, text string, max int) {
		max %= 500
		line := sanitize.Line(text, max)
		if strings.ContainsFunc(line, unicode.IsControl) {
			t.Errorf("Line(%q) = %q has a control character", text, line)
		}
		if length := len([]rune(line)); max > 0 && length > max {
			t.Errorf("Line(%q, %d) has %d characters", text, max, length)
		}
	})
}
