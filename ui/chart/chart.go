// Package chart draws a report's days as stacked areas, lines, panels or shares over a calendar. A drawing depends on its
// Input alone. The package knows no keys and no messages, and writes to no terminal.
package chart

import (
	"slices"

	"peerdash/model"
	"peerdash/ui/theme"
)

// Kind is the kind of chart.
type Kind int

// The kinds of chart.
const (
	// Stacked lays each series' area on the sum of those below it.
	Stacked Kind = iota
	// Lines draws each series as a line from zero, all on one scale.
	Lines
	// Panels draws each series in a chart of its own, with its own scale.
	Panels
	// Share is stacked, each bucket as parts of 100 %.
	Share
)

// Kinds lists the kinds of chart of a report, the usual one first. Those of sums need a report whose series add up.
func Kinds(additive bool) []Kind {
	if additive {
		return []Kind{Stacked, Lines, Panels, Share}
	}
	return []Kind{Lines, Panels}
}

// Scale is the range of values that the y axis shows.
type Scale int

// The scales.
const (
	// FullScale shows every value.
	FullScale Scale = iota
	// WithoutOutliers shows the usual values. A column far above them is clipped and has its value written above it.
	WithoutOutliers
)

// Input describes a drawing. Any size and any number of days can be drawn; parts that do not fit are left out.
type Input struct {
	Timeline model.Timeline
	// Earlier is an earlier period to compare with, from model.NewEarlierTimeline; the zero Timeline is none.
	Earlier model.Timeline
	// Resolution is the requested one. If its buckets do not fit, a coarser one is drawn.
	Resolution model.Resolution
	// Series are all of the report's, in stacking order: the first is that of each day's first count.
	Series []Series
	// Selected is the index of the selected series, or model.NoSeries.
	Selected int
	Unit     model.Unit
	// Additive reports whether the series add up. If they do not, Stacked and Share are drawn as Lines.
	Additive bool
	Kind     Kind
	Scale    Scale
	// Width and Height are the columns and rows of the drawing including its axes.
	Width, Height int
	Theme         theme.Theme
	// Cursor is the selected day, whose bucket is marked; zero, as any day outside the timeline, selects none.
	Cursor model.Date
	// CursorOnDay selects the day within its bucket rather than the bucket.
	CursorOnDay bool
}

// kind is the requested kind of chart if the report allows it, otherwise the usual one.
func (in *Input) kind() Kind {
	if kinds := Kinds(in.Additive); !slices.Contains(kinds, in.Kind) {
		return kinds[0]
	}
	return in.Kind
}

// Drawing is a finished chart.
type Drawing struct {
	lines      []string
	resolution model.Resolution
	buckets    []model.Bucket
	selected   int
	plots      []plot
}

// Draw draws a chart.
func Draw(in Input) Drawing {
	in.Width, in.Height = max(in.Width, 0), max(in.Height, 0)
	d := Drawing{selected: -1}
	d.resolution, d.buckets = Fit(in)
	for i := range d.buckets {
		if d.buckets[i].Has(in.Cursor) {
			d.selected = i
		}
	}
	c := newCanvas(in.Width, in.Height)
	d.plots = newPlots(in, d.buckets, d.resolution)
	drawMarkLegend(c, in, d.plots)
	for i := range d.plots {
		d.plots[i].draw(c, d.selected)
	}
	d.lines = c.lines(in.Theme)
	return d
}

// Lines are the drawing's rows from top to bottom, as many as the Input's Height. Each is at most as many columns wide
// as the Input's Width, holds one escape sequence for each run of equal style, and ends in the terminal's own style;
// trailing blanks are left out. They must not be modified.
func (d Drawing) Lines() []string { return d.lines }

// Resolution is the resolution that was drawn.
func (d Drawing) Resolution() model.Resolution { return d.resolution }

// Buckets are the buckets that were drawn, from left to right. They must not be modified.
func (d Drawing) Buckets() []model.Bucket { return d.buckets }

// Selected is the index of the bucket at the cursor; -1 if there is none.
func (d Drawing) Selected() int { return d.selected }

// At finds what is drawn at a column and row of the drawing, counted from 0 at its top left: the index of a bucket, and
// the day of the bucket that lies there. It is false for a place outside of the chart.
func (d Drawing) At(column, row int) (bucket int, day model.Date, ok bool) {
	for i := range d.plots {
		p := &d.plots[i]
		if row < p.top || row >= p.top+p.height || column < p.left || column >= p.end() {
			continue
		}
		bucket = p.bucketAt(column)
		first, next := p.columnsOf(bucket)
		b := &d.buckets[bucket]
		return bucket, b.First + model.Date((column-first)*b.Days()/(next-first)), true
	}
	return 0, 0, false
}
