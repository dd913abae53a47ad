package theme

import (
	"testing"

	"github.com/mattn/go-runewidth"
)

func everyGlyph(g *Glyphs) []rune {
	glyphs := append([]rune{
		g.SparkZero, g.Zero, g.Tick, g.Grid, g.WeekendZero, g.SelectedZero, g.Month, g.Missing, g.Unknown, g.Low, g.Peak, g.Partial,
		g.Crosshair, g.Marker, g.Clipped, g.Earlier, g.Bullet, g.Pointer, g.Expand, g.Separator, g.Minus, g.Left, g.Right,
		g.Up, g.Down,
	}, append(append(g.Levels, g.Sparks...), g.Patterns[:]...)...)
	glyphs = append(glyphs, []rune(g.Ellipsis)...)
	for _, frame := range g.Spinner {
		glyphs = append(glyphs, []rune(frame)...)
	}
	return glyphs
}

func TestGlyphsAreOneColumnWide(t *testing.T) {
	for set := range glyphSets {
		condition := runewidth.Condition{EastAsianWidth: GlyphSet(set) == Neutral}
		for _, glyph := range everyGlyph(&glyphSets[set]) {
			if width := condition.RuneWidth(glyph); width != 1 {
				t.Errorf("set %d: %q is %d columns wide", set, glyph, width)
			}
			if GlyphSet(set) == ASCII && (glyph < ' ' || glyph > '~') {
				t.Errorf("%q is not ASCII", glyph)
			}
		}
	}
}

func TestPatternsDiffer(t *testing.T) {
	for set := range glyphSets {
		seen := map[rune]bool{' ': true}
		for _, pattern := range glyphSets[set].Patterns {
			if seen[pattern] {
				t.Errorf("set %d: the pattern %q stands for two series", set, pattern)
			}
			seen[pattern] = true
		}
	}
}

func TestMonoWritesNoEscapeSequence(t *testing.T) {
	look := New(Mono, Dark, Unicode)
	for tone := range Tone(ToneCount) {
		if got := look.Render(tone, "x"); got != "x" {
			t.Errorf("tone %d is written as %q", tone, got)
		}
	}
}

func TestMarkTellsSeriesApartWithoutColours(t *testing.T) {
	if look := New(Mono, Unknown, Unicode); look.Mark(0, "I") == look.Mark(1, "A") {
		t.Error("without colours two series have the same mark")
	}
	if got := New(Colours16, Unknown, ASCII).Mark(3, "S"); got != 'S' {
		t.Errorf("in ASCII App Sharing has the mark %q, want S", got)
	}
}
