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
		{"marks on a letter stay", "e\u0301x\u0323\u0302", "e\u0301x\u0323\u0302", 20},
		{"a pile of marks is seen", "e" + strings.Repeat("\u0301", 5), "e\u0301\u0301\u0301" + `\u0301\u0301`, 20},
		{"a mark without a letter is seen", "\u0301a", `\u0301a`, 20},
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

func TestWithoutRemovesSecretsAndTheirParts(t *testing.T) {
	const token = "eyJhbGciOi.eyJ0aWQiOiI5OTk5.c2lnbmF0dXJl"
	for _, test := range []struct{ text, secret, want string }{
		{"bad token " + token + ".", token, "bad token [removed]."},
		{"bad part " + token[:15] + "… and " + token[20:33] + "!", token, "bad part [removed]… and [removed]!"},
		{"s3cr%2Bt%2Fwith", "s3cr+t/with", "[removed]"},
		{"word pass", "pass", "word [removed]"},
		{"nothing of it: eyJ", token, "nothing of it: eyJ"},
		{"no secret", "", "no secret"},
	} {
		if got := sanitize.Without(test.text, test.secret); got != test.want {
			t.Errorf("Without(%q) = %q, want %q", test.text, got, test.want)
		}
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
