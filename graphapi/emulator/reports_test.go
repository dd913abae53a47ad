package emulator

import (
	"strings"
	"testing"
	"time"

	"peerdash/model"
)

// lines are the header and the newest row of a function's file.
func lines(t *testing.T, function model.Function, definitions []*model.Definition, refreshed model.Date) (header, row string) {
	t.Helper()
	text := string(newFile(function, definitions).write(model.D7, refreshed))
	all := strings.Split(strings.TrimPrefix(text, byteOrderMark), "\r\n")
	if len(all) < 2 || strings.Count(text, "\n") != len(all)-1 {
		t.Fatalf("the file of %s has no rows, or lines that do not end with CR and LF", function)
	}
	return all[0], all[1]
}

func TestHeadersOfTheService(t *testing.T) {
	for function, want := range map[model.Function]string{
		"getSkypeForBusinessPeerToPeerActivityCounts":        "Report Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing,File Transfer",
		"getSkypeForBusinessActivityCounts":                  "Report Refresh Date,Report Date,Report Period,Peer-to-peer,Organized,Participated",
		"getSkypeForBusinessParticipantActivityMinuteCounts": "Report Refresh Date,Report Date,Report Period,Audio/Video",
		"getSkypeForBusinessDeviceUsageUserCounts":           "Report Refresh Date,Windows,Windows Phone,Android Phone,iPhone,iPad,Report Date,Report Period",
		"getTeamsUserActivityCounts": "Report Refresh Date,Report Date,Team Chat Messages,Private Chat Messages,Calls,Meetings," +
			"Meetings Organized Count,Meetings Attended Count,Audio Duration,Video Duration,Screen Share Duration," +
			"Post Messages,Reply Messages,Report Period",
		"getOffice365ActiveUserCounts": "Report Refresh Date,Office 365,Exchange,OneDrive,SharePoint,Skype For Business,Yammer,Teams,Report Date,Report Period",
	} {
		if header, _ := lines(t, function, function.Definitions(), model.NewDate(2026, time.June, 28)); header != want {
			t.Errorf("%s: the header is\n%s, want\n%s", function, header, want)
		}
	}
}

func TestEveryColumnHasFiguresOfItsOwn(t *testing.T) {
	day := newDay(model.NewDate(2026, time.June, 24), false)
	for _, function := range model.Functions() {
		computed := map[string]bool{refreshDateColumn: true, dateColumn: true, periodColumn: true}
		for column := range figures[function](day) {
			computed[column] = true
		}
		for _, column := range columnsOf(function, function.Definitions()) {
			if !computed[column] {
				t.Errorf("%s has no figures of %s", function, column)
			}
			delete(computed, column)
		}
		for column := range computed {
			t.Errorf("%s does not show the figures of %s", function, column)
		}
	}
}

func TestFurtherRowOfTheCatalogue(t *testing.T) {
	further := []*model.Definition{
		{Name: "yammer", Function: "getYammerActivityCounts", Unit: model.Messages, Series: []model.Series{{Column: "Liked"}, {Column: "Posted"}}},
		{Name: "yammer-time", Function: "getYammerActivityCounts", Unit: model.Seconds, Series: []model.Series{{Column: "Time Spent"}}},
	}
	header, row := lines(t, "getYammerActivityCounts", further, model.NewDate(2026, time.June, 28))
	if want := "Report Refresh Date,Report Date,Report Period,Liked,Posted,Time Spent"; header != want {
		t.Errorf("the header is %q, want %q", header, want)
	}
	cells := strings.Split(row, ",")
	for _, cell := range cells[3:] {
		if cellCount(t, cell) == 0 {
			t.Errorf("%q has no figures", row)
		}
	}
	if !strings.HasPrefix(cells[5], "PT") {
		t.Errorf("the time is %q, want an ISO 8601 duration", cells[5])
	}
	added := &model.Definition{Function: "getEmailActivityCounts", Series: []model.Series{{Column: "Send"}, {Column: "Archived"}}}
	header, _ = lines(t, added.Function, append(added.Function.Definitions(), added), model.NewDate(2026, time.June, 28))
	if want := "Meeting Interacted,Report Date,Report Period,Archived"; !strings.HasSuffix(header, want) {
		t.Errorf("the header is %q, want it to end %q", header, want)
	}
}

func TestDurations(t *testing.T) {
	for seconds, want := range map[int64]string{
		0: "PT0S", 1: "PT1S", 60: "PT1M", 3600: "PT1H", 29632: "PT8H13M52S", 7205: "PT2H5S", 360061: "PT100H1M1S",
	} {
		if got := duration(seconds); got != want {
			t.Errorf("duration(%d) = %s, want %s", seconds, got, want)
		}
	}
}

func TestDurationsAreBlankOnIdleDays(t *testing.T) {
	f := newFile("getTeamsUserActivityCounts", model.Function("getTeamsUserActivityCounts").Definitions())
	for name, test := range map[string]struct {
		values counts
		want   string
	}{
		"idle":         {counts{"Calls": 0, "Audio Duration": 0}, ""},
		"only written": {counts{"Calls": 0, "Private Chat Messages": 3, "Audio Duration": 0}, "PT0S"},
	} {
		if got := f.cell("Audio Duration", test.values, day{}); got != test.want {
			t.Errorf("%s: the audio duration is %q, want %q", name, got, test.want)
		}
	}
}
