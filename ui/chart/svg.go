package chart

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"peerdash/model"
	"peerdash/ui/theme"
)

// Sizes of the picture, in pixels. It has the layout of a drawing for a terminal with cells of this size.
const (
	cellWidth, cellHeight = 8.0, 18.0
	// headHeight has room for the title, the caption and the legend.
	headHeight = 4.25 * cellHeight
	margin     = 2 * cellWidth
	// baseline is the distance of the text's baseline from the top of its cell.
	baseline = 0.72 * cellHeight
	markSize = 11.0
)

// Caption describes the data of a picture.
type Caption struct {
	// Title names the report, Tenant the organization; either may be empty.
	Title, Tenant string
	// Refreshed is the report's refresh date.
	Refreshed model.Date
}

// SVG draws the chart as a picture with a title, a caption and a legend, true to scale, on white. Its size follows the
// Input's Width and Height. The Input's Theme and Cursor are ignored.
func SVG(in Input, caption Caption) []byte {
	in.Cursor, in.Width, in.Height = 0, max(in.Width, 0), max(in.Height, 0)
	in.Theme = theme.New(theme.TrueColour, theme.Light, theme.Unicode)
	resolution, buckets := Fit(in)
	v := vector{input: in}
	width := float64(in.Width)*cellWidth + margin
	height := float64(in.Height)*cellHeight + headHeight
	v.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f" role="img" `+
		`font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="13" stroke="none">`+"\n",
		width, height, width, height)
	plots := newPlots(in, buckets, resolution)
	v.drawHead(plots, caption, resolution)
	for i := range plots {
		v.drawPlot(&plots[i])
	}
	v.drawMarkLegend(plots)
	v.printf("</svg>\n")
	return v.Bytes()
}

// vector writes a picture.
type vector struct {
	bytes.Buffer
	input Input
}

func (v *vector) printf(format string, values ...any) { fmt.Fprintf(&v.Buffer, format, values...) }

func colour(tone theme.Tone) string { return theme.Hex(theme.Light, tone) }

// drawHead writes the title, the caption and the legend.
func (v *vector) drawHead(plots []plot, caption Caption, resolution model.Resolution) {
	title := caption.Title
	if title == "" {
		title = "Usage report"
	}
	text := captionText(v.input, caption, resolution)
	v.printf("<title>%s</title>\n<desc>%s</desc>\n", html.EscapeString(title), html.EscapeString(text))
	v.printf(`<rect width="100%%" height="100%%" fill="#ffffff"/>` + "\n")
	left := 3 * cellWidth
	if len(plots) > 0 {
		left = max(float64(plots[0].left)*cellWidth, left)
	}
	v.printf(`<text x="%.1f" y="%.1f" font-size="16" font-weight="bold" fill="%s">%s</text>`+"\n",
		left, 0.5*cellHeight+baseline, colour(theme.Title), html.EscapeString(title))
	v.text(left, 1.6*cellHeight, "start", text)
	v.drawLegend(left, 2.75*cellHeight)
}

// captionText names the tenant, the days, the refresh date, the unit and the resolution.
func captionText(in Input, caption Caption, resolution model.Resolution) string {
	const date = "2 January 2006"
	var parts []string
	if caption.Tenant != "" {
		parts = append(parts, caption.Tenant)
	}
	if len(in.Timeline.Days()) > 0 {
		parts = append(parts, in.Timeline.First().Time().Format(date)+" to "+in.Timeline.Last().Time().Format(date))
	}
	if !caption.Refreshed.IsZero() {
		parts = append(parts, "refreshed "+caption.Refreshed.Time().Format(date))
	}
	what := resolution.Label()
	if in.Unit != "" && in.kind() != Share {
		what = unitName(in.Unit) + ", " + what
	}
	return strings.Join(append(parts, what), " · ")
}

func (v *vector) drawLegend(x, top float64) {
	for i := range v.input.Series {
		series := &v.input.Series[i]
		if series.Hidden {
			continue
		}
		v.printf(`<rect x="%.1f" y="%.1f" width="%.0f" height="%.0f" fill="%s"/>`+"\n",
			x, top+cellHeight/2-markSize/2, markSize, markSize, colour(series.tone()))
		v.text(x+markSize+cellWidth/2, top, "start", series.Label)
		x += markSize + float64(len(series.Label)+3)*cellWidth
	}
}

// drawMarkLegend explains the signs on the zero line in the last row.
func (v *vector) drawMarkLegend(plots []plot) {
	if len(plots) == 0 {
		return
	}
	x, top := float64(plots[0].left)*cellWidth, headHeight+float64(v.input.Height-1)*cellHeight
	for _, sign := range legendSigns(&v.input, plots) {
		if sign == earlierSign(v.input.Theme) {
			v.printf(`<path d="M%.1f %.2fh%.1f" stroke="%s" stroke-width="1.5" stroke-dasharray="3 2"/>`+"\n",
				x, top+cellHeight/2, 1.5*cellWidth, colour(sign.Tone))
		} else {
			v.printf(`<text x="%.1f" y="%.1f" text-anchor="middle" font-size="11" fill="%s">%s</text>`+"\n",
				x+cellWidth/2, top+baseline, colour(sign.Tone), html.EscapeString(string(sign.Glyph)))
		}
		v.text(x+2*cellWidth, top, "start", sign.Label)
		x += float64(len(sign.Label)+5) * cellWidth
	}
}

