package model

// Means are the average totals of a day of the week's working part and of its weekend.
type Means struct {
	// Weekday and Weekend are sessions a day over the days whose total is known; unset where there is none.
	Weekday, Weekend Mean
}

// Mean is an average of known values.
type Mean struct {
	sum  int64
	days int
}

// Value is the average, rounded to whole sessions; unknown where no day was known.
func (m Mean) Value() Count {
	if m.days == 0 {
		return Count{}
	}
	return Known((m.sum + int64(m.days)/2) / int64(m.days))
}

func (m *Mean) add(c Count) {
	if sessions, known := c.Value(); known {
		m.sum += sessions
		m.days++
	}
}

// Means averages the totals of the given types, Monday to Friday apart from Saturday and Sunday.
func (r Report) Means(types TypeSet) Means {
	var means Means
	for _, day := range r.days {
		if day.Date.IsWeekend() {
			means.Weekend.add(day.Total(types))
		} else {
			means.Weekday.add(day.Total(types))
		}
	}
	return means
}

// Change compares the report's days with the days before them: each date with the one a period's length earlier, as
// longer knows it. It is the relative change (0.1 is ten percent more) of the given types' total over the dates
// known on both sides; false where fewer than half of the period's dates are, or where there was nothing before.
// A report of All, which has no days before it, never has a change.
func (r Report) Change(longer Report, types TypeSet) (float64, bool) {
	length := r.Period.Days()
	before := make(map[Date]Count, len(longer.days))
	for _, day := range longer.days {
		before[day.Date] = day.Total(types)
	}
	var now, then int64
	pairs := 0
	for _, day := range r.days {
		sessions, known := day.Total(types).Value()
		earlier, earlierKnown := before[day.Date-Date(length)].Value()
		if known && earlierKnown {
			now, then = now+sessions, then+earlier
			pairs++
		}
	}
	if length == 0 || 2*pairs < length || then == 0 {
		return 0, false
	}
	return float64(now-then) / float64(then), true
}
