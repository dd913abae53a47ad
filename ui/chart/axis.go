package chart

import (
	"peerdash/model"
	"peerdash/ui/theme"
)

// drawValueAxis draws the labels and ticks of the y axis.
func (p *plot) drawValueAxis(c *canvas) {
	if p.left == p.x {
		return
	}
	for _, label := range p.labels {
		if label.row < p.axisRow() || p.hasAxis {
			c.text(p.left-2-len(label.text), label.row, label.text, theme.Axis)
			c.set(p.left-1, label.row, p.in.Theme.Glyphs().Tick, theme.Axis)
		}
	}
}

// gridDistance is the distance of the strokes of a grid line, which are sparse so that they are faint on any background.
const gridDistance = 4

// drawGrid draws a faint line behind the chart at each label, and nothing if there are no faint colours.
func (p *plot) drawGrid(c *canvas) {
	if p.in.Theme.Tier == theme.Mono || p.in.Theme.ASCII() {
		return
	}
	grid := p.in.Theme.Glyphs().Grid
	for _, label := range p.labels {
		if label.row >= p.axisRow() {
			continue
		}
		for column := p.left + gridDistance - 1; column < p.end(); column += gridDistance {
			c.setIfBlank(column, label.row, grid, theme.Grid)
		}
	}
}

// drawZeroLine draws the zero line, with the marks of each bucket.
func (p *plot) drawZeroLine(c *canvas) {
	if !p.hasAxis {
		return
	}
	row := p.axisRow()
	for i := range p.buckets {
		first, next := p.columnsOf(i)
		marks := p.marks(i)
		glyph, tone := p.zeroGlyph(marks, p.buckets[i].Known == 0 && len(p.series) > 0)
		for column := first; column < next; column++ {
			c.set(column, row, glyph, tone)
		}
		if marks.Has(model.MonthMark) && p.resolution <= model.ByWeek {
			c.set(first, row, p.in.Theme.Glyphs().Month, theme.Axis)
		}
		p.drawMarks(c, i, marks)
	}
}

// marks are the marks of a bucket that concern the plot. If it shows no series there are none; those of the selected series
// are in its own panel only.
func (p *plot) marks(bucket int) model.Marks {
	marks := p.buckets[bucket].Marks
	switch {
	case len(p.series) == 0:
		return marks &^ (model.NotableMarks | model.PartialMark)
	case p.kind == Panels && !p.in.Additive && !p.in.Timeline.Measured().Has(p.series[0]):
		return marks &^ (model.LowMark | model.PeakMark)
	}
	return marks
}

// zeroGlyph is the zero line's glyph and tone under a bucket. Under one without known counts it is blank.
func (p *plot) zeroGlyph(marks model.Marks, unknown bool) (rune, theme.Tone) {
	glyphs := p.in.Theme.Glyphs()
	weekend := marks.Has(model.WeekendMark) && p.resolution.HasDailyBuckets()
	switch {
	case unknown:
		return ' ', theme.Axis
	case weekend && (p.in.Theme.Tier == theme.Mono || p.in.Theme.ASCII()):
		return glyphs.WeekendZero, theme.Weekend
	case weekend:
		return glyphs.Zero, theme.Weekend
	}
	return glyphs.Zero, theme.Axis
}

// drawMarks draws the signs of a bucket's marks in its middle, as many as fit.
func (p *plot) drawMarks(c *canvas, bucket int, marks model.Marks) {
	var signs []markSign
	for _, sign := range markSigns(p.in.Theme) {
		if marks.Has(sign.mark) {
			signs = append(signs, sign)
		}
	}
	first, next := p.columnsOf(bucket)
	signs = signs[:min(len(signs), next-first)]
	column := first + (next-first-len(signs))/2
	for i, sign := range signs {
		c.set(column+i, p.axisRow(), sign.Glyph, sign.Tone)
	}
}

// markLegendRows is the least number of rows of a drawing whose last row explains the marks.
const markLegendRows = 18

// legendSigns are the signs that the last row of the drawing explains.
func legendSigns(in *Input, plots []plot) []Sign {
	if in.Height < markLegendRows {
		return nil
	}
	var marks model.Marks
	for i := range plots {
		for bucket := range plots[i].buckets {
			marks |= plots[i].marks(bucket)
		}
	}
	var signs []Sign
	for _, sign := range in.markSigns() {
		if marks.Has(sign.mark) {
			signs = append(signs, sign.Sign)
		}
	}
	if len(plots[0].earlier) > 0 {
		signs = append(signs, earlierSign(in.Theme))
	}
	return signs
}

// drawMarkLegend explains the signs that are on the zero line, as many as fit.
func drawMarkLegend(c *canvas, in Input, plots []plot) {
	signs := legendSigns(&in, plots)
	if len(signs) == 0 {
		return
	}
	column := plots[0].left
	for _, sign := range signs {
		width := len(sign.Label) + 2
		if column+width > in.Width {
			continue
		}
		c.set(column, in.Height-1, sign.Glyph, sign.Tone)
		c.text(column+2, in.Height-1, sign.Label, theme.Muted)
		column += width + 3
	}
}

func (p *plot) drawDates(c *canvas) {
	if !p.hasDates {
		return
	}
	for _, label := range p.dates {
		tone := theme.Axis
		if label.weekend {
			tone = theme.Weekend
		}
		c.text(label.start, p.axisRow()+1, label.text, tone)
	}
}
