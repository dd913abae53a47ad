package chart_test

import (
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"

	"peerdash/model"
	"peerdash/ui/chart"
	"peerdash/ui/theme"
)

// screen is a drawing as a terminal shows it, read back cell by cell.
type screen struct {
	t             testing.TB
	width, height int
	cells         [][]screenCell
	// zeroRow is the row whose top edge is zero, left the first column right of the ticks, perRow the value of a row.
	zeroRow, left int
	perRow        float64
}

type screenCell struct {
	glyph                  rune
	foreground, background string
}

// show writes a drawing to a terminal emulator and reads the labels of its axis.
func show(t testing.TB, d chart.Drawing, width, height int) *screen {
	t.Helper()
	terminal := vt.NewEmulator(width, height)
	defer func() { _ = terminal.Close() }()
	_, _ = terminal.WriteString(strings.Join(d.Lines(), "\r\n"))
	s := &screen{t: t, width: width, height: height}
	for row := range height {
		line := make([]screenCell, width)
		for column := range line {
			cell := terminal.CellAt(column, row)
			line[column] = screenCell{glyph: ' '}
			if cell != nil && cell.Content != "" {
				line[column] = screenCell{[]rune(cell.Content)[0], colourName(cell.Style.Fg), colourName(cell.Style.Bg)}
			}
		}
		s.cells = append(s.cells, line)
	}
	s.readAxis()
	return s
}

func colourName(c color.Color) string {
	if c == nil {
		return ""
	}
	red, green, blue, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", red>>8, green>>8, blue>>8)
}

// readAxis finds the labels with a tick after them. A tick draws at the top edge of its row where there is a glyph for
// that.
func (s *screen) readAxis() {
	s.t.Helper()
	var rows []int
	var values []float64
	for row := range s.cells {
		text := s.text(row)
		end := strings.IndexAny(text, "▔⠉─+")
		if end < 0 {
			continue
		}
		label := strings.TrimSuffix(strings.TrimSpace(text[:end]), " %")
		value, err := parseLabel(label)
		if err != nil {
			continue
		}
		rows, values = append(rows, row), append(values, value)
		s.left = len([]rune(text[:end])) + 1
	}
	if len(rows) < 2 || values[len(values)-1] != 0 {
		s.t.Fatalf("no axis with a zero:\n%s", s)
	}
	s.zeroRow = rows[len(rows)-1]
	s.perRow = values[0] / float64(s.zeroRow-rows[0])
	for i, row := range rows {
		if at := float64(s.zeroRow-row) * s.perRow; math.Abs(at-values[i]) > 1e-6*values[0] {
			s.t.Fatalf("the label %g stands at %g:\n%s", values[i], at, s)
		}
	}
}

// parseLabel reads a number, or a duration in seconds: "1h 30m".
func parseLabel(label string) (float64, error) {
	var duration float64
	parts := strings.Fields(label)
	for _, part := range parts {
		seconds := map[byte]float64{'h': 3600, 'm': 60, 's': 1}[part[len(part)-1]]
		if seconds == 0 {
			return parseNumber(label)
		}
		value, err := parseNumber(part[:len(part)-1])
		if err != nil {
			return 0, err
		}
		duration += value * seconds
	}
	if len(parts) == 0 {
		return parseNumber(label)
	}
	return duration, nil
}

func parseNumber(label string) (float64, error) {
	unit := 1.0
	for suffix, factor := range map[string]float64{"k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12} {
		if text, found := strings.CutSuffix(label, suffix); found {
			label, unit = text, factor
		}
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(label, ",", ""), 64)
	return value * unit, err
}

func (s *screen) text(row int) string {
	var b strings.Builder
	for _, cell := range s.cells[row] {
		b.WriteRune(cell.glyph)
	}
	return b.String()
}

func (s *screen) String() string {
	if s.height > 60 {
		return "(too large to print)"
	}
	var b strings.Builder
	for row := range s.cells {
		b.WriteString(strings.TrimRight(s.text(row), " ") + "\n")
	}
	return b.String()
}

// part is a number of eighths of a row in one colour.
type part struct {
	colour  string
	eighths int
}

// column reads what is filled above zero in a column of the drawing, from the bottom up. Lines of the grid and the
// crosshair are no part of it.
func (s *screen) column(column int) []part {
	var parts []part
	add := func(colour string, eighths int) {
		if n := len(parts); n > 0 && parts[n-1].colour == colour {
			parts[n-1].eighths += eighths
		} else if eighths > 0 {
			parts = append(parts, part{colour, eighths})
		}
	}
	for row := s.zeroRow - 1; row >= 0; row-- {
		cell := s.cells[row][column]
		if cell.glyph < '▁' || cell.glyph > '█' {
			break
		}
		level := int(cell.glyph-'▁') + 1
		add(cell.foreground, level)
		if cell.background == "" {
			if level < 8 {
				break
			}
			continue
		}
		add(cell.background, 8-level)
	}
	return parts
}

func height(parts []part) int {
	sum := 0
	for _, part := range parts {
		sum += part.eighths
	}
	return sum
}

// sizes are those at which every property is checked, as columns and rows.
var sizes = [][2]int{{40, 10}, {60, 16}, {80, 24}, {100, 30}, {120, 40}, {200, 60}, {500, 200}}

// colourful is a look in which each series has another colour.
var colourful = theme.New(theme.TrueColour, theme.Dark, theme.Unicode)

// seriesColour is a series' colour as the terminal emulator gives it.
func seriesColour(look theme.Theme, series int) string {
	terminal := vt.NewEmulator(1, 1)
	defer func() { _ = terminal.Close() }()
	_, _ = terminal.WriteString("\x1b[" + look.Foreground(theme.SeriesTone(series)) + "m#")
	return colourName(terminal.CellAt(0, 0).Style.Fg)
}

// wantHeight is the height of a value in eighths of a row.
func (s *screen) wantHeight(value float64) float64 { return value / s.perRow * 8 }

// mean is the mean of what a function gives for the known days of a bucket.
func mean(days []model.Day, b model.Bucket, of func(model.Day) model.Count) (float64, bool) {
	sum, known := 0.0, 0
	for _, day := range days {
		if value, isKnown := of(day).Value(); isKnown && b.Has(day.Date) {
			sum, known = sum+float64(value), known+1
		}
	}
	return sum / float64(max(known, 1)), known > 0
}
