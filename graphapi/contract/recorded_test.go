// Package contract_test tests the client with answers of Graph that others recorded, and records those of a real tenant.
package contract_test

import (
	"bufio"
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
	"peerdash/model"
)

// recorded is what is expected of a recorded answer.
type recorded struct {
	function model.Function
	// reports are the names of the reports that it holds; rows is how many days each has.
	reports string
	rows    int
	// values are counts of the last day, by report and key; "" is an unknown one.
	values map[string]string
	// kind and code are those of the error.
	kind problem.Kind
	code string
}

const (
	teamsActivity = "getTeamsUserActivityCounts"
	peerToPeer    = "getSkypeForBusinessPeerToPeerActivityCounts"
	allTeams      = "teams-messages teams-meetings teams-time"
)

var answers = map[string]recorded{
	"teams-activity-2022": {function: teamsActivity, reports: allTeams, rows: 7, values: map[string]string{
		"teams-messages teamChatMessages": "0", "teams-meetings meetings": "0", "teams-time audioDuration": ""}},
	"teams-activity-reference": {function: teamsActivity, reports: allTeams},
	"teams-activity-2017": {function: teamsActivity, reports: "teams-messages teams-meetings", rows: 1, values: map[string]string{
		"teams-messages teamChatMessages": "26", "teams-messages privateChatMessages": "17", "teams-meetings calls": "4"}},
	"teams-users-2022": {function: "getTeamsUserActivityUserCounts", reports: "teams-users", rows: 1,
		values: map[string]string{"teams-users otherActions": "0"}},
	"teams-devices-2022": {function: "getTeamsDeviceUsageUserCounts", reports: "teams-devices", rows: 1,
		values: map[string]string{"teams-devices windows": "1", "teams-devices linux": "0"}},
	"active-users-2022": {function: "getOffice365ActiveUserCounts", reports: "active-users", rows: 1, values: map[string]string{
		"active-users office365": "1", "active-users exchange": "5", "active-users skypeForBusiness": "2", "active-users teams": "1"}},
	"email-2023": {function: "getEmailActivityCounts", reports: "email", rows: 1, values: map[string]string{
		"email send": "", "email receive": "2", "email meetingCreated": "0", "email meetingInteracted": ""}},
	"email-reference":     {function: "getEmailActivityCounts", reports: "email"},
	"skype-activity-2023": {function: "getSkypeForBusinessActivityCounts", reports: "skype-activity", rows: 1},
	"skype-activity-users-2023": {function: "getSkypeForBusinessActivityUserCounts", reports: "skype-activity-users", rows: 1,
		values: map[string]string{"skype-activity-users participated": "0"}},
	"skype-peer-to-peer-2017": {function: peerToPeer, reports: "skype-peer-to-peer", rows: 1, values: map[string]string{
		"skype-peer-to-peer im": "1177", "skype-peer-to-peer appSharing": "74", "skype-peer-to-peer fileTransfer": "24"}},
	"skype-peer-to-peer-minutes-reference": {function: "getSkypeForBusinessPeerToPeerActivityMinuteCounts", reports: "skype-peer-to-peer-minutes"},
	"skype-organizer-reference":            {function: "getSkypeForBusinessOrganizerActivityCounts", reports: "skype-organizer"},
	"skype-organizer-minutes-reference":    {function: "getSkypeForBusinessOrganizerActivityMinuteCounts", reports: "skype-organizer-minutes"},
	"skype-participant-reference":          {function: "getSkypeForBusinessParticipantActivityCounts", reports: "skype-participant"},
	"skype-participant-minutes-reference":  {function: "getSkypeForBusinessParticipantActivityMinuteCounts", reports: "skype-participant-minutes"},
	"skype-devices-reference":              {function: "getSkypeForBusinessDeviceUsageUserCounts", reports: "skype-devices"},

	"unknown-tenant-2018":        {function: peerToPeer, kind: problem.NoReport, code: "UnknownTenantId"},
	"unknown-tenant-nested-2026": {function: teamsActivity, kind: problem.NoReport, code: "UnknownTenantId"},
	"missing-credentials-2023":   {function: peerToPeer, kind: problem.Permission, code: "MissingCredentials"},
	"no-permission-nested":       {function: peerToPeer, kind: problem.Permission, code: "S2SUnauthorized"},
	"token-validation-2020":      {function: peerToPeer, kind: problem.SignIn, code: "GraphTokenValidationFail"},
	"no-such-function-2020":      {function: peerToPeer, kind: problem.Unsupported, code: "BadRequest"},
	"throttled-2018":             {function: peerToPeer, kind: problem.Throttled, code: "UnknownError"},
	"throttled-2022":             {function: peerToPeer, kind: problem.Throttled, code: "TooManyRequests"},
	"throttled-2023":             {function: peerToPeer, kind: problem.Throttled, code: "accessDenied"},
}

