package chart

import "math"

// scale is the y axis: from 0 to top in steps of 1, 2 or 5 times a power of ten, and never less than one whole session.
type scale struct{ top, step int64 }

// newScale reaches up to most in at most so many steps.
func newScale(most int64, maxSteps int) scale {
	most = max(most, 1)
	step := int64(1)
	for factor := 0; (most+step-1)/step > int64(max(maxSteps, 1)); factor++ {
		// 1, 2, 5, 10, 20, 50, …
		if factor%3 == 1 {
			step = step / 2 * 5
		} else {
			step *= 2
		}
	}
	return scale{top: (most + step - 1) / step * step, step: step}
}

// ticks are the values that get a label, 0 and top included.
func (s scale) ticks() []int64 {
	ticks := make([]int64, 0, s.top/s.step+1)
	for value := int64(0); value <= s.top; value += s.step {
		ticks = append(ticks, value)
	}
	return ticks
}

// level is how high a value lies when top lies at height.
func (s scale) level(value float64, height int) int {
	return int(math.Round(value / float64(s.top) * float64(height)))
}
