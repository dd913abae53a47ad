package model

// Means are the mean totals of weekdays and of weekend days.
type Means struct {
	// Weekday is the mean of Monday to Friday, Weekend that of Saturday and Sunday. Days without a known total do not count.
	Weekday, Weekend Mean
}

// Mean is an average of known values.
type Mean struct {
	sum  int64
	days int
}

// Value is the average, rounded to a whole number; unknown if no day was known.
func (m Mean) Value() Count {
	if m.days == 0 {
		return Count{}
	}
	return Known((m.sum + int64(m.days)/2) / int64(m.days))
}

func (m *Mean) add(c Count) {
	if value, known := c.Value(); known {
		m.sum += value
		m.days++
	}
}

// Means returns the means of the given series' totals, separately for Monday to Friday and for Saturday and Sunday.
func (r Report) Means(shown SeriesSet) Means {
	var means Means
	for _, day := range r.days {
		if day.Date.IsWeekend() {
			means.Weekend.add(day.Total(shown))
		} else {
			means.Weekday.add(day.Total(shown))
		}
	}
	return means
}

// Change is how a total differs from an earlier one.
type Change struct {
	// Value is the difference as a part of the earlier total: 0.1 is ten percent more.
	Value float64
	// Compared is the number of days that were compared, each with an earlier day of the same weekday. Uncompared is the
	// number of known days without a known earlier day.
	Compared, Uncompared int
}

// ComparisonDays is how many days lie between a day of the period and the day that it is compared with: the period's
// length in whole weeks, so that both are the same weekday; 0 for All.
func (p Period) ComparisonDays() int { return (p.Days() + 6) / 7 * 7 }

// Change compares the total of the given series with the earlier one: each day of the report with the day that is
// ComparisonDays before it in longer, which is a report of more days. It is false if fewer than half of the period's days
// can be compared or the earlier total is zero, and for All.
func (r Report) Change(longer Report, shown SeriesSet) (Change, bool) {
	back := r.Period.ComparisonDays()
	before := make(map[Date]Count, len(longer.days))
	for _, day := range longer.days {
		before[day.Date] = day.Total(shown)
	}
	var change Change
	var now, then int64
	for _, day := range r.days {
		total, known := day.Total(shown).Value()
		if !known {
			continue
		}
		earlier, earlierKnown := before[day.Date-Date(back)].Value()
		if !earlierKnown {
			change.Uncompared++
			continue
		}
		now, then = now+total, then+earlier
		change.Compared++
	}
	if back == 0 || 2*change.Compared < r.Period.Days() || then == 0 {
		return Change{}, false
	}
	change.Value = float64(now-then) / float64(then)
	return change, true
}
