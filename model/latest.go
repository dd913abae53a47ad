package model

// Latest is the report of the period that ends with the last day that r has. It is false where the first day of that
// period is not among the days, so that a few days never pass for a longer period.
func (r Report) Latest(period Period) (Report, bool) {
	if r.IsEmpty() {
		return Report{}, false
	}
	last := r.days[len(r.days)-1].Date
	cut := r.Between(last-Date(period.Days())+1, last)
	cut.Period = period
	return cut, cut.days[0].Date == last-Date(period.Days())+1
}
