package model

import (
	"slices"
	"strings"
	"time"
)

// catalogue is every report, in the order in which they are listed. The first is the default. To add a report is to add
// its row.
//
// Graph: https://learn.microsoft.com/graph/api/resources/report
var catalogue = []*Definition{
	{
		Name: "skype-peer-to-peer", Function: "getSkypeForBusinessPeerToPeerActivityCounts",
		Service: skype, Title: "Skype peer-to-peer sessions", Unit: Sessions, Additive: true, Series: peerToPeer,
	},
	{
		Name: "skype-peer-to-peer-users", Function: "getSkypeForBusinessPeerToPeerActivityUserCounts",
		Service: skype, Title: "Skype peer-to-peer users", Unit: Users, Series: peerToPeer,
	},
	{
		Name: "skype-peer-to-peer-minutes", Function: "getSkypeForBusinessPeerToPeerActivityMinuteCounts",
		Service: skype, Title: "Skype peer-to-peer minutes", Unit: Minutes, Series: []Series{audio, video},
	},
	{
		Name: "skype-activity", Function: "getSkypeForBusinessActivityCounts",
		Service: skype, Title: "Skype sessions and conferences", Unit: Sessions, Series: activity,
	},
	{
		Name: "skype-activity-users", Function: "getSkypeForBusinessActivityUserCounts",
		Service: skype, Title: "Skype users by activity", Unit: Users, Series: activity,
	},
	{
		Name: "skype-organizer", Function: "getSkypeForBusinessOrganizerActivityCounts",
		Service: skype, Title: "Skype conferences organized", Unit: Conferences, Series: organizer,
	},
	{
		Name: "skype-organizer-users", Function: "getSkypeForBusinessOrganizerActivityUserCounts",
		Service: skype, Title: "Skype conference organizers", Unit: Users, Series: organizer,
	},
	{
		Name: "skype-organizer-minutes", Function: "getSkypeForBusinessOrganizerActivityMinuteCounts",
		Service: skype, Title: "Skype minutes organized", Unit: Minutes, Series: []Series{
			audioVideo,
			{Column: "Dial-in Microsoft", Key: "dialInMicrosoft", Letter: "I"},
			{Column: "Dial-out Microsoft", Key: "dialOutMicrosoft", Letter: "O"},
		},
	},
	{
		Name: "skype-participant", Function: "getSkypeForBusinessParticipantActivityCounts",
		Service: skype, Title: "Skype conferences attended", Unit: Conferences, Series: organizer[:5],
	},
	{
		Name: "skype-participant-users", Function: "getSkypeForBusinessParticipantActivityUserCounts",
		Service: skype, Title: "Skype conference participants", Unit: Users, Series: organizer[:5],
	},
	{
		Name: "skype-participant-minutes", Function: "getSkypeForBusinessParticipantActivityMinuteCounts",
		Service: skype, Title: "Skype minutes attended", Unit: Minutes, Series: []Series{audioVideo},
	},
	{
		Name: "skype-devices", Function: "getSkypeForBusinessDeviceUsageUserCounts",
		Service: skype, Title: "Skype users by device", Unit: Users, Series: []Series{
			windows,
			{Column: "Windows Phone", Key: "windowsPhone", Letter: "P"},
			androidPhone,
			{Column: "iPhone", Key: "iPhone", Letter: "I"},
			{Column: "iPad", Key: "iPad", Letter: "D"},
		},
	},
	{
		Name: "teams-messages", Function: teamsActivity,
		Title: "Teams messages", Unit: Messages, Additive: true, Series: []Series{teamChat, privateChat},
	},
	{
		Name: "teams-meetings", Function: teamsActivity,
		Title: "Teams calls and meetings", Unit: Events, Series: []Series{calls, meetings},
	},
	{
		Name: "teams-time", Function: teamsActivity,
		Title: "Teams time in calls and meetings", Unit: Seconds, Series: []Series{
			{Column: "Audio Duration", Key: "audioDuration", Label: "Audio", Letter: "A"},
			{Column: "Video Duration", Key: "videoDuration", Label: "Video", Letter: "V"},
			{Column: "Screen Share Duration", Key: "screenShareDuration", Label: "Screen Share", Letter: "S"},
		},
	},
	{
		Name: "teams-users", Function: "getTeamsUserActivityUserCounts",
		Title: "Teams users by activity", Unit: Users, Series: []Series{
			teamChat, privateChat, calls, meetings,
			{Column: "Other Actions", Key: "otherActions", Letter: "O"},
		},
	},
	{
		Name: "teams-devices", Function: "getTeamsDeviceUsageUserCounts",
		Title: "Teams users by device", Unit: Users, Series: []Series{
			windows,
			{Column: "Mac", Key: "mac", Letter: "M"},
			{Column: "Web", Key: "web", Letter: "B"},
			{Column: "iOS", Key: "iOS", Letter: "I"},
			androidPhone,
			{Column: "Linux", Key: "linux", Letter: "L", Optional: true},
			{Column: "Chrome OS", Key: "chromeOS", Letter: "C", Optional: true},
		},
	},
	{
		Name: "active-users", Function: "getOffice365ActiveUserCounts",
		Title: "Active users by service", Unit: Users, Series: []Series{
			{Column: "Office 365", Key: "office365", Letter: "O"},
			{Column: "Exchange", Key: "exchange", Letter: "E"},
			{Column: "OneDrive", Key: "oneDrive", Letter: "D"},
			{Column: "SharePoint", Key: "sharePoint", Letter: "P"},
			{Column: "Skype For Business", Key: "skypeForBusiness", Letter: "S"},
			{Column: "Yammer", Key: "yammer", Letter: "Y"},
			{Column: "Teams", Key: "teams", Letter: "T"},
		},
	},
	{
		Name: "email", Function: "getEmailActivityCounts",
		Title: "Email", Unit: Actions, Series: []Series{
			{Column: "Send", Key: "send", Letter: "S"},
			{Column: "Receive", Key: "receive", Letter: "R"},
			{Column: "Read", Key: "read", Letter: "D"},
			{Column: "Meeting Created", Key: "meetingCreated", Letter: "C", Optional: true},
			{Column: "Meeting Interacted", Key: "meetingInteracted", Letter: "I", Optional: true},
		},
	},
}

