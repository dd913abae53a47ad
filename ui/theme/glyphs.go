package theme

// GlyphSet names a table of glyphs.
type GlyphSet int

// The sets of glyphs. Each glyph of each set is one column wide.
const (
	// Unicode has blocks to the eighth, braille and lines.
	Unicode GlyphSet = iota
	// Neutral has only what stays narrow in East Asian locales, where terminals may show blocks and lines two columns wide.
	Neutral
	// Console has the glyphs of the usual Linux console fonts: full and shaded blocks, single lines, no eighths, no
	// braille.
	Console
	// ASCII has nothing beyond ASCII.
	ASCII
)

// Glyphs are the runes of one set.
type Glyphs struct {
	// Levels fill a cell from below, from nothing to all of it in even steps.
	Levels []rune
	// Sparks are the bars of a sparkline, lowest first. None is empty, and the highest leaves a seam to the line above.
	Sparks []rune
	// SparkZero is a known zero in a sparkline.
	SparkZero rune
	// Patterns fill the areas of series if there are no colours.
	Patterns [SeriesCount]rune
	// Braille reports whether lines may be drawn in braille, with two by four dots in a cell.
	Braille bool

	// Zero is the zero line, Tick a labelled value at the left of the chart, Grid the line behind the chart at that value.
	// All three draw at the top edge of their cell where the set can, so that they meet the fill above.
	Zero, Tick, Grid rune
	// WeekendZero and SelectedZero are the zero line under weekends and under the selected bucket if there are no colours.
	WeekendZero, SelectedZero rune
	// Month is on the zero line at the first of a month.
	Month rune
	// Missing, Unknown, Low and Peak are on the zero line under days of which the report has no row, blank counts, far
	// fewer than usual, and the most.
	Missing, Unknown, Low, Peak rune
	// Partial is on the zero line under a week or month of which only some days are shown.
	Partial rune
	// Crosshair is the line at the selected day, Marker points at the day, Clipped at a value above the chart.
	Crosshair, Marker, Clipped rune
	// Earlier draws an earlier period if there is no braille.
	Earlier rune
	// Bullet is the legend's mark with colours, Pointer precedes the selected row, Expand follows what opens a menu.
	Bullet, Pointer, Expand rune
	// Separator separates parts of a line, Minus precedes a negative number.
	Separator, Minus rune
	// Ellipsis ends truncated text.
	Ellipsis string
	// Left, Right, Up and Down name the arrow keys.
	Left, Right, Up, Down rune
	// Spinner turns while something loads.
	Spinner []string
}

var glyphSets = [...]Glyphs{
	Unicode: {
		Levels: []rune(" ▁▂▃▄▅▆▇█"), Sparks: []rune("▁▂▃▄▅▆▇"), SparkZero: '.',
		Patterns: [...]rune{'█', '▒', '▚', '░', '▓', '▌', '═', '╳'}, Braille: true,
		Zero: '▔', Tick: '▔', Grid: '▔', WeekendZero: '▀', SelectedZero: '▀', Month: '╵',
		Missing: '×', Unknown: '?', Low: '▼', Peak: '*', Partial: '~', Crosshair: '│', Marker: '▲', Clipped: '▲', Earlier: 'o',
		Bullet: '■', Pointer: '▸', Expand: '▾',
		Separator: '·', Minus: '−', Ellipsis: "…", Left: '←', Right: '→', Up: '↑', Down: '↓',
		Spinner: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"},
	},
	Neutral: {
		Levels: []rune(" ⣀⣤⣶⣿"), Sparks: []rune("⣀⣤⣶⣿"), SparkZero: '.',
		Patterns: [...]rune{'⣿', '⠶', '▚', '⠒', '⡇', '⣤', '⠉', '⢕'}, Braille: true,
		Zero: '⠉', Tick: '⠉', Grid: '⠉', WeekendZero: '⠛', SelectedZero: '⠛', Month: '⠃',
		Missing: 'x', Unknown: '?', Low: 'v', Peak: '*', Partial: '~', Crosshair: '⡇', Marker: '^', Clipped: '^', Earlier: 'o',
		Bullet: '⣿', Pointer: '▸', Expand: '▾',
		Separator: '-', Minus: '-', Ellipsis: "..", Left: '<', Right: '>', Up: '^', Down: 'v',
		Spinner: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"},
	},
	Console: {
		Levels: []rune(" █"), Sparks: []rune("_.-=+*#"), SparkZero: ' ',
		Patterns: [...]rune{'█', '▒', '░', '#', '=', '+', ':', '%'},
		Zero:     '─', Tick: '─', Grid: '─', WeekendZero: '=', SelectedZero: '=', Month: '┬',
		Missing: 'x', Unknown: '?', Low: '▼', Peak: '*', Partial: '~', Crosshair: '│', Marker: '▲', Clipped: '▲', Earlier: 'o',
		Bullet: '■', Pointer: '>', Expand: '▼',
		Separator: '-', Minus: '-', Ellipsis: "..", Left: '<', Right: '>', Up: '^', Down: 'v',
		Spinner: []string{"|", "/", "-", "\\"},
	},
	ASCII: {
		Levels: []rune(" #"), Sparks: []rune("_.-=+*#"), SparkZero: ' ',
		Patterns: [...]rune{'#', '=', '%', '+', 'o', ':', '*', '&'},
		Zero:     '-', Tick: '+', Grid: '.', WeekendZero: '=', SelectedZero: '^', Month: '|',
		Missing: 'x', Unknown: '?', Low: 'v', Peak: '*', Partial: '~', Crosshair: '|', Marker: '^', Clipped: '^', Earlier: 'o',
		Bullet: '#', Pointer: '>', Expand: 'v',
		Separator: '-', Minus: '-', Ellipsis: "..", Left: '<', Right: '>', Up: '^', Down: 'v',
		Spinner: []string{"|", "/", "-", "\\"},
	},
}
