package graphapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/model"
	"peerdash/model/modeltest"
)

const (
	teamsActivity = "getTeamsUserActivityCounts"

	// documentedTeams is the header in Microsoft's reference, realTeams the one that tenants get.
	documentedTeams = "Report Refresh Date,Report Date,Team Chat Messages,Private Chat Messages,Calls,Meetings,Audio Duration," +
		"Video Duration,Screen Share Duration,Post Messages,Reply Messages,Report Period"
	realTeams = "Report Refresh Date,Report Date,Report Period,Calls,Private Chat Messages,Screen Share Duration,Meetings Attended Count," +
		"Meetings Organized Count,Team Chat Messages,Urgent Messages,Video Duration,Audio Duration,Tenant Display Name"
)

// counts are counts; a negative number is an unknown one.
func counts(values ...int64) (counts [model.MaxSeries]model.Count) {
	for i, value := range values {
		if value >= 0 {
			counts[i] = model.Known(value)
		}
	}
	return counts
}

func TestBothHeadersOfTeams(t *testing.T) {
	for name, text := range map[string]string{
		"documented": documentedTeams + "\r\n2021-06-28,2021-06-27,7,8,9,10,PT1M,PT2M,PT1H,0,0,30\r\n",
		"real":       "\ufeff" + realTeams + "\n2021-06-28,2021-06-27,30,9,8,PT1H,10,3,7,0,PT2M,PT1M,\"Contoso, Ltd.\"",
	} {
		reports, err := graphapi.ParseAnswer(strings.NewReader(text), "getTeamsUserActivityCounts", model.D30)
		if err != nil || len(reports) != 3 {
			t.Fatalf("%s: got %v, %v", name, reports, err)
		}
		for i, want := range [][model.MaxSeries]model.Count{counts(7, 8), counts(9, 10), counts(60, 120, 3600)} {
			if got := reports[i].Days(); len(got) != 1 || got[0].Counts != want || reports[i].Period != model.D30 {
				t.Errorf("%s: %s is %v, want %v", name, reports[i].Definition.Name, got, want)
			}
		}
	}
}

