package emulator_test

import (
	"net/http"
	"strings"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// functionURL is the address of a function's file in a version of Graph.
func (c caller) functionURL(version string, function model.Function, period model.Period) string {
	return strings.TrimSuffix(c.GraphRoot().String(), "/v1.0") + version + "/reports/" + string(function) +
		"(period='" + period.String() + "')"
}

// download is what a report's address leads to, and its text.
func (c caller) download(address string) (*http.Response, string) {
	c.Helper()
	response, _ := c.get(address, "Authorization", c.bearer)
	wantStatus(c.T, response, http.StatusFound)
	download, body := c.get(response.Header.Get("Location"))
	wantStatus(c.T, download, http.StatusOK)
	return download, body
}

func TestAllFunctionsInBothVersions(t *testing.T) {
	c := start(t, emulatortest.Config{Now: newClock(june30).now})
	for _, function := range model.Functions() {
		answer, stable := c.download(c.functionURL("/v1.0", function, model.D30))
		_, beta := c.download(c.functionURL("/beta", function, model.D30))
		if stable != beta {
			t.Errorf("the versions of %s differ", function)
		}
		if n := strings.Count(stable, "\r\n"); n != 30 {
			t.Errorf("%s has %d lines, want a header and 29 days", function, n)
		}
		name := strings.TrimPrefix(string(function), "get") + ".csv"
		if disposition := answer.Header.Get("Content-Disposition"); !strings.Contains(disposition, `"`+name+`"`) {
			t.Errorf("Content-Disposition is %s, want the name %s", disposition, name)
		}
	}
}

func TestUnknownFunctionsAndPeriods(t *testing.T) {
	c := start(t, emulatortest.Config{})
	email := c.functionURL("/beta", "getEmailActivityCounts", model.D7)
	for address, want := range map[string]int{
		c.functionURL("/v1.0", "getEmailActivityCount", model.D7):  404,
		c.functionURL("/v1.0", "", model.D7):                       404,
		c.functionURL("/v2.0", "getEmailActivityCounts", model.D7): 404,
		strings.TrimSuffix(email, "')"):                            404,
		strings.TrimSuffix(email, "(period='D7')"):                 404,
		email + "/x":                            404,
		strings.Replace(email, "D7", "D365", 1): 400,
		strings.Replace(email, "D7", "", 1):     400,
		email:                                   302,
	} {
		response, body := c.get(address, "Authorization", c.bearer)
		if response.StatusCode != want {
			t.Errorf("%s answered %d, want %d: %s", address, response.StatusCode, want, body)
		}
	}
}

func TestGivenFile(t *testing.T) {
	c := start(t, emulatortest.Config{})
	c.GiveFile("getEmailActivityCounts", model.D7, "a\n")
	if _, body := c.download(c.functionURL("/v1.0", "getEmailActivityCounts", model.D7)); body != "a\n" {
		t.Errorf("the file is %q, want the one given", body)
	}
	for _, other := range []string{
		c.functionURL("/v1.0", "getEmailActivityCounts", model.D30), c.functionURL("/v1.0", model.Default().Function, model.D7),
	} {
		if _, body := c.download(other); body == "a\n" {
			t.Errorf("%s changed too", other)
		}
	}
}
