package model

// Bucket is one or several consecutive days of a Timeline, shown as their mean per known day.
type Bucket struct {
	// First and Last are its days within the timeline.
	First, Last Date
	// Whole is the number of days of its week, month or year, including those outside the timeline.
	Whole int
	// Known is the number of its days on which the count of any series shown is known.
	Known int
	// Marks are those of all its days.
	Marks Marks

	means [MaxSeries]Mean
}

// Days is the number of days of the bucket.
func (b *Bucket) Days() int { return int(b.Last-b.First) + 1 }

// Has reports whether the day is one of the bucket's.
func (b *Bucket) Has(date Date) bool { return date >= b.First && date <= b.Last }

// Mean is a series' mean of the days on which its count is known; false if there is no such day.
func (b *Bucket) Mean(series int) (float64, bool) {
	m := b.means[series]
	if m.days == 0 {
		return 0, false
	}
	return float64(m.sum) / float64(m.days), true
}

// Total is the sum of the known means of the given series; false if all are unknown.
func (b *Bucket) Total(shown SeriesSet) (float64, bool) {
	var total float64
	anyKnown := false
	for series := range MaxSeries {
		if mean, known := b.Mean(series); known && shown.Has(series) {
			total += mean
			anyKnown = true
		}
	}
	return total, anyKnown
}

// add adds a day's counts to the means.
func (b *Bucket) add(day *Day) {
	for series, count := range day.Counts {
		b.means[series].add(count)
	}
}

// Buckets divides the timeline into buckets of a resolution, oldest first. Weeks begin on Monday, months and longer ones on
// their first day; the first and the last bucket may be partial. Automatic is ByDay.
func (t Timeline) Buckets(resolution Resolution) []Bucket {
	if resolution == SevenDayMean {
		return t.sevenDayMeans()
	}
	buckets := make([]Bucket, 0, t.BucketCount(resolution))
	for i := 0; i < len(t.days); {
		first := t.days[i].Date
		next := resolution.next(resolution.start(first))
		bucket := Bucket{First: first, Last: min(next-1, t.Last()), Whole: int(next - resolution.start(first))}
		if bucket.Days() < bucket.Whole {
			bucket.Marks |= PartialMark
		}
		for ; i < len(t.days) && t.days[i].Date < next; i++ {
			bucket.add(&t.days[i])
			bucket.Marks |= t.marks[i]
			if _, known := t.days[i].Total(t.shown).Value(); known {
				bucket.Known++
			}
		}
		buckets = append(buckets, bucket)
	}
	return buckets
}

// DayBucket is a bucket of one day of the timeline, with the day's own counts.
func (t Timeline) DayBucket(date Date) Bucket {
	i := int(date - t.First())
	bucket := Bucket{First: date, Last: date, Whole: 1, Marks: t.marks[i]}
	bucket.add(&t.days[i])
	if _, known := t.days[i].Total(t.shown).Value(); known {
		bucket.Known = 1
	}
	return bucket
}

// BucketCount is the number of buckets of the timeline at a resolution.
func (t Timeline) BucketCount(resolution Resolution) int {
	if len(t.days) == 0 {
		return 0
	}
	if resolution.HasDailyBuckets() {
		return len(t.days)
	}
	count := 0
	for date := resolution.start(t.First()); date <= t.Last(); date = resolution.next(date) {
		count++
	}
	return count
}

// sevenDayMeans are buckets of one day each. A mean of fewer than seven days is unknown, since it would not cover each
// weekday.
func (t Timeline) sevenDayMeans() []Bucket {
	buckets := make([]Bucket, len(t.days))
	for i := range t.days {
		bucket := &buckets[i]
		bucket.First, bucket.Last, bucket.Whole = t.days[i].Date, t.days[i].Date, 1
		bucket.Marks = t.marks[i]
		if _, known := t.days[i].Total(t.shown).Value(); known {
			bucket.Known = 1
		}
		if i+len(t.before) < 6 {
			continue
		}
		for back := range 7 {
			bucket.add(t.dayBack(i, back))
		}
	}
	return buckets
}

// dayBack is the day back days before the one with index i.
func (t *Timeline) dayBack(i, back int) *Day {
	if i >= back {
		return &t.days[i-back]
	}
	return &t.before[len(t.before)+i-back]
}
