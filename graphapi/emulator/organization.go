package emulator

import (
	"slices"
	"time"

	"peerdash/model"
)

// The fictitious organization whose figures the emulator reports is Contoso, in the United States, which moves from Skype for
// Business to Teams step by step. Its figures of a day follow from the date alone, in whole numbers, so that they are the same
// in every run on every computer.

// people is the size of the organization, the largest number of users that any report counts.
const people = 5200

// decline describes declining use: count uses on an ordinary weekday at reference, by people who began to leave at began.
// The number falls with the square of the time since then, the later the start the steeper.
type decline struct {
	count int64
	began model.Date
}

var reference = model.NewDate(2026, time.July, 1)

// shortestMove is the least time since the start that is used, in days, so that earlier dates have finite numbers.
const shortestMove = 730

// on is the number of uses on an ordinary weekday around a date.
func (d decline) on(date model.Date) int64 {
	then, now := int64(reference-d.began), int64(max(date-d.began, shortestMove))
	return d.count * then * then / (now * now)
}

// weekdays are the activity in per mille of an ordinary weekday.
var weekdays = [7]int64{
	time.Sunday: 60, time.Monday: 940, time.Tuesday: 1050, time.Wednesday: 1080, time.Thursday: 1030,
	time.Friday: 810, time.Saturday: 80,
}

// holidays are the days from first to last of a month; with onlyOn, those of these weekdays: the fourth Thursday of a month is
// the Thursday from the 22nd to the 28th.
var holidays = []struct {
	month       time.Month
	first, last int
	onlyOn      []time.Weekday
	activity    int64 // in per mille of an ordinary such day
}{
	{month: time.January, first: 1, last: 1, activity: 60},                                           // New Year's Day
	{month: time.January, first: 15, last: 21, onlyOn: []time.Weekday{time.Monday}, activity: 300},   // Martin Luther King
	{month: time.May, first: 25, last: 31, onlyOn: []time.Weekday{time.Monday}, activity: 70},        // Memorial Day
	{month: time.June, first: 19, last: 19, activity: 250},                                           // Juneteenth
	{month: time.July, first: 4, last: 4, activity: 60},                                              // Independence Day
	{month: time.September, first: 1, last: 7, onlyOn: []time.Weekday{time.Monday}, activity: 70},    // Labor Day
	{month: time.November, first: 22, last: 28, onlyOn: []time.Weekday{time.Thursday}, activity: 60}, // Thanksgiving
	{month: time.November, first: 23, last: 29, onlyOn: []time.Weekday{time.Friday}, activity: 250},  // and the day after
	{month: time.December, first: 24, last: 26, activity: 60},                                        // Christmas
	{month: time.December, first: 27, last: 31, activity: 400},                                       // between the years
}

func holidayActivity(date model.Date) int64 {
	_, month, day := date.Time().Date()
	for _, h := range holidays {
		if h.month == month && h.first <= day && day <= h.last && (h.onlyOn == nil || slices.Contains(h.onlyOn, date.Weekday())) {
			return h.activity
		}
	}
	return 1000
}
