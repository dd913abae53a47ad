package chart

import (
	"fmt"
	"slices"

	"peerdash/model"
)

// The least width of panels side by side, and the least number of rows of a panel.
const (
	panelWidth     = 34
	leastPanelRows = 3
)

// newPanels lays out a plot for each series, one above the other, and side by side where that makes them taller. Panels
// that do not fit are left out; the selected one is included.
func newPanels(in Input, buckets []model.Bucket, resolution model.Resolution, series []int) []plot {
	across := 1
	for across < len(series) && in.Width/(across+1) >= panelWidth && in.Height/rowsOf(len(series), across) < 2*panelRows {
		across++
	}
	down := min(rowsOf(len(series), across), max(in.Height/leastPanelRows, 1))
	all := series
	series = seriesThatFit(series, across*down, in.Selected)
	down = rowsOf(len(series), across)
	layOut := func(gutter int) []plot {
		plots := make([]plot, 0, len(series))
		for i, index := range series {
			column, row := i/down, i%down
			top, bottom := in.Height*row/down, in.Height*(row+1)/down
			left, right := in.Width*column/across, in.Width*(column+1)/across
			hasDates := row == down-1 || i == len(series)-1 || bottom-top >= panelRows
			p := newPlot(&in, buckets, resolution, Panels, []int{index}, area{left, top, right - left, bottom - top, gutter}, hasDates)
			p.title = in.Series[index].Label
			if len(series) < len(all) {
				p.ordinal = fmt.Sprintf(" (%d of %d)", slices.Index(all, index)+1, len(all))
			}
			plots = append(plots, p)
		}
		return plots
	}
	// All panels get the widest gutter, so that the same days are aligned.
	gutter := 0
	for _, p := range layOut(0) {
		gutter = max(gutter, p.left-p.x)
	}
	return layOut(gutter)
}

// panelRows is the number of rows from which a panel is easy to read.
const panelRows = 7

func rowsOf(count, across int) int { return (count + across - 1) / across }

// seriesThatFit returns as many of the series as fit, including the selected one.
func seriesThatFit(series []int, room, selected int) []int {
	if len(series) <= room {
		return series
	}
	first := 0
	for i, index := range series {
		if index == selected {
			first = max(i-room+1, 0)
		}
	}
	return series[first : first+room]
}
