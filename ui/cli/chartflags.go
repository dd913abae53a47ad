package cli

import (
	"github.com/spf13/pflag"

	"peerdash/ui/format"
	"peerdash/ui/program"
	"peerdash/ui/theme"
)

// colourChoice is when a chart has colours: on a terminal, always or never.
type colourChoice string

const (
	autoColour   colourChoice = "auto"
	alwaysColour colourChoice = "always"
	neverColour  colourChoice = "never"
)

// chartFlags select how the format chart is drawn.
type chartFlags struct {
	width, height int
	colour        colourChoice
	ascii         bool
}

func (f *chartFlags) register(flags *pflag.FlagSet) {
	flags.Var(sizeFlag(&f.width, "columns", largestChart), "width", "width of the chart (default the terminal's, COLUMNS or 80)")
	flags.Var(sizeFlag(&f.height, "rows", largestChart), "height", "height of the chart (default the terminal's, LINES or 24)")
	f.colour = autoColour
	flags.Var(choiceFlag(&f.colour, "choice", autoColour, alwaysColour, neverColour), "color", "color in the chart: auto, always or never")
	flags.BoolVar(&f.ascii, "ascii", false, "draw with ASCII characters only")
}

// largestChart is the largest number of columns or rows of a chart.
const largestChart = 2000

// chartCanvas returns the size and theme that the flags select, and otherwise those of the terminal. A file or a pipe has the size of
// COLUMNS and LINES, or 80×24.
func (p Program) chartCanvas(flags chartFlags) format.ChartCanvas {
	width, height := program.Terminal{Output: p.Output.File, Getenv: p.Getenv}.Size()
	onTerminal := isTerminal(p.Output)
	if onTerminal {
		height = max(height-1, 1) // the prompt follows the chart
	}
	if flags.width > 0 {
		width = flags.width
	}
	if flags.height > 0 {
		height = flags.height
	}
	return format.ChartCanvas{Width: width, Height: height, Theme: p.chartTheme(flags, onTerminal)}
}

func (p Program) chartTheme(flags chartFlags, onTerminal bool) theme.Theme {
	detected := theme.Detect(p.Getenv, onTerminal)
	switch flags.colour {
	case neverColour:
		detected.Tier = theme.Mono
	case alwaysColour:
		detected = theme.Detect(p.Getenv, true)
		if detected.Tier == theme.Mono {
			detected.Tier = theme.Colours16
		}
	}
	if flags.ascii {
		detected.Glyphs = theme.ASCII
	}
	return theme.New(detected.Tier, detected.Background, detected.Glyphs)
}
