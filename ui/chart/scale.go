package chart

import "math"

// scale is the y axis: from 0 upwards in steps of 1, 2 or 5 times a power of ten, and never of less than one whole
// session. A step is a whole number of rows high, so that each label stands exactly where its value lies.
type scale struct {
	step        int64
	rowsPerStep int
}

const (
	// mostSteps is how many labels an axis has at the most, 0 left aside.
	mostSteps = 12
	// enoughSteps is from how many labels on more of them are no gain.
	enoughSteps = 5
	// labelGain is what part of the chart's height one label more is worth.
	labelGain = 0.05
)

// newScale finds, for so many rows that must show values up to most, the scale that makes best use of them: high areas
// first, but also enough labels.
func newScale(most int64, rows int) scale {
	most = max(most, 1)
	largest := ceilStep(most)
	best, bestScore := scale{step: largest, rowsPerStep: max(rows, 1)}, -1.0
	for step := int64(1); step <= largest; step = nextStep(step) {
		perStep := int(int64(rows) * step / most)
		if perStep < 2 || perStep*mostSteps < rows {
			continue
		}
		used := float64(most) / float64(step) * float64(perStep) / float64(rows)
		score := used + labelGain*float64(min(rows/perStep, enoughSteps))
		if score > bestScore && rows/perStep >= 2 {
			best, bestScore = scale{step: step, rowsPerStep: perStep}, score
		}
	}
	return best
}

// nextStep is the step after one of 1, 2, 5, 10, 20, 50, …
func nextStep(step int64) int64 {
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
func ceilStep(n int64) int64 {
	step := int64(1)
	for step < n {
		step = nextStep(step)
	}
	return step
}

// level is how high a value lies where a row has so many levels.
func (s scale) level(value float64, perRow int) int {
	return int(math.Round(value / float64(s.step) * float64(s.rowsPerStep*perRow)))
}
