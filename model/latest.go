package model

// Latest is the part of r of the given period that ends with its last day; All is the whole of r. It is false if r does not
// reach back to the first day of that period, so that a few days are never shown as a longer period.
func (r Report) Latest(period Period) (Report, bool) {
	if period == All {
		whole := r
		whole.Period = All
		return whole, true
	}
	if r.IsEmpty() {
		return Report{}, false
	}
	last := r.days[len(r.days)-1].Date
	first := last - Date(period.Days()) + 1
	latest := r.Between(first, last)
	latest.Period = period
	return latest, r.days[0].Date <= first
}
