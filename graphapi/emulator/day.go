package emulator

import (
	"hash/fnv"
	"math/rand/v2"

	"peerdash/model"
)

// day is a day of the organization, from which the figures of all reports follow.
type day struct {
	date model.Date
	// activity is in per mille of an ordinary weekday.
	activity int64
	// outage reports whether the network was down, so that almost nothing was used.
	outage bool
	// present is how many people were at work.
	present int64
	// sessions are the peer-to-peer sessions, indexed like peerToPeer.
	sessions [len(peerToPeer)]int64
}

// counts are the figures of a day by the column in which Graph reports them.
type counts map[string]int64

// newDay computes the basic figures of a day. They follow from the date and from whether there was an outage.
func newDay(date model.Date, outage bool) day {
	const seed = 0x5e55
	chance := rand.NewPCG(uint64(date), seed)
	activity := weekdays[date.Weekday()] * holidayActivity(date) / 1000
	activity = activity * (960 + int64(chance.Uint64()%81)) / 1000
	d := day{date: date, activity: activity, outage: outage}
	d.present = d.remaining(people * activity * 830 / 1_000_000)
	for t, habit := range peerToPeer {
		d.sessions[t] = d.remaining(habit.on(date) * activity * (950 + int64(chance.Uint64()%101)) / 1_000_000)
	}
	return d
}

// remaining is what is left of a number of uses on this day.
func (d day) remaining(uses int64) int64 {
	if d.outage {
		return uses / 100
	}
	return uses
}

// used is the number of uses on this day of what goes down.
func (d day) used(what string, habit decline) int64 {
	return d.remaining(d.vary(what, habit.on(d.date)*d.activity/1000))
}

// vary is a number of this day, up to 5 % higher or lower.
func (d day) vary(what string, number int64) int64 {
	seed := fnv.New64a()
	_, _ = seed.Write([]byte(what)) // a hash never fails
	chance := rand.NewPCG(uint64(d.date), seed.Sum64())
	return number * (950 + int64(chance.Uint64()%101)) / 1000
}

// users is how many people account for a number of uses, if few of them share it: each has perUser thousandths of a use,
// and more where there are more uses than people. It is at most the number of people present, and of uses if perUser is at
// least 1000.
func (d day) users(uses, perUser int64) int64 {
	if uses == 0 {
		return 0
	}
	return quotient(1000*d.present*uses, perUser*d.present+1000*uses)
}

// share is so many thousandths of a number, rounded up.
func share(number, thousandths int64) int64 { return quotient(number*thousandths, 1000) }

// quotient is a divided by b, rounded up.
func quotient(a, b int64) int64 { return (a + b - 1) / b }

// union is the size of a union of overlapping sets, at least the largest and at most their sum: of what the others have
// in all, so many thousandths are not in the largest.
func union(sets counts, thousandths int64) int64 {
	var largest, sum int64
	for _, size := range sets {
		largest = max(largest, size)
		sum += size
	}
	return largest + (sum-largest)*thousandths/1000
}
