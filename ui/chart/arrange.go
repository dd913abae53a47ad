package chart

// split is what a cell of a stack shows: the lower series up to a level, and above it the upper one, -1 for none.
type split struct{ lower, upper, level int }

// arranger chooses the series that each cell of a stack shows: two, or one in the cell in which the stack ends. Every series of
// at least one level appears if that is possible within mostShift rows of its place. Apart from that, as many levels as possible
// show the right series. The height of the stack and the order of the series are always exact, so a thin uppermost series may take
// a whole row in the cell in which the stack ends.
type arranger struct {
	present []int // the series that are at least one level high
	tops    []int // the level up to which each of these reaches
	splits  []split
	steps   []step
}

// step is the cheapest way found to draw the cells up to some row with a certain series at the top.
type step struct {
	cost, from int
	split      split
	reached    bool
}

const (
	// missCost is the cost of leaving a series out; a level that shows the wrong series costs 1.
	missCost = 10_000
	// mostShift is the number of rows by which a series may be moved to be visible.
	mostShift = 2
)

// arrange returns the cells of a stack from the bottom up. borders are the levels up to which each series reaches, heights
// the heights of the series in levels before rounding.
func (a *arranger) arrange(borders []int, heights []float64, perRow int) []split {
	bottom := a.begin(borders, heights)
	rows := (bottom + perRow - 1) / perRow
	if !a.takeLargest(rows, perRow) {
		a.search(rows, perRow)
	}
	for i := range a.splits {
		a.splits[i].lower = a.present[a.splits[i].lower]
		if a.splits[i].upper >= 0 {
			a.splits[i].upper = a.present[a.splits[i].upper]
		}
	}
	return a.splits
}

// begin finds the series to show and returns the height of the stack. A series of less than a level is not shown, since
// rounding would show it in some columns only. The next series covers its place; if all are that small, the largest
// covers everything.
func (a *arranger) begin(borders []int, heights []float64) int {
	a.present, a.tops, a.splits = a.present[:0], a.tops[:0], a.splits[:0]
	bottom, largest := 0, 0
	for i, border := range borders {
		if heights[i] > heights[largest] {
			largest = i
		}
		if heights[i] >= 1 && border > bottom {
			a.present, a.tops = append(a.present, i), append(a.tops, border)
			bottom = border
		}
	}
	total := borders[len(borders)-1]
	if len(a.present) == 0 {
		a.present, a.tops = append(a.present, largest), append(a.tops, total)
	}
	a.tops[len(a.tops)-1] = total
	return total
}

// bottomOf is the level at which a present series begins.
func (a *arranger) bottomOf(i int) int {
	if i == 0 {
		return 0
	}
	return a.tops[i-1]
}

// height is how many levels of a present series lie between two levels.
func (a *arranger) height(i, low, high int) int {
	return max(min(a.tops[i], high)-max(a.bottomOf(i), low), 0)
}

// takeLargest shows the largest series of each cell. It returns false if that leaves a series out.
func (a *arranger) takeLargest(rows, perRow int) bool {
	seen, first := 0, 0
	for row := range rows {
		low, high := row*perRow, (row+1)*perRow
		for a.tops[first] <= low {
			first++
		}
		end := min(high, a.tops[len(a.tops)-1])
		largest, next, most, second := first, -1, 0, 0
		for i := first; i < len(a.tops) && a.bottomOf(i) < high; i++ {
			switch height := a.height(i, low, high); {
			case height > most:
				largest, next, most, second = i, largest, height, most
			case height > second:
				next, second = i, height
			}
		}
		if second == 0 || end < high {
			a.splits = append(a.splits, split{lower: largest, upper: -1, level: end - low})
			seen |= 1 << largest
			continue
		}
		lower, upper := min(largest, next), max(largest, next)
		a.splits = append(a.splits, split{lower: lower, upper: upper, level: a.border(lower, upper, low, high)})
		seen |= 1<<lower | 1<<upper
	}
	return seen == 1<<len(a.present)-1
}

// border is the level, from the cell's lower edge, between two series that share a cell, such that most levels show the
// right series.
func (a *arranger) border(lower, upper, low, high int) int {
	best, from, to := -1, 0, 0
	for level := 1; level < high-low; level++ {
		right := a.height(lower, low, low+level) + a.height(upper, low+level, high)
		switch {
		case right > best:
			best, from, to = right, level, level
		case right == best:
			to = level
		}
	}
	return (from + to) / 2
}

// search finds the cheapest way to draw the cells, from the bottom up, with a step for each cell and each last series.
func (a *arranger) search(rows, perRow int) {
	count := len(a.present) + 1
	if missing := (rows+1)*count - len(a.steps); missing > 0 {
		a.steps = append(a.steps, make([]step, missing)...)
	}
	clear(a.steps[:(rows+1)*count])
	a.steps[0].reached = true
	for row := range rows {
		a.extend(row, perRow, a.steps[row*count:(row+1)*count], a.steps[(row+1)*count:(row+2)*count])
	}
	last := a.steps[rows*count : (rows+1)*count]
	best := 0
	for shown := range last {
		last[shown].cost += missCost * (len(a.present) - shown)
		if last[shown].reached && (!last[best].reached || last[shown].cost < last[best].cost) {
			best = shown
		}
	}
	a.splits = a.splits[:rows]
	for row := rows; row > 0; row-- {
		step := &a.steps[row*count+best]
		a.splits[row-1], best = step.split, step.from
	}
}

// extend draws one cell in each possible way after each way to draw those below it.
func (a *arranger) extend(row, perRow int, before, after []step) {
	low, high := row*perRow, (row+1)*perRow
	end := min(high, a.tops[len(a.tops)-1])
	near := func(i int) bool { return a.bottomOf(i) < high+mostShift*perRow && a.tops[i] > low-mostShift*perRow }
	for shown := range before {
		if !before[shown].reached {
			continue
		}
		for lower := max(shown-1, 0); lower < len(a.present); lower++ {
			if !near(lower) {
				continue
			}
			cost := before[shown].cost + missCost*max(lower-shown, 0)
			single := split{lower: lower, upper: -1, level: end - low}
			replaceIfCheaper(&after[lower+1], cost+end-low-a.height(lower, low, end), shown, single)
			for upper := lower + 1; end == high && upper < len(a.present) && near(upper); upper++ {
				level := a.border(lower, upper, low, high)
				wrong := perRow - a.height(lower, low, low+level) - a.height(upper, low+level, high)
				replaceIfCheaper(&after[upper+1], cost+missCost*(upper-lower-1)+wrong, shown, split{lower, upper, level})
			}
		}
	}
}

// replaceIfCheaper replaces a step if the cost is lower than its own.
func replaceIfCheaper(to *step, cost, from int, split split) {
	if !to.reached || cost < to.cost {
		*to = step{cost: cost, from: from, split: split, reached: true}
	}
}
