package emulator

import (
	"hash/fnv"
	"math/rand/v2"

	"peerdash/model"
)

// day holds the basic figures of a day, from which those of all reports are computed.
type day struct {
	date model.Date
	// activity is how much is done, in per mille of an ordinary day from Monday to Friday.
	activity int64
	// outage reports whether the network was down, so that almost nothing was used.
	outage bool
	// present is the number of people at work.
	present int64
	// sessions are the peer-to-peer sessions, indexed like peerToPeer.
	sessions [len(peerToPeer)]int64
}

// counts are the figures of a day by the column in which Graph reports them.
type counts map[string]int64

// newDay computes a day from its date and from whether there was an outage.
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

// remaining reduces a number of uses on the day of an outage.
func (d day) remaining(uses int64) int64 {
	if d.outage {
		return uses / 100
	}
	return uses
}

// used is the number of uses on this day of something whose use declines. It varies at random with the day and what.
func (d day) used(what string, habit decline) int64 {
	return d.remaining(d.vary(what, habit.on(d.date)*d.activity/1000))
}

// vary changes a number by up to 5 % at random, always equally for the same day and what.
func (d day) vary(what string, number int64) int64 {
	seed := fnv.New64a()
	_, _ = seed.Write([]byte(what)) // a hash never fails
	chance := rand.NewPCG(uint64(d.date), seed.Sum64())
	return number * (950 + int64(chance.Uint64()%101)) / 1000
}

// users is the number of users behind a number of uses, each with about perUser thousandths of a use if there are few uses and
// with more if there are many. It is at most the number of people present and, if perUser is at least 1000, of uses.
func (d day) users(uses, perUser int64) int64 {
	if uses == 0 {
		return 0
	}
	return quotient(1000*d.present*uses, perUser*d.present+1000*uses)
}

// share is a number of thousandths of another, rounded up.
func share(number, thousandths int64) int64 { return quotient(number*thousandths, 1000) }

// quotient is a divided by b, rounded up.
func quotient(a, b int64) int64 { return (a + b - 1) / b }

// union is the size of the union of overlapping sets of these sizes: the largest and a number of thousandths of the others, so that
// it lies between the largest and the sum.
func union(sets counts, thousandths int64) int64 {
	var largest, sum int64
	for _, size := range sets {
		largest = max(largest, size)
		sum += size
	}
	return largest + (sum-largest)*thousandths/1000
}
