package row_test

import (
	"slices"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"peerdash/ui/row"
	"peerdash/ui/theme"
)

func painter(tier theme.Tier, glyphs theme.GlyphSet) row.Painter {
	return row.NewPainter(theme.New(tier, theme.Dark, glyphs))
}

func TestRowsAreAsWideAsTheirLimit(t *testing.T) {
	plain := painter(theme.Mono, theme.Unicode)
	for want, r := range map[string]*row.Row{
		"peer":      plain.New(4).Put(theme.Plain, "peerdash"),
		"pee…":      plain.New(4).PutFitted(theme.Plain, "peerdash"),
		"a    b":    plain.New(6).Put(theme.Plain, "a").PutRight(theme.Plain, "b", 6),
		"a     ":    plain.New(6).Put(theme.Plain, "a").PadTo(9),
		"世":         plain.New(3).Put(theme.Plain, "世界"),
		"a":         plain.New(2).Put(theme.Plain, "a").PutStyled("\x1b[1mbc\x1b[m", 2),
		"7 × 1,234": plain.New(9).Put(theme.Plain, "7 × ").PutRight(theme.Plain, "1,234", 9),
	} {
		if got := r.String(); got != want || r.Width() != ansi.StringWidth(want) {
			t.Errorf("got %q of %d columns, want %q", got, r.Width(), want)
		}
	}
}

func TestTextIsWrittenInTheGlyphsOfTheTerminal(t *testing.T) {
	for glyphs, want := range map[theme.GlyphSet]string{
		theme.Unicode: "14–30 · −3 % × é …", theme.Console: "14-30 - -3 % x é ..", theme.ASCII: "14-30 - -3 % x ? ..",
	} {
		if got := painter(theme.Mono, glyphs).Show("14–30 · −3 % × é …"); got != want {
			t.Errorf("glyph set %d: got %q, want %q", glyphs, got, want)
		}
	}
}

func TestEachToneEndsWhereItsTextDoes(t *testing.T) {
	colours := painter(theme.TrueColour, theme.Unicode)
	got := colours.New(20).Put(theme.Accent, "r").Put(theme.Plain, " refresh").String()
	if ansi.Strip(got) != "r refresh" || got[len(got)-len("\x1b[m refresh"):] != "\x1b[m refresh" {
		t.Errorf("got %q", got)
	}
}

func TestWrapBreaksNoWordAtAHyphen(t *testing.T) {
	for width, want := range map[int][]string{
		80: {"Use --offline to show 2026-11-24."}, 17: {"Use --offline to", "show 2026-11-24."}, 16: {"Use --offline to", "show 2026-11-24."},
		12: {"Use", "--offline to", "show", "2026-11-24."}, 6: {"Use", "--offl", "ine to", "show", "2026-1", "1-24."},
	} {
		if got := row.Wrap("Use --offline to show 2026-11-24.", width); !slices.Equal(got, want) {
			t.Errorf("in %d columns: %q, want %q", width, got, want)
		}
	}
}
