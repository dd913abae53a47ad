package chart

import (
	"slices"
	"strings"

	"peerdash/model"
	"peerdash/ui/theme"
)

// placed is text in the plot's top row, which begins at a column.
type placed struct {
	start int
	text  readout
}

// drawTopRow writes what the columns show into the plot's top row, and the date and values of the bucket at the crosshair
// beside the crosshair, as much of them as fits.
func (p *plot) drawTopRow(c *canvas, selected int) {
	if !p.isHeaded() || len(p.buckets) == 0 {
		return
	}
	crosshair := p.crosshairColumn(selected)
	if selected < 0 {
		p.drawHeading(c, crosshair, nil)
		return
	}
	b := &p.buckets[selected]
	if p.in.CursorOnDay {
		day := p.in.Timeline.DayBucket(p.in.Cursor)
		b = &day
	}
	readouts := p.readouts(b)
	// A heading that says what the columns mean takes precedence over the crosshair's values; the unit alone does not.
	isUnit := p.title == "" && p.resolution == model.ByDay
	switch {
	case isUnit:
	case p.title == "" && p.drawReadout(c, readouts, crosshair, true):
		return
	default:
		p.drawHeading(c, crosshair, nil)
	}
	if !p.drawReadout(c, readouts, crosshair, false) {
		p.drawReadout(c, p.shortReadouts(b), crosshair, false)
	}
	if isUnit {
		p.drawHeading(c, crosshair, nil)
	}
}

// mostDistance is the largest number of columns between the crosshair and its date and values, if lines reach up to their row.
const mostDistance = 13

// drawReadout writes the first of the readouts that fits beside the crosshair, with a heading if isHeaded is set.
func (p *plot) drawReadout(c *canvas, readouts []readout, crosshair int, isHeaded bool) bool {
	for _, r := range readouts {
		for distance := range mostDistance {
			for _, texts := range p.placesOf(r, crosshair, distance) {
				if !p.areFree(c, texts, crosshair) || isHeaded && !p.drawHeading(c, crosshair, texts) {
					continue
				}
				for _, placed := range texts {
					p.write(c, placed)
				}
				return true
			}
		}
	}
	return false
}

// placesOf are the places of a readout at a distance from the crosshair: on one of its sides, first that with more room, or its
// beginning on the left and the rest on the right. That is preferred to begin with the values of the series.
func (p *plot) placesOf(r readout, crosshair, distance int) [][]placed {
	right, left := crosshair+2+distance, crosshair-1-distance
	places := [][]placed{{{right, r}}, {{left - r.width(), r}}}
	if crosshair > p.left+p.columns/2 {
		slices.Reverse(places)
	}
	split := func(at int) { places = append(places, []placed{{left - r[:at].width(), r[:at]}, {right, r[at+1:]}}) }
	for at := len(r) - 1; at > 0; at-- {
		if r[at] == p.separator() {
			split(at)
		}
	}
	for at := range r {
		if r[at] == valueGap {
			split(at)
		}
	}
	return places
}

// areFree reports whether texts cover nothing but the crosshair.
func (p *plot) areFree(c *canvas, texts []placed, crosshair int) bool {
	for _, t := range texts {
		width := t.text.width()
		if t.start < p.x || t.start+width > p.x+p.width || !c.isBlank(t.start-1, p.top, width+2, crosshair) {
			return false
		}
	}
	return true
}

// write writes text into the top row.
func (p *plot) write(c *canvas, t placed) {
	for _, part := range t.text {
		c.text(t.start, p.top, part.text, part.tone)
		t.start += len([]rune(part.text))
	}
}

// drawHeading writes what the columns show into the plot's top row, away from the crosshair and from texts that are to be written
// beside it: on the left if it fits there. It returns false if there is no room.
func (p *plot) drawHeading(c *canvas, crosshair int, texts []placed) bool {
	headings := p.headings()
	for i, heading := range headings {
		isName := p.title != "" && i == len(headings)-1
		if crosshair >= 0 && !isName && len(heading)+readoutWidth > p.columns {
			continue
		}
		for _, column := range []int{p.left + 1, p.left + p.columns - len(heading)} {
			isFree := crosshair < column-1 || crosshair > column+len(heading)
			for _, t := range texts {
				isFree = isFree && (t.start > column+len(heading)+1 || t.start+t.text.width()+1 < column)
			}
			if isFree && c.isBlank(column-1, p.top, len(heading)+2) && c.isBlank(column, p.top, min(len(heading)+2, c.width-column), crosshair) {
				c.text(column, p.top, heading, theme.Muted)
				if p.isSelectedPanel() {
					c.set(column-1, p.top, p.in.Theme.Glyphs().Pointer, theme.Accent)
				}
				return true
			}
		}
	}
	return false
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
