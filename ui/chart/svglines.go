package chart

import (
	"fmt"
	"maps"
	"math"
	"slices"
)

// drawLines draws the line of each series. Where several have the same height, dashes of their colours alternate.
func (d vectorPlot) drawLines() {
	for _, series := range d.series {
		d.drawLine(series)
	}
	for i := range d.buckets {
		d.drawShared(i)
	}
}

// drawLine draws a series' line, with a gap where its value is unknown or zero.
func (d vectorPlot) drawLine(series int) {
	var points []byte
	flush := func() {
		if len(points) > 0 {
			d.printf(`<polyline points="%s" fill="none" stroke="%s" stroke-width="2" stroke-linejoin="round"/>`+"\n",
				points[1:], colour(d.in.Series[series].tone()))
		}
		points = nil
	}
	wasZero := false
	for i := range d.buckets {
		value, known := d.buckets[i].Mean(series)
		first, next := d.columnsOf(i)
		isZero := known && value == 0
		if isZero != wasZero && (isZero && len(points) > 0 || known && wasZero) {
			points = fmt.Appendf(points, " %.1f,%.2f", d.x(first), d.y(0))
		}
		if isZero || !known {
			flush()
		} else {
			points = fmt.Appendf(points, " %.1f,%.2f %.1f,%.2f", d.x(first), d.y(value), d.x(next), d.y(value))
		}
		wasZero = isZero
	}
	flush()
}

// dashLength is the length of the dashes of lines that share a place, in pixels.
const dashLength = 5

// drawShared draws the lines of a bucket that share a pixel row as alternating dashes of their colours.
func (d vectorPlot) drawShared(bucket int) {
	first, next := d.columnsOf(bucket)
	rows := map[int][]int{}
	for _, series := range d.series {
		if value, known := d.buckets[bucket].Mean(series); known && value > 0 {
			row := int(math.Round(d.y(value)))
			rows[row] = append(rows[row], series)
		}
	}
	for _, row := range slices.Sorted(maps.Keys(rows)) {
		sharers := rows[row]
		if len(sharers) < 2 {
			continue
		}
		for place, series := range sharers {
			value, _ := d.buckets[bucket].Mean(series)
			d.printf(`<path d="M%.1f %.2fH%.1f" stroke="%s" stroke-width="2" stroke-dasharray="%d %d" stroke-dashoffset="%d"/>`+"\n",
				d.x(first), d.y(value), d.x(next), colour(d.in.Series[series].tone()),
				dashLength, dashLength*(len(sharers)-1), -dashLength*place)
		}
	}
}
