package chart

import (
	"slices"

	"peerdash/model"
)

// scale is the y axis from 0 upwards in steps of 1, 2 or 5 times a power of ten, at least 1, or of usual durations. A step
// is a whole number of rows high, so that each label is exactly at its value.
type scale struct {
	step        int64
	rowsPerStep int
	// rows is the height of the axis.
	rows int
}

const (
	// mostSteps is the largest number of labels besides 0.
	mostSteps = 12
	// enoughSteps is the number of labels beyond which more are no gain.
	enoughSteps = 5
	// labelGain is the part of the chart's height that another label is worth.
	labelGain = 0.08
)

// newScale finds the scale that makes best use of the rows for values of a unit up to most: large areas, and enough labels.
func newScale(most int64, rows int, unit model.Unit) scale {
	most, rows = max(most, 1), max(rows, 1)
	largest := ceilStep(most, unit)
	best, bestScore := scale{step: largest, rowsPerStep: rows, rows: rows}, -1.0
	for step := int64(1); step <= largest; step = nextStep(step, unit) {
		perStep := int(int64(rows) * step / most)
		if perStep < leastRowsPerStep(rows) || perStep*mostSteps < rows {
			continue
		}
		used := float64(most) / float64(step) * float64(perStep) / float64(rows)
		score := used + labelGain*float64(min(rows/perStep, enoughSteps))
		if score > bestScore && rows/perStep >= 2 {
			best, bestScore = scale{step: step, rowsPerStep: perStep, rows: rows}, score
		}
	}
	return best
}

// leastRowsPerStep is the least distance of two labels in a chart of this height.
func leastRowsPerStep(rows int) int {
	const few = 5
	if rows <= few {
		return 1
	}
	return 2
}

// steps is the number of labelled steps above zero.
func (s scale) steps() int { return max(s.rows/s.rowsPerStep, 1) }

// durationSteps are the steps below an hour, in seconds.
var durationSteps = []int64{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, hour}

const hour = 3600

// nextStep is the step after one: of 1, 2, 5, 10, 20, 50, …, or of durationSteps and as many hours.
func nextStep(step int64, unit model.Unit) int64 {
	switch {
	case unit != model.Seconds:
		return nextDecimal(step)
	case step < hour:
		return durationSteps[slices.Index(durationSteps, step)+1]
	}
	return nextDecimal(step/hour) * hour
}

func nextDecimal(step int64) int64 {
	for unit := int64(1); ; unit *= 10 {
		switch step {
		case unit:
			return 2 * unit
		case 2 * unit:
			return 5 * unit
		case 5 * unit:
			return 10 * unit
		}
	}
}

// ceilStep is the smallest step that is not below n.
func ceilStep(n int64, unit model.Unit) int64 {
	step := int64(1)
	for step < n {
		step = nextStep(step, unit)
	}
	return step
}

// outlierFactor is the multiple of the upper quartile beyond which a value is an outlier.
const outlierFactor = 3

// withoutOutliers is the largest value that is not an outlier.
func withoutOutliers(values []float64) float64 {
	values = slices.DeleteFunc(slices.Clone(values), func(v float64) bool { return v <= 0 })
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	limit := outlierFactor * values[(len(values)-1)*3/4]
	for len(values) > 1 && values[len(values)-1] > limit {
		values = values[:len(values)-1]
	}
	return values[len(values)-1]
}
