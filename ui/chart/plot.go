package chart

import (
	"math"

	"peerdash/model"
	"peerdash/ui/quantity"
	"peerdash/ui/theme"
)

const (
	// leastColumns is the least number of columns beside the labels of a y axis.
	leastColumns = 8
	// Labels of the y axis are written in full up to 1/labelShare of the width, or shortLabelWidth columns.
	labelShare      = 6
	shortLabelWidth = 5
)

// plot is one pair of axes and its content.
type plot struct {
	geometry
	in         *Input
	buckets    []model.Bucket
	earlier    []model.Bucket
	resolution model.Resolution
	kind       Kind
	// series are the indexes of the series that are drawn, in stacking order.
	series []int
	// title names a panel; ordinal is its place among all panels where not all of them fit: " (3 of 7)".
	title, ordinal string
	// x is the first column of the whole plot, width its columns; height is its rows with axes from top.
	x, top, width, height int
	labels                []valueLabel
	dates                 []dateLabel
	hasAxis, hasDates     bool
}

// valueLabel is a label of the y axis in a row of the drawing.
type valueLabel struct {
	text string
	row  int
}

// area is a rectangle of the drawing, in which the labels of the y axis take at least gutter columns.
type area struct{ x, y, width, height, gutter int }

// newPlots lays out the drawing's plots: one, or one for each series.
func newPlots(in Input, buckets []model.Bucket, resolution model.Resolution) []plot {
	in.Kind = in.kind()
	if in.Height >= markLegendRows {
		in.Height--
	}
	var shown []int
	for i := range in.Series {
		if !in.Series[i].Hidden {
			shown = append(shown, i)
		}
	}
	if in.Kind == Panels && len(shown) > 0 {
		return newPanels(in, buckets, resolution, shown)
	}
	return []plot{newPlot(&in, buckets, resolution, in.Kind, shown, area{width: in.Width, height: in.Height}, true)}
}

// newPlot lays out a plot in an area of the drawing. The top row is reserved for the heading and the crosshair's values;
// below the plot area are the zero line with its marks, and the dates.
func newPlot(in *Input, buckets []model.Bucket, resolution model.Resolution, kind Kind, series []int, a area, hasDates bool) plot {
	p := plot{in: in, buckets: buckets, resolution: resolution, kind: kind, series: series,
		x: a.x, top: a.y, width: a.width, height: a.height}
	p.hasAxis = a.height >= 2
	p.hasDates = hasDates && a.height >= 4
	headroom := 0
	if p.isHeaded() {
		headroom = 1
	}
	p.geometry.top, p.rows = a.y, a.height
	for _, has := range []bool{p.hasAxis, p.hasDates} {
		if has {
			p.rows--
		}
	}
	if len(in.Earlier.Days()) > 0 && kind != Share {
		p.earlier = in.Earlier.Buckets(resolution)
	}
	p.scale = newScale(p.largestValue(), p.rows-headroom, p.unit())
	p.left = a.x + p.placeLabels(a.gutter)
	p.columns = a.x + a.width - p.left
	p.edges = placeBuckets(buckets, resolution, p.columns)
	if p.hasDates {
		p.dates = p.dateLabels()
	}
	return p
}

// unit is what the axis counts; shares have none.
func (p *plot) unit() model.Unit {
	if p.kind == Share {
		return ""
	}
	return p.in.Unit
}

// largestValue is the largest value that the axis must include.
func (p *plot) largestValue() int64 {
	if p.kind == Share {
		return 100
	}
	var values []float64
	for i := range p.buckets {
		values = p.appendHeights(values, &p.buckets[i])
	}
	most := 0.0
	if p.in.Scale == WithoutOutliers {
		most = withoutOutliers(values)
	} else {
		for i := range p.earlier {
			values = p.appendHeights(values, &p.earlier[i])
		}
		for _, value := range values {
			most = max(most, value)
		}
	}
	return int64(math.Ceil(most))
}

// appendHeights appends the values that decide the height of a bucket: the total of a stack, or each series' value.
func (p *plot) appendHeights(values []float64, b *model.Bucket) []float64 {
	if p.kind == Lines {
		for _, series := range p.series {
			if value, known := b.Mean(series); known {
				values = append(values, value)
			}
		}
		return values
	}
	if total, known := p.total(b); known {
		values = append(values, total)
	}
	return values
}

// total is the sum of a bucket's drawn series; false if all are unknown.
func (p *plot) total(b *model.Bucket) (total float64, known bool) {
	for _, series := range p.series {
		if value, isKnown := b.Mean(series); isKnown {
			total, known = total+value, true
		}
	}
	return total, known
}

// placeLabels chooses the labels of the y axis: in full, compact, or none, as the width allows. It returns the number of
// columns left of the plot area, at least gutter.
func (p *plot) placeLabels(gutter int) int {
	steps := p.scale.steps()
	if p.kind == Share {
		steps = min(steps, int(100/p.scale.step))
	}
	widest := p.writeLabels(steps, quantity.Tick)
	if p.kind != Share && widest > max(p.width/labelShare, shortLabelWidth) {
		widest = p.writeLabels(steps, quantity.ShortTick)
	}
	// Beside a label are a margin of one column on the left, a blank and the tick on the right.
	left := max(widest+3, gutter)
	if p.width-left < leastColumns {
		p.labels = nil
		return 0
	}
	return left
}

// writeLabels sets the labels of the y axis and returns the width of the widest.
func (p *plot) writeLabels(steps int, write func(model.Unit, int64) string) int {
	p.labels = p.labels[:0]
	widest := 0
	for i := range steps + 1 {
		text := write(p.unit(), int64(i)*p.scale.step)
		if p.kind == Share {
			text += " %"
		}
		widest = max(widest, len(text))
		p.labels = append(p.labels, valueLabel{text: text, row: p.labelRow(i)})
	}
	return widest
}

func (p *plot) draw(c *canvas, selected int) {
	switch {
	case len(p.series) == 0:
	case p.kind == Lines:
		p.drawLines(c)
	default:
		p.drawStacks(c)
	}
	p.drawEarlier(c)
	p.drawValueAxis(c)
	p.drawPointer(c)
	p.drawZeroLine(c)
	p.drawDates(c)
	p.drawGrid(c)
	p.drawClipped(c)
	p.drawCrosshair(c, selected)
	p.drawTopRow(c, selected)
	if len(p.series) == 0 && len(p.in.Series) > 0 {
		p.centre(c, "All series are hidden.")
	}
}

func (p *plot) centre(c *canvas, text string) {
	if len(text) <= p.columns && p.rows > 0 {
		c.text(p.left+(p.columns-len(text))/2, p.top+p.rows/2, text, theme.Muted)
	}
}
