package theme

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/lucasb-eyer/go-colorful"
)

// leastDistance is how far apart (CIEDE2000, where 2 can just be seen) the colours of areas that meet must lie, for every
// kind of sight; leastContrast how far a series' colour must stand out from its background (WCAG, where 3 is asked
// of graphics).
const (
	leastDistance = 20.0
	leastContrast = 3.0
)

// sights are matrices for linear RGB: normal sight, and the three kinds of colour-blindness at full severity by Machado, Oliveira and
// Fernandes (2009).
var sights = map[string][9]float64{
	"full":         {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

func seen(c colorful.Color, m [9]float64) colorful.Color {
	r, g, b := c.LinearRgb()
	return colorful.LinearRgb(m[0]*r+m[1]*g+m[2]*b, m[3]*r+m[4]*g+m[5]*b, m[6]*r+m[7]*g+m[8]*b).Clamped()
}

// parse reads a colour as palettes hold them. The 16 are xterm's own.
func parse(t *testing.T, code string) colorful.Color {
	t.Helper()
	if strings.HasPrefix(code, "#") {
		c, err := colorful.Hex(code)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	n, err := strconv.Atoi(code)
	if err != nil {
		t.Fatal(err)
	}
	byLevel := func(r, g, b int) colorful.Color {
		return colorful.Color{R: float64(r) / 255, G: float64(g) / 255, B: float64(b) / 255}
	}
	ansi := [16][3]int{
		{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
		{127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255},
	}
	cube := [6]int{0, 95, 135, 175, 215, 255}
	switch {
	case n < 16:
		return byLevel(ansi[n][0], ansi[n][1], ansi[n][2])
	case n < 232:
		return byLevel(cube[(n-16)/36], cube[(n-16)/6%6], cube[(n-16)%6])
	}
	return byLevel(8+10*(n-232), 8+10*(n-232), 8+10*(n-232))
}

func contrast(a, b colorful.Color) float64 {
	luminance := func(c colorful.Color) float64 {
		r, g, b := c.LinearRgb()
		return 0.2126*r + 0.7152*g + 0.0722*b
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

var grounds = map[Background][]string{
	Unknown: {"#000000", "#101014", "#ffffff"},
	Dark:    {"#000000", "#1e1e24"},
	Light:   {"#ffffff"},
}

func TestAdjacentAreasAreDistinct(t *testing.T) {
	for _, tier := range []Tier{Colours16, Colours256, TrueColour} {
		for background := range grounds {
			least, where := math.Inf(1), ""
			for name, matrix := range sights {
				for lower := range SeriesCount - 1 {
					a := seen(parse(t, colourOf(tier, background, SeriesTone(lower))), matrix)
					b := seen(parse(t, colourOf(tier, background, SeriesTone(lower+1))), matrix)
					if distance := 100 * a.DistanceCIEDE2000(b); distance < least {
						least, where = distance, fmt.Sprintf("series %d below the next, %s", lower, name)
					}
				}
			}
			t.Logf("tier %d, background %d: least distance %.1f (%s)", tier, background, least, where)
			if least < leastDistance {
				t.Errorf("tier %d, background %d: %s lie only %.1f apart", tier, background, where, least)
			}
		}
	}
}

// leastPairs are how far apart any two series' colours must lie, since lines cross: for full sight, and for the kinds of
// colour-blindness. Of 16 colours, eight that can be read include two shades of the same hue, which some people cannot tell
// apart; the first five differ for them too.
var leastPairs = map[Tier]struct {
	full, deficient float64
	series          int
}{
	Colours16:  {full: 10, deficient: 6, series: 5},
	Colours256: {full: 15, deficient: 7.5, series: SeriesCount},
	TrueColour: {full: 15, deficient: 7.5, series: SeriesCount},
}

func TestAnyTwoSeriesAreDistinct(t *testing.T) {
	for tier, least := range leastPairs {
		for background := range grounds {
			for name, matrix := range sights {
				series, want := least.series, least.deficient
				if name == "full" {
					series, want = SeriesCount, least.full
				}
				for a := range series {
					for b := range a {
						first, second := colourOf(tier, background, SeriesTone(a)), colourOf(tier, background, SeriesTone(b))
						distance := 100 * seen(parse(t, first), matrix).DistanceCIEDE2000(seen(parse(t, second), matrix))
						if distance < want {
							t.Errorf("tier %d, background %d: series %d and %d, %s and %s, lie only %.1f apart in %s sight",
								tier, background, b, a, second, first, distance, name)
						}
					}
				}
			}
		}
	}
}

// standingOut is how many series must stand out. Of the 16 colours only six do so on black and on white.
func standingOut(tier Tier, background Background) int {
	if tier == Colours16 && background == Unknown {
		return 6
	}
	return SeriesCount
}

func TestSeriesStandOutFromTheBackground(t *testing.T) {
	for _, tier := range []Tier{Colours16, Colours256, TrueColour} {
		for background, hexes := range grounds {
			for _, ground := range hexes {
				for series := range standingOut(tier, background) {
					code := colourOf(tier, background, SeriesTone(series))
					if got := contrast(parse(t, code), parse(t, ground)); got < leastContrast {
						t.Errorf("tier %d: series %d, %s, has a contrast of %.2f on %s", tier, series, code, got, ground)
					}
				}
			}
		}
	}
}

// TestGridIsFainterThanSeries: a line that is faint on black and on white does not exist. Where the background is unknown, the grid
// is fainter than the axis on both.
func TestGridIsFainterThanSeries(t *testing.T) {
	for _, tier := range []Tier{Colours256, TrueColour} {
		for background, most := range map[Background]map[string]float64{
			Dark: {"#000000": 2.5}, Light: {"#ffffff": 2.5}, Unknown: {"#000000": 3.5, "#ffffff": 6.5},
		} {
			for ground, most := range most {
				if got := contrast(parse(t, colourOf(tier, background, Grid)), parse(t, ground)); got > most {
					t.Errorf("tier %d, background %d: the grid has a contrast of %.2f to %s, want at most %.1f", tier, background, got, ground, most)
				}
			}
		}
	}
}
