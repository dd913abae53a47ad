package chart_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"

	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// allKinds and allThemes are what a property must hold for.
var allKinds = []chart.Kind{chart.Stacked, chart.Lines, chart.Share}

func allThemes() []theme.Theme {
	var themes []theme.Theme
	for _, tier := range []theme.Tier{theme.Mono, theme.Colours16, theme.Colours256, theme.TrueColour} {
		for _, glyphs := range []theme.GlyphSet{theme.Unicode, theme.Neutral, theme.Console, theme.ASCII} {
			themes = append(themes, theme.New(tier, theme.Unknown, glyphs))
		}
	}
	return themes
}

func TestDrawingFitsAnySize(t *testing.T) {
	themes := allThemes()
	for _, count := range []int{0, 1, 2, 7, 30, 180, 3650} {
		days := organization(count)
		for _, size := range [][2]int{
			{0, 0}, {1, 1}, {2, 1}, {1, 5}, {9, 3}, {10, 4}, {11, 5}, {23, 9}, {40, 10}, {80, 16}, {300, 2}, {3, 120},
		} {
			for i, look := range themes {
				checkFit(t, input(days, allKinds[i%len(allKinds)], size[0], size[1], look))
			}
		}
	}
}

func checkFit(t *testing.T, in chart.Input) {
	t.Helper()
	lines := chart.Draw(in).Lines()
	if len(lines) != in.Height {
		t.Errorf("%d days at %dx%d: %d lines", len(in.Days), in.Width, in.Height, len(lines))
	}
	for row, line := range lines {
		if width := ansi.StringWidth(line); width > in.Width {
			t.Errorf("%d days at %dx%d: line %d is %d wide: %q", len(in.Days), in.Width, in.Height, row, width, line)
		}
	}
}
