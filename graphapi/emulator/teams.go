package emulator

import (
	"time"

	"peerdash/model"
)

// teamsBegan is when Teams was introduced to all. Before, a pilot group used it.
var teamsBegan = model.NewDate(2023, time.September, 1)

// pilot is how many of a million people are in the pilot group.
const pilot = 60_000

// teamsAdoption is how many of a million people use Teams on a date. The number grows slowly at first, then fast, to almost all.
func teamsAdoption(date model.Date) int64 {
	const halfWay = 1250 // days after the introduction
	days := int64(max(date-teamsBegan, 0))
	square := days * days * 1000 / (halfWay * halfWay)
	fourth := square * square
	return pilot + 920_000*fourth/(fourth+1_000_000)
}

// seasons are the use of Teams, email and files on the first of each month, in per mille of the busiest.
var seasons = [13]int64{
	time.January: 900, time.February: 960, time.March: 970, time.April: 950, time.May: 940, time.June: 910,
	time.July: 840, time.August: 810, time.September: 900, time.October: 990, time.November: 1000, time.December: 960,
}

// season is the use on a day in per mille of the busiest season, between the first of its month and that of the next.
func season(date model.Date) int64 {
	_, month, elapsed := date.Time().Date()
	next := month%12 + 1
	const days = 31
	return (seasons[month]*int64(days-elapsed+1) + seasons[next]*int64(elapsed-1)) / days
}

// inSeason is a number of thousandths of the people present in the busiest season, fewer in others.
func (d day) inSeason(thousandths int64) int64 {
	return quotient(d.present*thousandths*season(d.date), 1_000_000)
}

// teamsActive is how many people used Teams.
func (d day) teamsActive() int64 {
	return quotient(d.inSeason(1000)*teamsAdoption(d.date), 1_000_000)
}

func (d day) teamsUsers() counts {
	active := d.teamsActive()
	return counts{
		"Team Chat Messages": share(active, 430), "Private Chat Messages": share(active, 880), "Calls": share(active, 370),
		"Meetings": share(active, 710), "Other Actions": share(active, 240),
	}
}

func (d day) teamsActivity() counts {
	users := d.teamsUsers()
	teamChat := d.vary("team chat messages", 4*users["Team Chat Messages"])
	calls := d.vary("calls", 2*users["Calls"])
	meetings := d.vary("meetings", 3*users["Meetings"])
	audio := d.vary("audio duration", 431*calls+1867*meetings)
	posts := share(teamChat, 310)
	return counts{
		"Team Chat Messages":    teamChat,
		"Private Chat Messages": d.vary("private chat messages", 11*users["Private Chat Messages"]),
		"Calls":                 calls,
		// A meeting is attended by each participant and organized by one.
		"Meetings": meetings, "Meetings Attended Count": meetings, "Meetings Organized Count": share(meetings, 190),
		"Audio Duration":        audio,
		"Video Duration":        d.vary("video duration", share(audio, 440)),
		"Screen Share Duration": d.vary("screen share duration", share(audio, 210)),
		"Post Messages":         posts, "Reply Messages": teamChat - posts,
	}
}

func (d day) teamsDevices() counts {
	active := d.teamsActive()
	return counts{
		"Windows": share(active, 780), "Mac": share(active, 150), "Web": share(active, 210), "iOS": share(active, 370),
		"Android Phone": share(active, 240), "Linux": share(active, 12), "Chrome OS": share(active, 7), "Windows Phone": 0,
	}
}
