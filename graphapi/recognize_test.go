package graphapi_test

import (
	"slices"
	"strings"
	"testing"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/model"
)

// namesOf are the names of reports.
func namesOf(reports []model.Report) (names []string) {
	for _, report := range reports {
		names = append(names, report.Definition.Name)
	}
	return names
}

// firstWithHeader is the first report of the catalogue with the columns of another.
func firstWithHeader(definition *model.Definition) *model.Definition {
	return model.Catalogue()[slices.IndexFunc(model.Catalogue(), func(d *model.Definition) bool {
		return fileOf(d, "1") == fileOf(definition, "1")
	})]
}

func TestFilesAreRecognizedByTheirHeader(t *testing.T) {
	for _, definition := range model.Catalogue() {
		text := fileOf(definition, "1")
		reports, err := graphapi.ParseFile(strings.NewReader(text), nil)
		if want := firstWithHeader(definition).Name; err != nil || !slices.Contains(namesOf(reports), want) {
			t.Errorf("%s: got %v, %v, want %s", definition.Name, namesOf(reports), err, want)
		}
		reports, err = graphapi.ParseFile(strings.NewReader(text), definition)
		if err != nil || !slices.Contains(namesOf(reports), definition.Name) {
			t.Errorf("%s: got %v, %v although it is wanted", definition.Name, namesOf(reports), err)
		}
		if found := reports[0]; len(found.Days()) != 1 || found.Days()[0].Counts[0] != model.Known(1) {
			t.Errorf("%s: got %v", definition.Name, found.Days())
		}
	}
}

func TestReportsOfAFile(t *testing.T) {
	const base = "Report Refresh Date,Report Date,Report Period,"
	for name, c := range map[string]struct{ header, want string }{
		"documented Teams":       {documentedTeams, "teams-messages teams-meetings teams-time"},
		"real Teams":             {realTeams, "teams-messages teams-meetings teams-time"},
		"Teams before durations": {base + "Team Chat Messages,Private Chat Messages,Calls,Meetings", "teams-messages teams-meetings"},
		"one of three":           {base + "Team Chat Messages,Private Chat Messages", "teams-messages"},
		"Teams users":            {base + "Team Chat Messages,Private Chat Messages,Calls,Meetings,Other Actions", "teams-users"},
		"Teams devices":          {base + "Web,Windows Phone,Android Phone,iOS,Mac,Windows", "teams-devices"},
		"Skype devices":          {base + "Windows,Windows Phone,Android Phone,iPhone,iPad", "skype-devices"},
		"a shared header":        {base + "IM,Audio,Video,App Sharing,File Transfer", "skype-peer-to-peer"},
		"minutes":                {base + "Audio,Video", "skype-peer-to-peer-minutes"},
		"any order and case":     {"video,AUDIO,report date,report refresh date", "skype-peer-to-peer-minutes"},
		"participants":           {base + "IM,Audio/Video,App Sharing,Web,Dial-in/out 3rd Party", "skype-participant"},
		"organizers":             {base + "IM,Audio/Video,App Sharing,Web,Dial-in/out 3rd Party,Dial-in/out Microsoft", "skype-organizer"},
		"without optional ones":  {base + "Send,Receive,Read", "email"},
	} {
		reports, err := graphapi.ParseFile(strings.NewReader(c.header+"\n"), nil)
		if got := strings.Join(namesOf(reports), " "); err != nil || got != c.want {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, c.want)
		}
	}
}

func TestAWantedReportBesideAnother(t *testing.T) {
	const header = "Report Refresh Date,Report Date,IM,Audio,Video,App Sharing,File Transfer,Send,Receive,Read\n"
	for name, want := range map[string]string{"": "skype-peer-to-peer", "email": "email"} {
		wanted, _ := model.Find(name)
		reports, err := graphapi.ParseFile(strings.NewReader(header), wanted)
		if got := strings.Join(namesOf(reports), " "); err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", name, got, err, want)
		}
	}
}

func TestFilesThatAreNotRecognized(t *testing.T) {
	const base = "Report Refresh Date,Report Date,Report Period,"
	for name, c := range map[string]struct{ text, wanted, what, why, does string }{
		"another table": {"Name,Date,Visits\n", "", "The data is not a report",
			`Line 1, which should be the header, begins with "Name" and has the columns of no report.`, "Check where it comes from"},
		"a lost column": {base + "Audio,Video,App Sharing,File Transfer\n", "", "The data is not a report",
			"lacks IM of the report skype-peer-to-peer.", "Check where it comes from"},
		"a column twice":  {base + "IM,Audio,Video,App Sharing,File Transfer,IM\n", "", "The data is not a report", "Line 1 has the column IM twice.", "Check"},
		"users in detail": {"Report Refresh Date,User Principal Name,Send,Receive,Read\n", "", "The data is not a report", "lacks Report Date.", "Check"},
		"another report": {documentedTeams + "\n", "skype-devices", `The data is not the report "Skype users by device"`,
			"lacks Windows, Windows Phone, Android Phone, iPhone, iPad; the file looks like teams-messages, teams-meetings, teams-time.", ""},
		"a report within another": {base + "IM,Audio,Video,App Sharing,File Transfer\n", "skype-peer-to-peer-minutes", `The data is not the report "Skype peer-to-peer minutes"`,
			"The header is that of another report; the file looks like skype-peer-to-peer.", ""},
		"no report at all": {"Name,Date\n", "email", `The data is not the report "Email"`, "lacks Send, Receive, Read.", "Check"},
		"a wrong cell":     {fileOf(model.Catalogue()[1], "x"), "", `The data is not the report "Skype peer-to-peer sessions"`, "whole number of sessions.", "Correct the file"},
	} {
		wanted, _ := model.Find(c.wanted)
		_, err := graphapi.ParseFile(strings.NewReader(c.text), wanted)
		p := problemOf(t, err)
		if p.Kind != problem.NotReport || p.What != c.what || !strings.HasSuffix(p.Why, c.why) || !strings.HasPrefix(p.Do, c.does) {
			t.Errorf("%s: got %q", name, p.Lines())
		}
		if isOther := slices.Contains(p.Remedies, problem.NameOtherReport); isOther != (c.does == "") {
			t.Errorf("%s: the remedies are %v", name, p.Remedies)
		}
	}
}
