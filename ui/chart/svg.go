package chart

import (
	"bytes"
	"fmt"

	"peerdash/model"
	"peerdash/ui/theme"
)

// Sizes of the vector drawing, in pixels. It has the layout of a drawing for the terminal, whose cells are so large.
const (
	cellWidth, cellHeight = 8.0, 18.0
	legendTop             = 0.75 * cellHeight
	legendHeight          = legendTop + 2*cellHeight
	margin                = 2 * cellWidth
	// baseline is where text stands in a cell, from its top.
	baseline = 0.72 * cellHeight
	markSize = 11.0
)

// SVG is the drawing as a picture with a legend, true to scale and on white. Its size follows the Input's Width and
// Height; the theme's tier and glyphs don't matter, and no day is marked.
func SVG(in Input) []byte {
	in.Cursor = NoCursor
	v := vector{in: in, layout: newLayout(in)}
	width := v.right() + margin
	height := float64(v.layout.height)*cellHeight + legendHeight
	v.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" `+
		`font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" stroke="none">`+"\n",
		width, height, width, height)
	v.printf("<title>%s</title>\n", v.title())
	v.printf(`<rect width="100%%" height="100%%" fill="#ffffff"/>` + "\n")
	v.drawWeekends()
	v.drawGrid()
	v.drawTypes()
	v.drawAxes()
	v.drawLegend()
	v.printf("</svg>\n")
	return v.Bytes()
}

// vector writes the picture of one layout.
type vector struct {
	bytes.Buffer
	in     Input
	layout layout
}

func (v *vector) printf(format string, values ...any) { fmt.Fprintf(&v.Buffer, format, values...) }

func (v *vector) title() string {
	const what = "Peer-to-peer sessions by day"
	if len(v.in.Days) == 0 {
		return what
	}
	first, last := v.in.Days[0].Date.Time(), v.in.Days[len(v.in.Days)-1].Date.Time()
	return what + ", " + first.Format("2 January 2006") + " to " + last.Format("2 January 2006")
}

// x is the place of a moment counted in days, y that of a height on the axis.
func (v *vector) x(days float64) float64 {
	s := v.layout.spread
	return (float64(v.layout.left) + days*float64(s.columns)/float64(s.days)) * cellWidth
}

func (v *vector) y(value float64) float64 {
	s := v.layout.scale
	return v.bottom() - value/float64(s.step)*float64(s.rowsPerStep)*cellHeight
}

func (v *vector) left() float64   { return float64(v.layout.left) * cellWidth }
func (v *vector) right() float64  { return float64(v.layout.width) * cellWidth }
func (v *vector) bottom() float64 { return legendHeight + float64(v.layout.rows)*cellHeight }

func colour(tone theme.Tone) string { return theme.Hex(theme.Light, tone) }

// drawWeekends shades Saturdays and Sundays where a day is wide enough for it to show.
func (v *vector) drawWeekends() {
	if v.layout.spread.crowded() {
		return
	}
	for i, day := range v.in.Days {
		if day.Date.IsWeekend() {
			v.printf(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="#f1f3f6"/>`+"\n",
				v.x(float64(i)), legendHeight, v.x(float64(i+1))-v.x(float64(i)), v.bottom()-legendHeight)
		}
	}
}

func (v *vector) drawGrid() {
	for _, label := range v.layout.labels {
		y := legendHeight + float64(label.row)*cellHeight
		v.printf(`<path d="M%.1f %.1fH%.1f" stroke="#d9dde3" stroke-width="1"/>`+"\n", v.left(), y, v.right())
		v.text(v.left()-cellWidth, y-cellHeight/2, "end", label.text)
	}
}

// text writes a text, if there is one, in the row whose top is given.
func (v *vector) text(x, top float64, anchor, text string) {
	if text == "" {
		return
	}
	v.printf(`<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>`+"\n",
		x, top+baseline, anchor, colour(theme.Axis), text)
}

func (v *vector) drawTypes() {
	for _, run := range outlines(v.in.Days, v.in.Shown) {
		for _, t := range model.SessionTypes() {
			switch {
			case !v.in.Shown.Has(t):
			case v.in.Kind == Lines:
				v.drawLine(run, t)
			default:
				v.drawArea(run, t)
			}
		}
	}
}

// drawArea fills what lies between a type's line and the one below it, and draws the line.
func (v *vector) drawArea(run []vertex, t model.SessionType) {
	top, bottom := make([]byte, 0, 16*len(run)), make([]byte, 0, 16*len(run))
	for i := range run {
		top = fmt.Appendf(top, " %.1f,%.1f", v.x(run[i].x), v.y(v.border(&run[i], t)))
		back := &run[len(run)-1-i]
		bottom = fmt.Appendf(bottom, " %.1f,%.1f", v.x(back.x), v.y(v.border(back, t-1)))
	}
	v.printf(`<polygon points="%s" fill="%s" fill-opacity="0.85"/>`+"\n", append(top[1:len(top):len(top)], bottom...),
		colour(theme.TypeTone(t)))
	v.printf(`<polyline points="%s" fill="none" stroke="%s" stroke-width="1.5"/>`+"\n", top[1:], colour(theme.TypeTone(t)))
}

// border is the height of the stack up to a type; of the type below the first, 0.
func (v *vector) border(at *vertex, t model.SessionType) float64 {
	h := at.heights
	if v.in.Kind == Share {
		h = h.shares()
	}
	var border float64
	for below := range t + 1 {
		border += h.values[below]
	}
	return border
}

// drawLine draws a type's line from zero, broken where it is not known.
func (v *vector) drawLine(run []vertex, t model.SessionType) {
	var points []byte
	flush := func() {
		if len(points) > 0 {
			v.printf(`<polyline points="%s" fill="none" stroke="%s" stroke-width="2" stroke-linejoin="round"/>`+"\n",
				points[1:], colour(theme.TypeTone(t)))
		}
		points = nil
	}
	for i := range run {
		if !run[i].known.Has(t) {
			flush()
			continue
		}
		points = fmt.Appendf(points, " %.1f,%.1f", v.x(run[i].x), v.y(run[i].values[t]))
	}
	flush()
}

func (v *vector) drawAxes() {
	v.printf(`<path d="M%.1f %.1fV%.1fH%.1f" fill="none" stroke="%s" stroke-width="1"/>`+"\n",
		v.left(), legendHeight, v.bottom(), v.right(), colour(theme.Axis))
	if !v.layout.hasDates {
		return
	}
	for _, label := range v.layout.dates {
		x := v.x(float64(label.day) + 0.5)
		v.printf(`<path d="M%.1f %.1fv5" stroke="%s" stroke-width="1"/>`+"\n", x, v.bottom(), colour(theme.Axis))
		half := float64(len(label.text)) * cellWidth / 2
		v.text(min(max(x, half), v.right()-half), v.bottom()+cellHeight/2, "middle", label.text)
	}
}

func (v *vector) drawLegend() {
	x := v.left()
	for _, t := range model.SessionTypes() {
		if !v.in.Shown.Has(t) {
			continue
		}
		v.printf(`<rect x="%.1f" y="%.1f" width="%.0f" height="%.0f" fill="%s"/>`+"\n",
			x, legendTop+cellHeight/2-markSize/2, markSize, markSize, colour(theme.TypeTone(t)))
		v.text(x+markSize+cellWidth/2, legendTop, "start", t.Label())
		x += markSize + float64(len(t.Label())+3)*cellWidth
	}
}