func TestRecordedAnswers(t *testing.T) {
	files, err := filepath.Glob("testdata/*.http")
	if err != nil || len(files) != len(answers) {
		t.Fatalf("%d files, %v, want %d", len(files), err, len(answers))
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".http")
		want, ok := answers[name]
		if !ok {
			t.Errorf("nothing says what %s is", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			answer, err := fetch(t, file, want.function)
			if want.code != "" {
				failure := problem.As(err)
				if failure == nil || failure.Kind != want.kind || failure.Code != want.code || failure.Do == "" && failure.Remedies == nil {
					t.Errorf("got %+v, want kind %d with %s", failure, want.kind, want.code)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			check(t, answer, want)
			checkRecognized(t, answer, want)
		})
	}
}

// check compares the reports of an answer with what is known of it.
func check(t *testing.T, answer graphapi.Answer, want recorded) {
	t.Helper()
	if got := names(answer.Reports); got != want.reports {
		t.Fatalf("got %s, want %s", got, want.reports)
	}
	for _, report := range answer.Reports {
		if len(report.Days()) != want.rows || report.Period != model.D7 {
			t.Errorf("%s has %d days of %s, want %d of D7", report.Definition.Name, len(report.Days()), report.Period, want.rows)
		}
	}
	for name, value := range want.values {
		reportName, key, _ := strings.Cut(name, " ")
		i := slices.IndexFunc(answer.Reports, func(r model.Report) bool { return r.Definition.Name == reportName })
		report := answer.Reports[i]
		series := slices.IndexFunc(report.Definition.Series, func(s model.Series) bool { return s.Key == key })
		last := report.Days()[len(report.Days())-1]
		if got := graphapi.FormatCount(last.Counts[series], model.Users); got != value {
			t.Errorf("%s is %q, want %q", name, got, value)
		}
	}
}

// checkRecognized reads the answer's CSV as a file of an unknown report. Two reports may share its header.
func checkRecognized(t *testing.T, answer graphapi.Answer, want recorded) {
	t.Helper()
	reports, err := graphapi.ParseFile(strings.NewReader(string(answer.CSV)), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := names(reports); got != want.reports && got+"-users" != want.reports {
		t.Errorf("the file is recognized as %s, want %s", got, want.reports)
	}
}

func names(reports []model.Report) string {
	var names []string
	for _, report := range reports {
		names = append(names, report.Definition.Name)
	}
	return strings.Join(names, " ")
}

const filesHost = "reports.example.com"

// fetch lets the client request a report over HTTPS from a server that answers with the file: a report by a redirect to the
// download host, an error at once.
func fetch(t *testing.T, file string, function model.Function) (graphapi.Answer, error) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		response, err := http.ReadResponse(bufio.NewReader(strings.NewReader(string(content))), r)
		if err != nil {
			t.Error(err)
			return
		}
		if response.StatusCode == http.StatusOK && r.Host != filesHost {
			http.Redirect(w, r, "https://"+filesHost+"/data/download/x", http.StatusFound)
			return
		}
		for name, values := range response.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(response.StatusCode)
		_, _ = io.Copy(w, response.Body)
	}))
	t.Cleanup(server.Close)
	client := graphapi.NewClient(graphapi.Config{
		Root: &url.URL{Scheme: "https", Host: "graph.example.com", Path: "/v1.0"}, Tokens: fixedToken{&oauth2.Token{AccessToken: "t"}},
		Transport: carrier(t, server), Once: true,
	})
	return client.Fetch(t.Context(), function, model.D7, "")
}

// carrier sends every request to the server, whatever its host.
func carrier(t *testing.T, server *httptest.Server) *http.Transport {
	trust := x509.NewCertPool()
	trust.AddCert(server.Certificate())
	carrier := transport.New(trust)
	carrier.Proxy = nil
	carrier.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{Timeout: time.Minute}).DialContext(ctx, network, server.Listener.Addr().String())
	}
	t.Cleanup(carrier.CloseIdleConnections)
	return carrier
}

// fixedToken is a source of one token.
type fixedToken struct{ token *oauth2.Token }

func (f fixedToken) Token(context.Context) (*oauth2.Token, error) { return f.token, nil }

// TestEveryColumnIsInAnAnswer finds the columns that no recorded answer of a real tenant or reference has.
func TestEveryColumnIsInAnAnswer(t *testing.T) {
	columns := map[string]bool{}
	for name, want := range answers {
		if want.code != "" {
			continue
		}
		content, err := os.ReadFile(fmt.Sprintf("testdata/%s.http", name))
		if err != nil {
			t.Fatal(err)
		}
		_, csv, _ := strings.Cut(string(content), "\r\n\r\n")
		header, _, _ := strings.Cut(csv, "\n")
		for _, column := range strings.Split(strings.TrimSpace(header), ",") {
			columns[column] = true
		}
	}
	for _, definition := range model.Catalogue() {
		for _, series := range definition.Series {
			if !columns[series.Column] {
				t.Errorf("%s: no recorded answer has the column %s", definition.Name, series.Column)
			}
		}
	}
}
