package chart

import "peerdash/model"

// heights are the values of one column by session type; those of unknown types are 0.
type heights struct {
	values [model.SessionTypeCount]float64
	known  model.TypeSet
}

func (h *heights) set(t model.SessionType, value float64) {
	h.values[t] = value
	h.known |= model.OnlyType(t)
}

func (h *heights) total() float64 {
	var total float64
	for _, value := range h.values {
		total += value
	}
	return total
}

// merge makes one column of several days, which all have the given types in common.
type merge func(days []model.Day, types model.TypeSet) heights

// sample gives each column its heights. Between the middles of two days whose counts of a type are known, its height
// runs straight from one to the other; beside a day where it is unknown it stays level to the border between the two.
// Days that share a column are merged.
func sample(days []model.Day, types model.TypeSet, columns int, merge merge) []heights {
	sampled := make([]heights, columns)
	s := spread{days: len(days), columns: columns}
	switch {
	case len(days) == 0:
	case s.crowded():
		for column := range sampled {
			sampled[column] = merge(days[s.firstDay(column):s.firstDay(column+1)], types)
		}
	default:
		for _, t := range model.SessionTypes() {
			if types.Has(t) {
				interpolate(sampled, days, t, s)
			}
		}
	}
	return sampled
}

func interpolate(sampled []heights, days []model.Day, t model.SessionType, s spread) {
	for day := range days {
		here, known := days[day].Counts[t].Value()
		if !known {
			continue
		}
		middle := s.columnOf(day)
		for column := s.firstColumn(day); column < s.firstColumn(day+1); column++ {
			neighbour := day + 1
			if column < middle {
				neighbour = day - 1
			}
			height := float64(here)
			if neighbour >= 0 && neighbour < len(days) {
				if there, known := days[neighbour].Counts[t].Value(); known {
					way := float64(column-middle) / float64(s.columnOf(neighbour)-middle)
					height += way * float64(there-here)
				}
			}
			sampled[column].set(t, height)
		}
	}
}

// peakDay takes the day with the largest total, so that no peak is lost.
func peakDay(days []model.Day, types model.TypeSet) heights {
	var peak heights
	most := int64(-1)
	for i := range days {
		if total, known := days[i].Total(types).Value(); known && total > most {
			most = total
			peak = combine(days[i:i+1], types, addUp)
		}
	}
	return peak
}

// peakOfEach takes each type's largest count.
func peakOfEach(days []model.Day, types model.TypeSet) heights {
	return combine(days, types, func(a, b float64) float64 { return max(a, b) })
}

// sum adds the days up.
func sum(days []model.Day, types model.TypeSet) heights { return combine(days, types, addUp) }

func addUp(a, b float64) float64 { return a + b }

func combine(days []model.Day, types model.TypeSet, with func(a, b float64) float64) heights {
	var combined heights
	for i := range days {
		for _, t := range model.SessionTypes() {
			if sessions, known := days[i].Counts[t].Value(); known && types.Has(t) {
				combined.set(t, with(combined.values[t], float64(sessions)))
			}
		}
	}
	return combined
}
