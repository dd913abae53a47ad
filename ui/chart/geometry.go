package chart

import (
	"math"
	"sort"

	"peerdash/model"
)

// geometry maps values and buckets to rows and columns. Everything that is drawn uses it.
//
// The zero line is the top edge of the axis row, which is the bottom edge of the lowest row of the plot area. The scale
// gives the height of a value above it. A label is in the row whose top edge is at its value.
type geometry struct {
	// left and top are the first column and row of the plot area, columns and rows its size.
	left, top, columns, rows int
	scale                    scale
	// edges are the first column of each bucket, relative to left, and the column after the last bucket.
	edges []int
}

// rowsAbove is the height of a value in rows above the zero line, at most the height of the scale.
func (g *geometry) rowsAbove(value float64) float64 {
	return min(max(value, 0)/float64(g.scale.step)*float64(g.scale.rowsPerStep), float64(g.scale.rows))
}

// level is the height of a value in levels, perRow of which make a row.
func (g *geometry) level(value float64, perRow int) int {
	return int(math.Round(g.rowsAbove(value) * float64(perRow)))
}

// quarter is the quarter of a row, counted up from the zero line, that contains a value.
func (g *geometry) quarter(value float64) int {
	return min(int(g.rowsAbove(value)*quarters), g.rows*quarters-1)
}

// quarters is the number of dots of a braille pattern in vertical direction.
const quarters = 4

// axisRow is the row whose top edge is the zero line.
func (g *geometry) axisRow() int { return g.top + g.rows }

// labelRow is the row whose top edge is a number of steps above zero.
func (g *geometry) labelRow(steps int) int { return g.axisRow() - steps*g.scale.rowsPerStep }

// rowFromBottom converts a row of the plot area, counted up from 0, to a row of the drawing.
func (g *geometry) rowFromBottom(row int) int { return g.axisRow() - 1 - row }

// end is the column after the last bucket.
func (g *geometry) end() int {
	if len(g.edges) == 0 {
		return g.left
	}
	return g.left + g.edges[len(g.edges)-1]
}

// columnsOf returns the first column of a bucket and the one after its last.
func (g *geometry) columnsOf(bucket int) (first, next int) {
	return g.left + g.edges[bucket], g.left + g.edges[bucket+1]
}

// middle is the column in the middle of a bucket.
func (g *geometry) middle(bucket int) int {
	first, next := g.columnsOf(bucket)
	return (first + next - 1) / 2
}

// dayColumn is the column in the middle of a day of a bucket.
func (g *geometry) dayColumn(b *model.Bucket, bucket int, day model.Date) int {
	first, next := g.columnsOf(bucket)
	return first + ((2*int(day-b.First)+1)*(next-first)-1)/(2*b.Days())
}

// bucketAt is the bucket at a column between left and end.
func (g *geometry) bucketAt(column int) int {
	return sort.SearchInts(g.edges, column-g.left+1) - 1
}

// goodUse is the percentage of the columns that buckets of equal width must use at least.
const goodUse = 90

// leastDays is the least number of days that a chart has room for, so that a single day does not fill it.
const leastDays = 7

// placeBuckets spreads buckets over columns. Those of several days are as wide as the part of their week or month that they hold,
// so that a partial one at an end of the timeline looks like what it is.
func placeBuckets(buckets []model.Bucket, resolution model.Resolution, columns int) []int {
	switch {
	case len(buckets) == 0:
		return nil
	case resolution.HasDailyBuckets():
		return placeDays(int(buckets[0].First), len(buckets), columns)
	}
	return placeParts(buckets, columns)
}

// placeDays places buckets of a day, all equally wide where that uses most of the columns. Otherwise widths differ by at most one
// column and repeat every week.
func placeDays(firstDay, count, columns int) []int {
	slots := max(count, leastDays)
	width, perWeek := columns/slots, columns*7/slots
	edges := make([]int, count+1)
	for i := range edges {
		if edges[i] = i * width; width*slots*100 < columns*goodUse {
			edges[i] = (firstDay+i)*perWeek/7 - firstDay*perWeek/7
		}
	}
	return edges
}

// placeParts places buckets of several days, whole ones equally wide where that uses most of the columns. Otherwise widths of whole
// ones differ by at most one column.
func placeParts(buckets []model.Bucket, columns int) []int {
	parts := make([]float64, len(buckets)+1)
	for i := range buckets {
		parts[i+1] = parts[i] + float64(buckets[i].Days())/float64(buckets[i].Whole)
	}
	width := float64(columns) / parts[len(buckets)]
	if whole := math.Floor(width); whole*100 >= width*goodUse {
		width = whole
	}
	edges := make([]int, len(parts))
	for i := 1; i < len(edges); i++ {
		edges[i] = max(int(math.Round(parts[i]*width)), edges[i-1]+1)
		edges[i] = max(min(edges[i], columns-(len(buckets)-i)), edges[i-1])
	}
	return edges
}
