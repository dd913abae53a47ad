package emulator_test

import (
	"bytes"
	"encoding/json"
	"log"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

func TestExchange(t *testing.T) {
	c := start(t, emulatortest.Config{Now: newClock(june30).now})

	graph, _ := c.get(c.reportURL(model.D7), "Authorization", c.bearer)
	wantStatus(t, graph, http.StatusFound)
	location, err := url.Parse(graph.Header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	if location.Scheme != "https" || location.Host != c.DownloadHost() || location.Hostname() == c.GraphRoot().Hostname() {
		t.Errorf("Location is on %s://%s, want another host than Graph's: %s", location.Scheme, location.Host, c.DownloadHost())
	}
	if got, want := graph.Header.Get("Date"), "Wed, 30 Jun 2021 09:00:00 GMT"; got != want {
		t.Errorf("Date is %q, want that of the clock: %q", got, want)
	}
	if graph.Header.Get("request-id") == "" {
		t.Error("Graph gave no request-id")
	}

	download, body := c.get(location.String(), "Accept-Encoding", "identity")
	wantStatus(t, download, http.StatusOK)
	want := "\ufeffReport Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing,File Transfer\r\n2021-06-28,2021-06-28,7,"
	if !strings.HasPrefix(body, want) {
		t.Errorf("the report begins %q, want %q", body[:min(len(body), len(want))], want)
	}
	again, compressed := c.get(location.String())
	if !again.Uncompressed || compressed != body {
		t.Error("the compressed report is not the same or was not compressed")
	}

	unchanged, _ := c.get(c.reportURL(model.D7), "Authorization", c.bearer, "If-None-Match", graph.Header.Get("ETag"))
	wantStatus(t, unchanged, http.StatusNotModified)
	other, _ := c.get(c.reportURL(model.D30), "Authorization", c.bearer, "If-None-Match", graph.Header.Get("ETag"))
	wantStatus(t, other, http.StatusFound)
}

func TestPercentEncodedAddress(t *testing.T) {
	c := start(t, emulatortest.Config{})
	encoded := c.GraphRoot().String() + "/reports/getSkypeForBusinessPeerToPeerActivityCounts%28period%3D%27D90%27%29"
	response, _ := c.get(encoded, "Authorization", c.bearer)
	wantStatus(t, response, http.StatusFound)
}

func TestGraphRefuses(t *testing.T) {
	allowed := start(t, emulatortest.Config{})
	forbidden := start(t, emulatortest.Config{SignIn: authority.Config{NoPermission: true}})
	report := allowed.reportURL(model.D7)
	for name, test := range map[string]struct {
		caller          caller
		method, address string
		bearer          string
		status          int
		code            string
	}{
		"no token":       {allowed, "GET", report, "", 401, "InvalidAuthenticationToken"},
		"another scheme": {allowed, "GET", report, "Basic eDp5", 401, "InvalidAuthenticationToken"},
		"a wrong token":  {allowed, "GET", report, "Bearer wrong", 401, "InvalidAuthenticationToken"},
		"no permission":  {forbidden, "GET", forbidden.reportURL(model.D7), forbidden.bearer, 403, "S2SUnauthorized"},
		"a wrong period": {allowed, "GET", strings.Replace(report, "D7", "D8", 1), allowed.bearer, 400, "InvalidPeriod"},
		"another path":   {allowed, "GET", allowed.GraphRoot().String() + "/me", allowed.bearer, 404, "ResourceNotFound"},
		"no root":        {allowed, "GET", strings.Replace(report, "/v1.0", "", 1), allowed.bearer, 404, "ResourceNotFound"},
		"another method": {allowed, "POST", report, allowed.bearer, 405, "Request_BadRequest"},
	} {
		t.Run(name, func(t *testing.T) {
			response, err := test.caller.request(test.method, test.address, "Authorization", test.bearer)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			wantStatus(t, response, test.status)
			var refusal struct {
				Error struct {
					Code, Message string
					InnerError    struct {
						RequestID string `json:"request-id"`
						Date      string
					}
				}
			}
			if err := json.NewDecoder(response.Body).Decode(&refusal); err != nil {
				t.Fatal(err)
			}
			said := refusal.Error
			if said.Code != test.code || said.Message == "" || said.InnerError.Date == "" ||
				said.InnerError.RequestID != response.Header.Get("request-id") {
				t.Errorf("Graph said %+v, want code %s, a message, a date and the header's request-id", said, test.code)
			}
		})
	}
}

func TestDownloadHostRefuses(t *testing.T) {
	c := start(t, emulatortest.Config{})
	link := c.link(model.D7)
	for name, test := range map[string]struct {
		address string
		header  []string
		status  int
	}{
		"a token":       {link, []string{"Authorization", c.bearer}, 400},
		"a cookie":      {link, []string{"Cookie", "a=b"}, 400},
		"no link":       {"https://" + c.DownloadHost() + "/", nil, 403},
		"a wrong link":  {link + "x", nil, 403},
		"a link's head": {link[:len(link)-1], nil, 403},
	} {
		t.Run(name, func(t *testing.T) {
			response, _ := c.get(test.address, test.header...)
			wantStatus(t, response, test.status)
		})
	}
	response, _ := c.get(link)
	wantStatus(t, response, http.StatusOK)
}

func TestLinksExpire(t *testing.T) {
	clock := newClock(june30)
	c := start(t, emulatortest.Config{Now: clock.now})
	link := c.link(model.D7)
	clock.advance(4 * time.Minute)
	response, _ := c.get(link)
	wantStatus(t, response, http.StatusOK)
	clock.advance(time.Minute)
	response, _ = c.get(link)
	wantStatus(t, response, http.StatusForbidden)
	if c.link(model.D7) == link {
		t.Error("Graph gave the expired link again")
	}
}

func TestGivenReport(t *testing.T) {
	c := start(t, emulatortest.Config{})
	first, _ := c.get(c.reportURL(model.D30), "Authorization", c.bearer)
	for _, text := range []string{"", "Report Date\n", "<html>"} {
		c.GiveReport(model.D30, text)
		if got := c.report(model.D30); got != text {
			t.Errorf("the report is %q, want the one given: %q", got, text)
		}
	}
	changed, _ := c.get(c.reportURL(model.D30), "Authorization", c.bearer, "If-None-Match", first.Header.Get("ETag"))
	wantStatus(t, changed, http.StatusFound)
	if len(c.rows(model.D7)) != 7 {
		t.Error("another period changed too")
	}
}

func TestLatencyAndRequests(t *testing.T) {
	c := start(t, emulatortest.Config{Latency: time.Millisecond, Now: newClock(june30).now})
	c.report(model.D7)
	var hosts []emulatortest.Host
	for _, request := range c.Requests() {
		hosts = append(hosts, request.Host)
		if bearer := request.Header.Get("Authorization"); (bearer != "") != (request.Host == emulatortest.Graph) {
			t.Errorf("host %d got Authorization %q", request.Host, bearer)
		}
		if !request.At.Equal(june30) {
			t.Errorf("the request came at %s, want the clock's %s", request.At, june30)
		}
	}
	if len(hosts) != 3 || hosts[0] != emulatortest.SignIn || hosts[1] != emulatortest.Graph || hosts[2] != emulatortest.Download {
		t.Errorf("requests went to hosts %v, want sign-in, Graph and download", hosts)
	}
	if peak := c.PeakInFlight(emulatortest.Graph); peak != 1 {
		t.Errorf("%d requests to Graph were under way at once, want 1", peak)
	}
}

// TestNothingIsLogged aborts a handshake, like a client that does not trust the emulator.
func TestNothingIsLogged(t *testing.T) {
	var logged bytes.Buffer
	defer log.SetOutput(log.Writer())
	log.SetOutput(&logged)
	e, err := emulatortest.Start(emulatortest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	if response, err := (&http.Client{Transport: &http.Transport{}}).Get(e.GraphRoot().String()); err == nil {
		response.Body.Close()
		t.Error("a caller without the certificate trusts the emulator")
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if logged.Len() > 0 {
		t.Errorf("logged: %s", logged.String())
	}
}