func TestAColumnWinsOverItsAlias(t *testing.T) {
	const header = "Report Refresh Date,Report Date,Report Period,Meetings Attended Count,Calls,"
	for text, want := range map[string]string{
		header + "Meetings\n2021-06-28,2021-06-28,7,1,2,3":                              "2 3",
		header + "Meetings Attended\n2021-06-28,2021-06-28,7,1,2,3":                     "2 1",
		header + "Meetings,Meetings\n2021-06-28,2021-06-28,7,1,2,3,3":                   "Line 1 has the column Meetings twice.",
		header + "Meetings Attended Count\n2021-06-28,2021-06-28,7,1,2,3":               "Line 1 has the column Meetings Attended Count twice.",
		header + "Meetings\n2021-06-28,2021-06-28,7,x,2,\n2021-06-28,2021-06-27,7,,2,5": "2 5",
		header + "X\n2021-06-28,2021-06-28,7,x,2,":                                      `Line 2, column Meetings Attended Count: "x" is not a whole number of events.`,
	} {
		report, err := graphapi.ParseReport(strings.NewReader(text), modeltest.Find(t, "teams-meetings"))
		got := ""
		if err != nil {
			got = problem.As(err).Why
		} else {
			calls, _ := report.Days()[0].Counts[0].Value()
			meetings, _ := report.Days()[0].Counts[1].Value()
			got = fmt.Sprint(calls, meetings)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestOptionalColumnsMayBeMissing(t *testing.T) {
	const old = "Report Refresh Date,Report Date,Report Period,Send,Receive,Read"
	report, err := graphapi.ParseReport(strings.NewReader(old+",Meeting Interacted\n2021-06-28,2021-06-28,7,1,2,3,4"), modeltest.Find(t, "email"))
	if err != nil || report.Days()[0].Counts != counts(1, 2, 3, -1, 4) {
		t.Errorf("got %v, %v", report.Days(), err)
	}
	_, err = graphapi.ParseReport(strings.NewReader(strings.Replace(old, "Read", "Reading", 1)), modeltest.Find(t, "email"))
	p := problemOf(t, err)
	if p.What != `The data is not the report "Email"` || !strings.HasSuffix(p.Why, "and lacks Read.") {
		t.Errorf("got %q", p.Lines())
	}
}

// days are rows of email for the days from first to last of June 2021, with their refresh date on the 28th.
func days(first, last int, period string) string {
	text := "Report Refresh Date,Report Date,Report Period,Send,Receive,Read\n"
	if period == "" {
		text = "Report Refresh Date,Report Date,Send,Receive,Read\n"
	}
	for day := first; day <= last; day++ {
		text += "2021-06-28," + model.NewDate(2021, 6, day).String()
		if period != "" {
			text += "," + strings.TrimSpace(period)
		}
		text += ",1,2,3\n"
	}
	return text
}

func TestAMissingReportPeriod(t *testing.T) {
	email := modeltest.Find(t, "email")
	for _, c := range []struct {
		name, text string
		want       model.Period
	}{
		{"seven whole days", days(22, 28, ""), model.D7},
		{"seven blank cells", days(22, 28, " "), model.D7},
		{"thirty whole days", days(-1, 28, ""), model.D30},
		{"a shorter file", days(23, 28, ""), model.All},
		{"seven days that end early", days(21, 27, ""), model.All},
		{"a gap", days(22, 27, "") + "2021-06-28,2021-06-20,1,2,3\n", model.All},
		{"no day", days(22, 21, ""), model.D7},
		{"thirty named", days(22, 28, "30"), model.D30},
	} {
		report, err := graphapi.ParseReport(strings.NewReader(c.text), email)
		if err != nil || report.Period != c.want {
			t.Errorf("%s: got %s, %v, want %s", c.name, report.Period, err, c.want)
		}
	}
	for text, want := range map[string]model.Period{days(22, 28, ""): model.D90, days(22, 21, "7"): model.D90, days(22, 28, "7"): model.D7} {
		reports, err := graphapi.ParseAnswer(strings.NewReader(text), email.Function, model.D90)
		if err != nil || reports[0].Period != want {
			t.Errorf("an answer for D90 is of %v, %v, want %s", reports, err, want)
		}
	}
}

func TestAReportWhoseColumnsAreMissingIsLeftOut(t *testing.T) {
	teams := modeltest.Find(t, "teams-time").Function
	const header = "Report Refresh Date,Report Date,Report Period,Team Chat Messages,Private Chat Messages,Calls,Meetings\n"
	reports, err := graphapi.ParseAnswer(strings.NewReader(header+"2021-06-28,2021-06-28,7,1,2,3,4\n"), teams, model.D7)
	if err != nil || len(reports) != 2 || reports[1].Definition.Name != "teams-meetings" {
		t.Fatalf("got %v, %v", reports, err)
	}
	_, err = graphapi.Answer{Reports: reports, CSV: []byte(header)}.Report(modeltest.Find(t, "teams-time"))
	if p := problemOf(t, err); p.Kind != problem.NotReport || p.What != `The report "Teams time in calls and meetings" in Graph's answer cannot be read` ||
		!strings.HasSuffix(p.Why, "lacks Audio Duration, Video Duration, Screen Share Duration.") ||
		p.Do != "Choose another report; the answer has teams-messages and teams-meetings." {
		t.Errorf("got %q", p.Lines())
	}
	_, err = graphapi.ParseAnswer(strings.NewReader(csvText), teams, model.D7)
	p := problemOf(t, err)
	if p.What != "The data is not the report getTeamsUserActivityCounts" || !strings.Contains(p.Why, "lacks Team Chat Messages, Private Chat Messages") {
		t.Errorf("got %q", p.Lines())
	}
}

func TestAReportWithAColumnTwiceIsLeftOut(t *testing.T) {
	const header = "Report Refresh Date,Report Date,Report Period,Team Chat Messages,Private Chat Messages,Calls,Meetings,Calls\n"
	answer := header + "2021-06-28,2021-06-28,7,1,2,3,4,3\n"
	reports, err := graphapi.ParseAnswer(strings.NewReader(answer), teamsActivity, model.D7)
	if err != nil || len(reports) != 1 || reports[0].Definition.Name != "teams-messages" || reports[0].Days()[0].Counts != counts(1, 2) {
		t.Errorf("got %v, %v, want teams-messages alone", reports, err)
	}
	_, err = graphapi.ParseReport(strings.NewReader(answer), modeltest.Find(t, "teams-meetings"))
	if got := problemOf(t, err).Why; got != "Line 1 has the column Calls twice." {
		t.Errorf("the error of teams-meetings is %q", got)
	}
}

func TestAReportWithAnInvalidCellIsLeftOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		text := documentedTeams + "\n2021-06-28,2021-06-28,1,2,3,4,PT1M,08:13,,0,0,7\n2021-06-28,2021-06-27,5,6,7,8,x,,,0,0,7\n"
		s := setup(t, toFile, answer(http.StatusOK, text))
		got, err := s.client.Fetch(contextOf(t, timeout), teamsActivity, model.D7, "")
		if err != nil || strings.Join(namesOf(got.Reports), " ") != "teams-messages teams-meetings" || len(got.Reports[1].Days()) != 2 {
			t.Fatalf("got %v, %v", got.Reports, err)
		}
		_, err = got.Report(modeltest.Find(t, "teams-time"))
		p := problemOf(t, err)
		if p.Kind != problem.NotReport || !strings.HasPrefix(p.Why, `Line 2, column Video Duration: "08:13" is not a duration`) ||
			p.Do != "Choose another report; the answer has teams-messages and teams-meetings." {
			t.Errorf("got %q", p.Lines())
		}
		if _, err := graphapi.ParseFile(strings.NewReader(text), nil); err == nil {
			t.Error("a file with an invalid cell is accepted")
		}
	})
	for text, line := range map[string]string{
		"1,2,3,x,,,x,0,0,7\n2021-06-28,2021-06-27,y,2,3,4,,,,0,0,7\n": `Line 3, column Team Chat Messages: "y"`,
		"x,2,x,4,x,,,0,0,7\n": `Line 2, column Audio Duration: "x"`,
	} {
		_, err := graphapi.ParseAnswer(strings.NewReader(documentedTeams+"\n2021-06-28,2021-06-28,"+text), teamsActivity, model.D7)
		if p := problemOf(t, err); !strings.HasPrefix(p.Why, line) {
			t.Errorf("got %q, want %s", p.Lines(), line)
		}
	}
}

