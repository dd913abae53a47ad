package chart

// spread lays days out over columns, all of equal width save for rounding. Where there are more columns than days each
// day has several; where there are fewer, several days share one.
type spread struct{ days, columns int }

// firstColumn is where a day begins. The day after the last begins behind the last column.
func (s spread) firstColumn(day int) int { return day * s.columns / s.days }

// columnOf is the column in the middle of a day.
func (s spread) columnOf(day int) int {
	first, next := s.firstColumn(day), s.firstColumn(day+1)
	return max(first, (first+next-1)/2)
}

// dayAt is the day at a column, the first one where several share it.
func (s spread) dayAt(column int) int {
	if s.crowded() {
		return s.firstDay(column)
	}
	return ((column+1)*s.days - 1) / s.columns
}

// crowded reports whether days share columns.
func (s spread) crowded() bool { return s.days > s.columns }

// firstDay is the first day of a column that days share. The column after the last has the day after the last.
func (s spread) firstDay(column int) int { return (column*s.days + s.columns - 1) / s.columns }
