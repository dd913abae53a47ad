package emulator

import (
	"time"

	"peerdash/model"
)

// peerToPeer are the types of peer-to-peer sessions, in the order of the catalogue.
var peerToPeer = [5]decline{
	{count: 1900, began: model.NewDate(2016, time.January, 1)},
	{count: 640, began: model.NewDate(2008, time.January, 1)},
	{count: 280, began: model.NewDate(2017, time.January, 1)},
	{count: 190, began: model.NewDate(2013, time.January, 1)},
	{count: 60, began: model.NewDate(2000, time.January, 1)},
}

// conferences are the types of conferences that people of the organization organize.
var conferences = map[string]decline{
	"IM":                    {count: 130, began: model.NewDate(2020, time.June, 1)},
	"Audio/Video":           {count: 260, began: model.NewDate(2021, time.March, 1)},
	"App Sharing":           {count: 170, began: model.NewDate(2020, time.January, 1)},
	"Web":                   {count: 24, began: model.NewDate(2022, time.January, 1)},
	"Dial-in/out 3rd Party": {count: 36, began: model.NewDate(2018, time.June, 1)},
	"Dial-in/out Microsoft": {count: 95, began: model.NewDate(2021, time.September, 1)},
}

// windowsPhones are the users, of a thousand, who have one.
var windowsPhones = decline{count: 1, began: model.NewDate(2018, time.July, 1)}

func (d day) peerToPeerSessions() counts {
	return counts{
		"IM": d.sessions[0], "Audio": d.sessions[1], "Video": d.sessions[2],
		"App Sharing": d.sessions[3], "File Transfer": d.sessions[4],
	}
}

func (d day) peerToPeerUsers() counts {
	users := counts{}
	for column, sessions := range d.peerToPeerSessions() {
		users[column] = d.users(sessions, 1800)
	}
	return users
}

func (d day) peerToPeerMinutes() counts {
	sessions := d.peerToPeerSessions()
	return counts{
		"Audio": d.vary("peer-to-peer audio minutes", 8*sessions["Audio"]),
		"Video": d.vary("peer-to-peer video minutes", 14*sessions["Video"]),
	}
}

// activitySessions counts sessions of several types once.
func (d day) activitySessions() counts {
	return counts{
		"Peer-to-peer": union(d.peerToPeerSessions(), 350),
		"Organized":    union(d.organizedConferences(), 250),
		"Participated": union(d.attendedConferences(), 250),
	}
}

// activityUsers counts users of several types once.
func (d day) activityUsers() counts {
	return counts{
		"Peer-to-peer": min(union(d.peerToPeerUsers(), 350), d.present),
		"Organized":    min(union(d.organizers(), 250), d.present),
		"Participated": min(union(d.participants(), 250), d.present),
	}
}

func (d day) organizedConferences() counts {
	organized := counts{}
	for column, habit := range conferences {
		organized[column] = d.used("organized "+column, habit)
	}
	return organized
}

func (d day) organizers() counts {
	users := counts{}
	for column, organized := range d.organizedConferences() {
		users[column] = d.users(organized, 1300)
	}
	return users
}

func (d day) organizedMinutes() counts {
	organized := d.organizedConferences()
	return counts{
		"Audio/Video":        d.vary("organized audio and video minutes", 190*organized["Audio/Video"]),
		"Dial-in Microsoft":  d.vary("dial-in minutes", 41*organized["Dial-in/out Microsoft"]),
		"Dial-out Microsoft": d.vary("dial-out minutes", 13*organized["Dial-in/out Microsoft"]),
	}
}

// attendedConferences counts each conference for each participant.
func (d day) attendedConferences() counts {
	attended := counts{}
	for column, organized := range d.organizedConferences() {
		if column != "Dial-in/out Microsoft" {
			attended[column] = d.vary("attended "+column, 5*organized)
		}
	}
	return attended
}

func (d day) participants() counts {
	users := counts{}
	for column, attended := range d.attendedConferences() {
		users[column] = d.users(attended, 1500)
	}
	return users
}

func (d day) attendedMinutes() counts {
	return counts{"Audio/Video": d.vary("attended audio and video minutes", 34*d.attendedConferences()["Audio/Video"])}
}

// skypeUsers is how many people used Skype for Business.
func (d day) skypeUsers() int64 { return min(union(d.activityUsers(), 300), d.present) }

func (d day) skypeDevices() counts {
	users := d.skypeUsers()
	return counts{
		"Windows": share(users, 910), "Windows Phone": users * windowsPhones.on(d.date) / 1000,
		"Android Phone": share(users, 140), "iPhone": share(users, 190), "iPad": share(users, 50),
	}
}
