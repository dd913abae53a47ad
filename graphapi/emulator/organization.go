package emulator

import (
	"math/rand/v2"
	"slices"
	"time"

	"peerdash/model"
)

// The fictitious organization whose sessions the emulator reports: Contoso, in the United States, which moves to another
// service step by step. Its sessions of a day follow from the date alone, in whole numbers, so that every run on every
// computer has the same.

// habits are, for each session type, how many sessions an ordinary weekday had in reference, and when people began to
// leave for the other service: numbers fall with the square of the time since then, the later the start the steeper.
var habits = [5]struct {
	sessions int64
	began    model.Date
}{
	0: {sessions: 1900, began: model.NewDate(2016, time.January, 1)},
	1: {sessions: 640, began: model.NewDate(2008, time.January, 1)},
	2: {sessions: 280, began: model.NewDate(2017, time.January, 1)},
	3: {sessions: 190, began: model.NewDate(2013, time.January, 1)},
	4: {sessions: 60, began: model.NewDate(2000, time.January, 1)},
}

var reference = model.NewDate(2026, time.July, 1)

// shortestMove makes numbers finite before and soon after people began to leave.
const shortestMove = 730

// weekdays are the activity in per mille of an ordinary weekday.
var weekdays = [7]int64{
	time.Sunday: 60, time.Monday: 940, time.Tuesday: 1050, time.Wednesday: 1080, time.Thursday: 1030,
	time.Friday: 810, time.Saturday: 80,
}

// holidays are in a range of days of a month, some on one weekday of that range: the fourth Thursday of a month is the
// Thursday from the 22nd to the 28th.
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

// sessionsOn is the number of sessions of each type on a day.
func sessionsOn(date model.Date) [5]int64 {
	const seed = 0x5e55
	chance := rand.NewPCG(uint64(date), seed)
	activity := weekdays[date.Weekday()] * holidayActivity(date) / 1000
	activity = activity * (960 + int64(chance.Uint64()%81)) / 1000
	var sessions [5]int64
	for t := range sessions {
		habit := habits[t]
		then, now := int64(reference-habit.began), int64(max(date-habit.began, shortestMove))
		ordinary := habit.sessions * then * then / (now * now)
		sessions[t] = ordinary * activity * (950 + int64(chance.Uint64()%101)) / 1_000_000
	}
	return sessions
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