// text writes text in the row whose top is given.
func (v *vector) text(x, top float64, anchor, text string) {
	if text == "" {
		return
	}
	v.printf(`<text x="%.1f" y="%.1f" text-anchor="%s" fill="%s">%s</text>`+"\n",
		x, top+baseline, anchor, colour(theme.Axis), html.EscapeString(text))
}

// vectorPlot draws one plot, at the places that its geometry gives.
type vectorPlot struct {
	*plot
	*vector
}

func (v *vector) drawPlot(p *plot) {
	d := vectorPlot{p, v}
	d.drawWeekends()
	d.drawLabels()
	if p.kind == Lines {
		d.drawLines()
	} else {
		d.drawStacks()
	}
	d.drawEarlier()
	d.drawClipped()
	d.drawAxis()
}

// x is the left edge of a column, y the height of a value.
func (d vectorPlot) x(column int) float64 { return float64(column) * cellWidth }

func (d vectorPlot) y(value float64) float64 {
	return headHeight + (float64(d.axisRow())-d.rowsAbove(value))*cellHeight
}

// drawWeekends shades Saturdays and Sundays where days have columns of their own.
func (d vectorPlot) drawWeekends() {
	if !d.resolution.HasDailyBuckets() {
		return
	}
	top := headHeight + float64(d.plot.top)*cellHeight
	for i := range d.buckets {
		if first, next := d.columnsOf(i); d.buckets[i].Marks.Has(model.WeekendMark) {
			d.printf(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="#f1f3f6"/>`+"\n",
				d.x(first), top, d.x(next)-d.x(first), d.y(0)-top)
		}
	}
}

func (d vectorPlot) drawLabels() {
	for i, label := range d.labels {
		y := headHeight + float64(label.row)*cellHeight
		if i > 0 {
			d.printf(`<path d="M%.1f %.1fH%.1f" stroke="#d9dde3" stroke-width="1"/>`+"\n", d.x(d.left), y, d.x(d.end()))
		}
		d.text(d.x(d.left)-cellWidth, y-cellHeight/2, "end", label.text)
	}
	if d.title != "" {
		d.text(d.x(d.left), headHeight+float64(d.plot.top)*cellHeight, "start", d.title)
	}
}

// drawStacks draws the areas of each bucket, without seams between equal ones.
func (d vectorPlot) drawStacks() {
	d.printf(`<g shape-rendering="crispEdges">` + "\n")
	for i := range d.buckets {
		d.drawStack(i)
	}
	d.printf("</g>\n")
}

// drawStack draws the areas of a bucket.
func (d vectorPlot) drawStack(bucket int) {
	s := newStacker(d.plot)
	s.setValues(&d.buckets[bucket])
	first, next := d.columnsOf(bucket)
	sum := 0.0
	opacity := ""
	if d.buckets[bucket].Marks.Has(model.PartialMark) {
		opacity = ` fill-opacity="0.6"`
	}
	for i, series := range d.series {
		bottom := d.y(sum)
		sum += s.values[i]
		if top := d.y(sum); top < bottom {
			d.printf(`<rect x="%.1f" y="%.2f" width="%.1f" height="%.2f" fill="%s"%s/>`+"\n", d.x(first), top,
				d.x(next)-d.x(first), bottom-top, colour(d.in.Series[series].tone()), opacity)
		}
	}
}

// drawEarlier draws the line of an earlier period.
func (d vectorPlot) drawEarlier() {
	for i := range min(len(d.earlier), len(d.buckets)) {
		if value, known := d.earlierValue(&d.earlier[i]); known {
			first, next := d.columnsOf(i)
			d.printf(`<path d="M%.1f %.2fH%.1f" stroke="%s" stroke-width="1.5" stroke-dasharray="3 2"><title>earlier period</title></path>`+"\n",
				d.x(first), d.y(value), d.x(next), colour(theme.Title))
		}
	}
}

// drawClipped writes the value of each clipped column above it.
func (d vectorPlot) drawClipped() {
	for i := range d.buckets {
		if value, isClipped := d.clipped(&d.buckets[i]); isClipped {
			first, next := d.columnsOf(i)
			d.text((d.x(first)+d.x(next))/2, headHeight+float64(d.plot.top)*cellHeight, "middle", d.clippedText(value))
		}
	}
}

// drawAxis draws the zero line, its marks and the dates.
func (d vectorPlot) drawAxis() {
	d.printf(`<path d="M%.1f %.1fH%.1f" stroke="%s" stroke-width="1"/>`+"\n", d.x(d.left), d.y(0), d.x(d.end()), colour(theme.Axis))
	for i := range d.buckets {
		d.drawMarks(i)
	}
	for _, label := range d.dates {
		d.text(d.x(label.start)+float64(len(label.text))*cellWidth/2, d.y(0)+cellHeight, "middle", label.text)
	}
}

func (d vectorPlot) drawMarks(bucket int) {
	if len(d.series) == 0 {
		return
	}
	first, next := d.columnsOf(bucket)
	offset := 0.0
	marks := d.marks(bucket)
	for _, sign := range d.in.markSigns() {
		if !marks.Has(sign.mark) {
			continue
		}
		d.printf(`<text x="%.1f" y="%.1f" text-anchor="middle" font-size="11" fill="%s">%s<title>%s</title></text>`+"\n",
			(d.x(first)+d.x(next))/2+offset, d.y(0)+baseline, colour(sign.Tone), string(sign.Glyph), sign.Label)
		offset += cellWidth
	}
}
