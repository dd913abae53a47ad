// Package theme holds the colours and glyphs for each kind of terminal. It reads no environment and sends no queries to
// the terminal: Detect is a pure function, and every style comes from a renderer whose colour profile is set.
package theme

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// Tier is the number of colours that a terminal shows.
type Tier int

// The tiers, poorest first. In Mono nothing has a colour or any other attribute: series differ by the
// pattern of their fill and by letter, and a selected item needs a mark.
const (
	Mono Tier = iota
	Colours16
	Colours256
	TrueColour
)

// Background is the terminal's background, as far as it is known.
type Background int

// The backgrounds. The colours for Unknown can be read on both others.
const (
	Unknown Background = iota
	Dark
	Light

	backgroundCount = int(Light) + 1
)

// Tone is the role of a colour. A series' tone is SeriesTone.
type Tone uint8

// The tones of what is not a series. Plain is the terminal's own colour.
const (
	Plain    Tone = iota
	Axis          // the zero line, ticks and labels
	Grid          // the lines behind a chart
	Muted         // secondary text: hidden series, ages, hints
	Weekend       // Saturdays and Sundays on the axis
	Accent        // keys, what is open or selected, the peak
	Title         // the program's name, headings, the crosshair, the line of an earlier period
	Warning       // warnings; low days and unknown counts
	Error         // errors; missing days
	Selected      // the selected period, series or row
	firstSeries

	// SeriesCount is the number of series that a palette has colours for.
	SeriesCount = 8
	// ToneCount is the number of tones.
	ToneCount = int(firstSeries) + SeriesCount
)

// SeriesTone is the tone of the series with this index in its report, from 0.
func SeriesTone(index int) Tone { return firstSeries + Tone(index%SeriesCount) }

// Theme is the look for one terminal, created by New. It is small, immutable, and may be copied and compared; two themes
// are equal only if they come from the same call of New.
type Theme struct {
	// Tier is the number of colours that the theme uses.
	Tier  Tier
	sheet *sheet
}

type sheet struct {
	glyphs                 *Glyphs
	styles                 [ToneCount]lipgloss.Style
	foreground, background [ToneCount]string
}

// New returns the theme for a terminal.
func New(tier Tier, background Background, glyphs GlyphSet) Theme {
	s := &sheet{glyphs: &glyphSets[glyphs]}
	profile := profiles[tier]
	renderer := lipgloss.NewRenderer(io.Discard)
	renderer.SetColorProfile(profile)
	renderer.SetHasDarkBackground(background != Light)
	for tone := range s.styles {
		style, code := renderer.NewStyle(), colourOf(tier, background, Tone(tone))
		s.foreground[tone], s.background[tone] = "39", "49"
		if code != "" {
			style = style.Foreground(lipgloss.Color(code))
			colour := profile.Color(code)
			s.foreground[tone], s.background[tone] = colour.Sequence(false), colour.Sequence(true)
		}
		s.styles[tone] = emphasize(style, Tone(tone))
	}
	return Theme{Tier: tier, sheet: s}
}

var profiles = [...]termenv.Profile{
	Mono:       termenv.Ascii,
	Colours16:  termenv.ANSI,
	Colours256: termenv.ANSI256,
	TrueColour: termenv.TrueColor,
}

func emphasize(style lipgloss.Style, tone Tone) lipgloss.Style {
	switch tone {
	case Title, Error:
		return style.Bold(true)
	case Selected:
		return style.Bold(true).Reverse(true)
	}
	return style
}

// Render is the text in the style of a tone, without padding or wrapping; it may not hold a line break.
func (t Theme) Render(tone Tone, text string) string { return t.sheet.styles[tone].Render(text) }

// Mark is the rune for a series in the legend. With colours it is the same for all series; without colours each series
// has its own, which also fills its area in the chart; in ASCII it is the series' letter.
func (t Theme) Mark(index int, letter string) rune {
	switch {
	case t.ASCII() && letter != "":
		return rune(letter[0])
	case t.Tier == Mono:
		return t.sheet.glyphs.Patterns[index%SeriesCount]
	}
	return t.sheet.glyphs.Bullet
}

// Glyphs are the runes that the terminal can show. They are shared and must not be modified.
func (t Theme) Glyphs() *Glyphs { return t.sheet.glyphs }

// ASCII reports whether nothing beyond ASCII may be shown.
func (t Theme) ASCII() bool { return t.sheet.glyphs == &glyphSets[ASCII] }

// Foreground is the parameter of the escape sequence (SGR) that sets the tone as foreground: "38;5;33", "39" for a tone
// without a colour. In Mono none has one.
func (t Theme) Foreground(tone Tone) string { return t.sheet.foreground[tone] }

// Background is like Foreground, for the background: "48;5;33", or "49".
func (t Theme) Background(tone Tone) string { return t.sheet.background[tone] }

// HasColour reports whether the tone differs from the terminal's own colour.
func (t Theme) HasColour(tone Tone) bool { return t.sheet.foreground[tone] != "39" }

// Hex is the tone as "#rrggbb" for drawings outside a terminal; "" for Plain.
func Hex(background Background, tone Tone) string { return colourOf(TrueColour, background, tone) }