// The retirement of Skype for Business Online: https://learn.microsoft.com/skypeforbusiness/legacy/skype-for-business-online-retirement
var skype = Service{Name: "Skype for Business", Retired: NewDate(2021, time.July, 31)}

const teamsActivity = "getTeamsUserActivityCounts"

// The series that several reports have.
var (
	im           = Series{Column: "IM", Key: "im", Letter: "I"}
	audio        = Series{Column: "Audio", Key: "audio", Letter: "A"}
	video        = Series{Column: "Video", Key: "video", Letter: "V"}
	appSharing   = Series{Column: "App Sharing", Key: "appSharing", Letter: "S"}
	fileTransfer = Series{Column: "File Transfer", Key: "fileTransfer", Letter: "F"}
	audioVideo   = Series{Column: "Audio/Video", Key: "audioVideo", Letter: "A"}
	windows      = Series{Column: "Windows", Key: "windows", Letter: "W"}
	androidPhone = Series{Column: "Android Phone", Key: "androidPhone", Letter: "A"}
	teamChat     = Series{Column: "Team Chat Messages", Key: "teamChatMessages", Label: "Team Chat", Letter: "T"}
	privateChat  = Series{Column: "Private Chat Messages", Key: "privateChatMessages", Label: "Private Chat", Letter: "P"}
	calls        = Series{Column: "Calls", Key: "calls", Letter: "C"}
	// Newer files may have only the meetings attended, which Microsoft defines alike:
	// https://learn.microsoft.com/microsoft-365/admin/activity-reports/microsoft-teams-user-activity-preview
	meetings = Series{
		Column: "Meetings", Aliases: []string{"Meetings Attended Count", "Meetings Attended"}, Key: "meetings", Letter: "M",
	}

	peerToPeer = []Series{im, audio, video, appSharing, fileTransfer}
	activity   = []Series{
		{Column: "Peer-to-peer", Key: "peerToPeer", Letter: "P"},
		{Column: "Organized", Key: "organized", Letter: "O"},
		{Column: "Participated", Key: "participated", Letter: "A"},
	}
	organizer = []Series{
		im, audioVideo, appSharing,
		{Column: "Web", Key: "web", Letter: "W"},
		{Column: "Dial-in/out 3rd Party", Key: "dialInOut3rdParty", Letter: "3"},
		{Column: "Dial-in/out Microsoft", Key: "dialInOutMicrosoft", Letter: "M"},
	}
)

// Catalogue lists every report, the default one first. The slice and what it points to must not be modified.
func Catalogue() []*Definition { return catalogue }

// Default is the report that is shown unless another is named.
func Default() *Definition { return catalogue[0] }

// Find returns the report with this name, or the first one of the Graph function with this name, in any case of letters;
// false if there is none.
func Find(name string) (*Definition, bool) {
	for _, matches := range []func(*Definition) bool{
		func(d *Definition) bool { return strings.EqualFold(d.Name, name) },
		func(d *Definition) bool { return strings.EqualFold(string(d.Function), name) },
	} {
		if i := slices.IndexFunc(catalogue, matches); i >= 0 {
			return catalogue[i], true
		}
	}
	return nil, false
}
