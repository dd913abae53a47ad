package emulator

import (
	"strings"

	"peerdash/model"
)

// figures compute the columns of each function of Graph.
var figures = map[model.Function]func(day) counts{
	"getSkypeForBusinessPeerToPeerActivityCounts":        day.peerToPeerSessions,
	"getSkypeForBusinessPeerToPeerActivityUserCounts":    day.peerToPeerUsers,
	"getSkypeForBusinessPeerToPeerActivityMinuteCounts":  day.peerToPeerMinutes,
	"getSkypeForBusinessActivityCounts":                  day.activitySessions,
	"getSkypeForBusinessActivityUserCounts":              day.activityUsers,
	"getSkypeForBusinessOrganizerActivityCounts":         day.organizedConferences,
	"getSkypeForBusinessOrganizerActivityUserCounts":     day.organizers,
	"getSkypeForBusinessOrganizerActivityMinuteCounts":   day.organizedMinutes,
	"getSkypeForBusinessParticipantActivityCounts":       day.attendedConferences,
	"getSkypeForBusinessParticipantActivityUserCounts":   day.participants,
	"getSkypeForBusinessParticipantActivityMinuteCounts": day.attendedMinutes,
	"getSkypeForBusinessDeviceUsageUserCounts":           day.skypeDevices,
	"getTeamsUserActivityCounts":                         day.teamsActivity,
	"getTeamsUserActivityUserCounts":                     day.teamsUsers,
	"getTeamsDeviceUsageUserCounts":                      day.teamsDevices,
	"getOffice365ActiveUserCounts":                       day.activeUsers,
	"getEmailActivityCounts":                             day.email,
}

// The columns that each report has.
const (
	refreshDateColumn = "Report Refresh Date"
	dateColumn        = "Report Date"
	periodColumn      = "Report Period"
)

// headers are those of the files in which Graph has another order of columns than the catalogue, or further columns. Each is
// as Microsoft documents it, except that of getTeamsUserActivityCounts, which was recorded:
// https://pnp.github.io/cli-microsoft365/cmd/teams/report/report-useractivitycounts
var headers = map[model.Function]string{
	"getSkypeForBusinessDeviceUsageUserCounts": "Report Refresh Date,Windows,Windows Phone,Android Phone,iPhone,iPad," +
		"Report Date,Report Period",
	"getTeamsUserActivityCounts": "Report Refresh Date,Report Date,Team Chat Messages,Private Chat Messages,Calls,Meetings," +
		"Meetings Organized Count,Meetings Attended Count,Audio Duration,Video Duration,Screen Share Duration," +
		"Post Messages,Reply Messages,Report Period",
	"getTeamsUserActivityUserCounts": "Report Refresh Date,Report Date,Team Chat Messages,Private Chat Messages,Calls,Meetings," +
		"Other Actions,Report Period",
	"getTeamsDeviceUsageUserCounts": "Report Refresh Date,Web,Windows Phone,Android Phone,iOS,Mac,Windows,Chrome OS,Linux," +
		"Report Date,Report Period",
	"getOffice365ActiveUserCounts": "Report Refresh Date,Office 365,Exchange,OneDrive,SharePoint,Skype For Business,Yammer,Teams," +
		"Report Date,Report Period",
	"getEmailActivityCounts": "Report Refresh Date,Send,Receive,Read,Meeting Created,Meeting Interacted,Report Date,Report Period",
}

// otherFigures is the figure of a column that figures does not compute: a part of the people at work.
func (d day) otherFigures(column string) int64 { return d.vary(column, share(d.present, 300)) }

// columnsOf are the columns of a function's file, in Graph's order where it is known. Each column of its reports is there.
func columnsOf(function model.Function, definitions []*model.Definition) []string {
	columns := []string{refreshDateColumn, dateColumn, periodColumn}
	if header, known := headers[function]; known {
		columns = strings.Split(header, ",")
	}
	present := map[string]bool{}
	for _, column := range columns {
		present[column] = true
	}
	for _, definition := range definitions {
		for _, series := range definition.Series {
			if !present[series.Column] {
				columns = append(columns, series.Column)
				present[series.Column] = true
			}
		}
	}
	return columns
}
