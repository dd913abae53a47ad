package program

import (
	"os"
	"strconv"

	"github.com/charmbracelet/x/term"
)

// Terminal is where a dashboard runs. Input and Output must be terminals.
type Terminal struct {
	Input, Output *os.File
	// AltScreen selects the alternate screen, so that the main screen stays as it was.
	AltScreen bool
	// Getenv looks up a variable of the environment; nil means that there is none.
	Getenv func(name string) string
}

// The size of a terminal that reports none, and the largest size that is used.
const (
	usualWidth, usualHeight     = 80, 24
	largestWidth, largestHeight = 1000, 500
)

// Size is the number of columns and rows of the terminal. For a terminal that reports 0, such as a serial console, and for an
// output that is no terminal it is COLUMNS and LINES, or 80×24.
func (t Terminal) Size() (width, height int) {
	width, height, _ = term.GetSize(t.Output.Fd())
	return t.dimension(width, "COLUMNS", usualWidth, largestWidth), t.dimension(height, "LINES", usualHeight, largestHeight)
}

func (t Terminal) dimension(reported int, variable string, usual, largest int) int {
	if reported <= 0 && t.Getenv != nil {
		reported, _ = strconv.Atoi(t.Getenv(variable))
	}
	if reported <= 0 {
		reported = usual
	}
	return min(reported, largest)
}

// modes sets the terminal's line settings to raw, for reading keys, and back to those found at the start.
type modes struct {
	input *os.File
	found *term.State
}

func findModes(input *os.File) (*modes, error) {
	found, err := term.GetState(input.Fd())
	if err != nil {
		return nil, err
	}
	return &modes{input, found}, nil
}

func (m *modes) setRaw() error {
	_, err := term.MakeRaw(m.input.Fd())
	return err
}

func (m *modes) restore() { _ = term.Restore(m.input.Fd(), m.found) }