func TestACutLastCellIsATruncatedFile(t *testing.T) {
	const whole = "Report Refresh Date,Report Date,Team Chat Messages,Private Chat Messages,Audio Duration,Video Duration,Screen Share Duration\n" +
		"2021-06-28,2021-06-28,1,2,,,PT8H13M52S"
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, toFile, inTurn(answer(http.StatusOK, whole[:len(whole)-1]), answer(http.StatusOK, whole)))
		got, err := s.client.Fetch(contextOf(t, timeout), teamsActivity, model.D7, "")
		if err != nil || len(got.Reports) != 2 {
			t.Errorf("got %v, %v", got.Reports, err)
		}
	})
}

func TestEveryFunctionIsFetched(t *testing.T) {
	for _, function := range model.Functions() {
		synctest.Test(t, func(t *testing.T) {
			var text string
			for _, definition := range function.Definitions() {
				text += strings.TrimPrefix(strings.TrimSuffix(fileHeader(definition), "\n"), strings.Repeat("Report Refresh Date,Report Date", min(1, len(text))))
			}
			text += "\n2021-06-28,2021-06-22" + strings.Repeat(",5", strings.Count(text, ",")-1) + "\n"
			var path string
			s := setupWith(t, graphapi.Config{Tokens: staticToken(token)}, func(w http.ResponseWriter, r *http.Request) {
				path = r.URL.Path
				toFile(w, r)
			}, inTurn(answer(http.StatusOK, text[:len(text)-8]), answer(http.StatusOK, text)))
			got, err := s.client.Fetch(contextOf(t, timeout), function, model.D30, "")
			if err != nil || len(got.Reports) != len(function.Definitions()) {
				t.Fatalf("%s: got %v, %v", function, got.Reports, err)
			}
			if want := "/cloud/v1.0/reports/" + string(function) + "(period='D30')"; path != want {
				t.Errorf("the request to Graph was for %s, want %s", path, want)
			}
			for _, report := range got.Reports {
				if len(report.Days()) != 1 || report.Days()[0].Counts[len(report.Definition.Series)-1] != model.Known(5) || report.Period != model.D30 {
					t.Errorf("%s is %s %v", report.Definition.Name, report.Period, report.Days())
				}
			}
		})
	}
}

// fileHeader is the header of a report without its period.
func fileHeader(definition *model.Definition) string {
	header, _, _ := strings.Cut(fileOf(definition, ""), "\n")
	return strings.Replace(header, ",Report Period", "", 1)
}

func TestAFunctionWithoutAReportIsNotRequested(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, toFile, serveFile)
		_, err := s.client.Fetch(contextOf(t, timeout), "getMailboxUsageStorage", model.D7, "")
		if p := problemOf(t, err); p.Kind != problem.Configuration || s.graphRequests.Load() != 0 {
			t.Errorf("got %q after %d requests", p.Lines(), s.graphRequests.Load())
		}
	})
}
