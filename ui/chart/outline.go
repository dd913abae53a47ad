package chart

import "peerdash/model"

// vertex is a point of the outlines of all types, at a place counted in days from the start of the first.
type vertex struct {
	x float64
	heights
}

// outlines are the vertices of each unbroken run of days: the middle of each day, the ends of the run, and both sides of
// a border between days of which different types are known.
func outlines(days []model.Day, types model.TypeSet) [][]vertex {
	var runs [][]vertex
	var run []vertex
	for i := range days {
		here := combine(days[i:i+1], types, addUp)
		if here.known == 0 {
			continue
		}
		before, after := beside(days, i-1, types), beside(days, i+1, types)
		if before.known != here.known {
			run = append(run, vertex{x: float64(i), heights: meet(here, before)})
		}
		run = append(run, vertex{x: float64(i) + 0.5, heights: here})
		if after.known != here.known {
			run = append(run, vertex{x: float64(i + 1), heights: meet(here, after)})
		}
		if after.known == 0 {
			runs, run = append(runs, run), nil
		}
	}
	return runs
}

func beside(days []model.Day, i int, types model.TypeSet) heights {
	if i < 0 || i >= len(days) {
		return heights{}
	}
	return combine(days[i:i+1], types, addUp)
}

// meet is how high the lines of a day are at its border with a neighbour: half way to the neighbour's, or level where
// the neighbour's is not known.
func meet(here, neighbour heights) heights {
	for t := range here.values {
		if neighbour.known.Has(model.SessionType(t)) {
			here.values[t] = (here.values[t] + neighbour.values[t]) / 2
		}
	}
	return here
}
