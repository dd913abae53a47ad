package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFilesAreOfAnyReport prints a file of Graph's function getTeamsUserActivityCounts, which holds three reports.
func TestFilesAreOfAnyReport(t *testing.T) {
	box := newSandbox(t)
	teams := filepath.Join(box.home, "teams.csv")
	content := "Report Refresh Date,Report Date,Audio Duration,Video Duration,Screen Share Duration,Team Chat Messages," +
		"Private Chat Messages,Calls,Meetings Attended Count\n2021-06-28,2021-06-28,PT8H13M52S,,PT0S,7,8,9,10\n"
	if err := os.WriteFile(teams, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	const dates = "2021-06-28,2021-06-28,all,"
	for arguments, want := range map[string]string{
		"":                       "Team Chat Messages,Private Chat Messages\n" + dates + "7,8\n",
		"--report teams-time":    "Audio Duration,Video Duration,Screen Share Duration\n" + dates + "PT8H13M52S,,PT0S\n",
		"--report teams-meeting": "",
	} {
		got := box.run(t, append([]string{"print", teams, "--format", "csv"}, strings.Fields(arguments)...)...)
		if want == "" {
			got.wantExit(t, 2, "teams-meetings")
		} else if got.wantExit(t, 0); !strings.HasSuffix(got.output, want) {
			t.Errorf("%s: got %q, want %q", arguments, got.output, want)
		}
	}
	box.run(t, "print", teams, "--report", "email").wantExit(t, 5, `The data is not the report "Email"`,
		"the file looks like teams-messages, teams-meetings, teams-time", "Use --report")
	box.run(t, "import", "--tenant", "contoso.com", "--report", "skype-peer-to-peer-users", teams).wantExit(t, 5, "looks like teams-messages")
}

func TestOpenShowsEveryReportOfTheFiles(t *testing.T) {
	box := newSandbox(t)
	for name, content := range map[string]string{
		"email.csv": "Report Refresh Date,Report Date,Report Period,Send,Receive,Read\n2021-06-28,2021-06-28,7,1111,2222,3333\n",
		"teams.csv": "Report Refresh Date,Report Date,Report Period,Calls,Meetings\n2021-06-28,2021-06-28,7,4444,5555\n",
	} {
		if err := os.WriteFile(filepath.Join(box.home, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := box.open(t, 100, 30, "open", "email.csv", "teams.csv")
	s.await("Teams calls and meetings")
	s.await("5,555")
	s.press("]")
	s.await("Email")
	s.await("3,333")
	s.press("]") // the first one again
	s.await("5,555")
	s.press("q")
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}
