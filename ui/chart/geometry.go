package chart

import (
	"math"
	"sort"

	"peerdash/model"
)

// geometry says where a value and a bucket lie. Everything that is drawn asks it.
//
// The zero line is the top edge of the axis' row, which touches the bottom edge of the lowest row of the inside; a value
// lies so many rows above it as the scale says. A label stands in the row whose top edge is at its value.
type geometry struct {
	// left and top are the first column and row of the inside, columns and rows its size.
	left, top, columns, rows int
	scale                    scale
	// edges are the first columns of each bucket, counted from left, and the column behind the last bucket.
	edges []int
}

// rowsAbove is how high a value lies, in rows above the zero line; nothing is drawn above the scale's end.
func (g *geometry) rowsAbove(value float64) float64 {
	return min(max(value, 0)/float64(g.scale.step)*float64(g.scale.rowsPerStep), float64(g.scale.rows))
}

// level is how high a value lies where a row has so many levels.
func (g *geometry) level(value float64, perRow int) int {
	return int(math.Round(g.rowsAbove(value) * float64(perRow)))
}

// quarter is the quarter of a row, counted up from the zero line, in which a value lies.
func (g *geometry) quarter(value float64) int {
	return min(int(g.rowsAbove(value)*quarters), g.rows*quarters-1)
}

// quarters is how many dots of a braille pattern lie above each other.
const quarters = 4

// axisRow is the row whose top edge is the zero line.
func (g *geometry) axisRow() int { return g.top + g.rows }

// labelRow is the row whose top edge is so many steps above zero.
func (g *geometry) labelRow(steps int) int { return g.axisRow() - steps*g.scale.rowsPerStep }

// rowFromBottom is the row of the drawing for a row of the inside, counted up from 0.
func (g *geometry) rowFromBottom(row int) int { return g.axisRow() - 1 - row }

// end is the column behind the last bucket.
func (g *geometry) end() int {
	if len(g.edges) == 0 {
		return g.left
	}
	return g.left + g.edges[len(g.edges)-1]
}

// columnsOf are the first column of a bucket and the one behind its last.
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

// goodUse is the part of the columns, in percent, that buckets of equal width must use at the least.
const goodUse = 90

// leastDays is for how many days there is room at the least, so that one day does not fill a chart.
const leastDays = 7

// placeBuckets spreads buckets over columns: all equally wide where that uses most of the columns. Else days differ by at
// most one column, the same in every week, and longer buckets differ by at most one.
func placeBuckets(buckets []model.Bucket, resolution model.Resolution, columns int) []int {
	count := len(buckets)
	if count == 0 {
		return nil
	}
	edges := make([]int, count+1)
	slots := count
	if resolution.HasDailyBuckets() {
		slots = max(count, leastDays)
	}
	width := columns / slots
	perWeek := columns * 7 / slots
	firstDay := int(buckets[0].First)
	for i := range edges {
		switch {
		case width*slots*100 >= columns*goodUse:
			edges[i] = i * width
		case resolution.HasDailyBuckets():
			edges[i] = (firstDay+i)*perWeek/7 - firstDay*perWeek/7
		default:
			edges[i] = i * columns / slots
		}
	}
	return edges
}
