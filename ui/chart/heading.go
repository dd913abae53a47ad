package chart

import (
	"slices"
	"strings"

	"peerdash/model"
	"peerdash/ui/theme"
)

// drawHeading writes what the columns show into the plot's top row, away from the crosshair.
func (p *plot) drawHeading(c *canvas, crosshair int) {
	if !p.isHeaded() || len(p.buckets) == 0 {
		return
	}
	texts := p.headings()
	for i, text := range texts {
		isName := p.title != "" && i == len(texts)-1
		if crosshair >= 0 && !isName && len(text)+readoutWidth > p.columns {
			continue
		}
		columns := []int{p.left + 1, p.left + p.columns - len(text)}
		if crosshair > p.left+p.columns/2 {
			slices.Reverse(columns) // the readout begins at the left
		}
		for _, column := range columns {
			isFree := crosshair < column-1 || crosshair > column+len(text)
			if isFree && c.isBlank(column-1, p.top, len(text)+2) {
				c.text(column, p.top, text, theme.Muted)
				if p.isSelectedPanel() {
					c.set(column-1, p.top, p.in.Theme.Glyphs().Pointer, theme.Accent)
				}
				return
			}
		}
	}
}

// readoutWidth is the number of columns that a heading leaves free for the crosshair's shortest date and value.
const readoutWidth = 17

// headedRows is the least number of rows of a plot whose top row is reserved for its heading and the crosshair's values. For
// a panel, which needs its name, it is headedPanelRows.
const (
	headedRows      = 5
	headedPanelRows = 3
)

func (p *plot) isHeaded() bool {
	return p.height >= headedRows || p.kind == Panels && p.height >= headedPanelRows
}

// headings name what the columns show: the unit or the panel's series, and the mean where they are means. The shortest
// comes last.
func (p *plot) headings() []string {
	name := p.title
	switch {
	case name != "":
	case p.kind == Share:
		name = "share"
	default:
		name = unitName(p.in.Unit)
	}
	if p.resolution == model.ByDay {
		return slices.Compact([]string{name + p.ordinal, name})
	}
	label := p.resolution.Label()
	switch {
	case name == "":
		return []string{label}
	case p.title != "":
		short, _, _ := strings.Cut(label, " ")
		return slices.Compact([]string{
			name + p.ordinal + ", " + label, name + ", " + label, name + p.ordinal + ", " + short, name + ", " + short, name,
		})
	}
	return []string{name + ", " + label, label}
}

// unitName is what the axis counts: "sessions", or "duration" for seconds.
func unitName(unit model.Unit) string {
	if unit == model.Seconds {
		return "duration"
	}
	return string(unit)
}
