package guid

import "testing"

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		"01234567-89ab-cdef-0123-456789abcdef":   true,
		"01234567-89AB-CDEF-0123-456789ABCDEF":   true,
		"":                                       false,
		"contoso.onmicrosoft.com":                false,
		"0123456789abcdef0123456789abcdef":       false,
		"{01234567-89ab-cdef-0123-456789abcdef}": false,
		"01234567-89ab-cdef-0123-456789abcdeg":   false,
		"01234567-89ab-cdef-0123-456789abcdef\n": false,
	} {
		if got := Is(text); got != want {
			t.Errorf("Is(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestFormat(t *testing.T) {
	bytes := [16]byte{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef}
	const want = "01234567-89ab-cdef-0123-456789abcdef"
	if got := Format(bytes); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRandomIsAGUIDOfItsOwn(t *testing.T) {
	first, second := Random(), Random()
	if !Is(first) || !Is(second) || first == second {
		t.Errorf("got %s and %s, want two different GUIDs", first, second)
	}
}
