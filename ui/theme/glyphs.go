package theme

import "peerdash/model"

// GlyphSet names a table of glyphs.
type GlyphSet int

// The sets of glyphs. Each glyph of each set is one column wide wherever the set is used.
const (
	// Unicode has blocks to the eighth, braille and lines.
	Unicode GlyphSet = iota
	// Neutral has only what stays narrow in East Asian locales, where terminals may show blocks and lines two columns wide.
	Neutral
	// Console has what the fonts of the Linux console have: half blocks and lines, no eighths, no braille.
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
	// Patterns fill a session type's area where there are no colours.
	Patterns [model.SessionTypeCount]rune
	// Braille reports whether lines may be drawn in braille, two by four dots a cell.
	Braille bool

	// Vertical, Tick and Corner make the y axis, top to bottom.
	Vertical, Tick, Corner rune
	// Horizontal is the x axis under a day, DateTick where a date is labelled, Gap under a day of which nothing is known.
	Horizontal, DateTick, Gap rune
	// WeekendLine and WeekendTick are the x axis under Saturdays and Sundays.
	WeekendLine, WeekendTick rune
	// Marker points up at the chosen day.
	Marker rune
	// Bullet is the legend's mark with colours, Pointer stands before the chosen row, Expand after what opens.
	Bullet, Pointer, Expand rune
	// Separator stands between parts of a line, Minus before a negative number.
	Separator, Minus rune
	// Ellipsis ends what is cut off.
	Ellipsis string
	// Left, Right, Up and Down name the arrow keys; Rule is a horizontal line.
	Left, Right, Up, Down, Rule rune
	// Spinner turns while something loads.
	Spinner []string
}

var glyphSets = [...]Glyphs{
	Unicode: {
		Levels: []rune(" ▁▂▃▄▅▆▇█"), Sparks: []rune("▁▂▃▄▅▆▇"),
		Patterns: [...]rune{'█', '▒', '▚', '░', '▓'}, Braille: true,
		Vertical: '│', Tick: '┤', Corner: '└', Horizontal: '─', DateTick: '┬', Gap: '┈',
		WeekendLine: '═', WeekendTick: '╤', Marker: '▲', Bullet: '■', Pointer: '▸', Expand: '▾',
		Separator: '·', Minus: '−', Ellipsis: "…", Left: '←', Right: '→', Up: '↑', Down: '↓', Rule: '─',
		Spinner: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"},
	},
	Neutral: {
		Levels: []rune(" ⣀⣤⣶⣿"), Sparks: []rune("⣀⣤⣶⣿"),
		Patterns: [...]rune{'⣿', '⠶', '▚', '⠒', '⡇'}, Braille: true,
		Vertical: '|', Tick: '+', Corner: '+', Horizontal: '-', DateTick: '+', Gap: '.',
		WeekendLine: '=', WeekendTick: '#', Marker: '^', Bullet: '⣿', Pointer: '▸', Expand: '▾',
		Separator: '-', Minus: '-', Ellipsis: "..", Left: '<', Right: '>', Up: '^', Down: 'v', Rule: '-',
		Spinner: []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"},
	},
	Console: {
		Levels: []rune(" ▄█"), Sparks: []rune("_▄█"),
		Patterns: [...]rune{'█', '▒', '▌', '░', '▓'},
		Vertical: '│', Tick: '┤', Corner: '└', Horizontal: '─', DateTick: '┬', Gap: '.',
		WeekendLine: '═', WeekendTick: '╤', Marker: '▲', Bullet: '■', Pointer: '►', Expand: '▼',
		Separator: '·', Minus: '-', Ellipsis: "..", Left: '←', Right: '→', Up: '↑', Down: '↓', Rule: '─',
		Spinner: []string{"|", "/", "-", "\\"},
	},
	ASCII: {
		Levels: []rune(" #"), Sparks: []rune("_.-=+*#"),
		Patterns: letters(),
		Vertical: '|', Tick: '+', Corner: '+', Horizontal: '-', DateTick: '+', Gap: '.',
		WeekendLine: '=', WeekendTick: '#', Marker: '^', Bullet: '#', Pointer: '>', Expand: 'v',
		Separator: '-', Minus: '-', Ellipsis: "..", Left: '<', Right: '>', Up: '^', Down: 'v', Rule: '-',
		Spinner: []string{"|", "/", "-", "\\"},
	},
}

// letters fills areas with the session types' letters, which need no legend.
func letters() [model.SessionTypeCount]rune {
	var patterns [model.SessionTypeCount]rune
	for _, t := range model.SessionTypes() {
		patterns[t] = rune(t.Letter()[0])
	}
	return patterns
}
