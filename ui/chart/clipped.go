package chart

import (
	"math"

	"peerdash/model"
	"peerdash/ui/quantity"
	"peerdash/ui/theme"
)

// clipped is the largest value of a bucket that lies above the scale; false if none does.
func (p *plot) clipped(b *model.Bucket) (float64, bool) {
	if p.in.Scale != WithoutOutliers || p.kind == Share {
		return 0, false
	}
	most := 0.0
	for _, value := range p.appendHeights(nil, b) {
		most = max(most, value)
	}
	limit := float64(p.scale.rows) / float64(p.scale.rowsPerStep) * float64(p.scale.step)
	return most, most > limit
}

// clippedText is the sign and the value of a clipped column.
func (p *plot) clippedText(value float64) string {
	return string(p.in.Theme.Glyphs().Clipped) + quantity.Short(p.in.Unit, int64(math.Round(value)))
}

// drawClipped writes the value of each clipped column above it.
func (p *plot) drawClipped(c *canvas) {
	free := p.left
	for i := range p.buckets {
		value, isClipped := p.clipped(&p.buckets[i])
		if !isClipped {
			continue
		}
		text := p.clippedText(value)
		width := len([]rune(text))
		first, next := p.columnsOf(i)
		start := min(max((first+next-width)/2, p.left), p.left+p.columns-width)
		if start < free {
			c.set(p.middle(i), p.top, p.in.Theme.Glyphs().Clipped, theme.Warning)
			continue
		}
		c.text(start, p.top, text, theme.Warning)
		free = start + width + 1
	}
}
