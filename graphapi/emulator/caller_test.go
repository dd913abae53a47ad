package emulator_test

import (
	"encoding/csv"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// clock is one that a test sets.
type clock struct{ nanoseconds atomic.Int64 }

func newClock(start time.Time) *clock {
	c := &clock{}
	c.nanoseconds.Store(start.UnixNano())
	return c
}

func (c *clock) now() time.Time           { return time.Unix(0, c.nanoseconds.Load()).UTC() }
func (c *clock) advance(by time.Duration) { c.nanoseconds.Add(int64(by)) }

var june30 = time.Date(2021, time.June, 30, 9, 0, 0, 123456789, time.UTC)

// caller is a client of an emulator, with a token if the sign-in root issues one.
type caller struct {
	*testing.T
	*emulatortest.Emulator
	client *http.Client
	bearer string
}

func start(t *testing.T, config emulatortest.Config) caller {
	t.Helper()
	e, err := emulatortest.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	transport := e.Transport()
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := e.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	c := caller{T: t, Emulator: e, client: &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	c.bearer = "Bearer " + c.signIn()
	return c
}

func (c caller) signIn() string {
	c.Helper()
	token, err := signedIn{c.Emulator, c.client}.Token(c.Context())
	if err != nil {
		c.Fatal(err)
	}
	return token.AccessToken
}

func (c caller) reportURL(period model.Period) string {
	return c.GraphRoot().String() + "/reports/getSkypeForBusinessPeerToPeerActivityCounts(period='" + period.String() + "')"
}

// request sends a request whose header is given as name, value, name, value.
func (c caller) request(method, address string, header ...string) (*http.Response, error) {
	c.Helper()
	request, err := http.NewRequestWithContext(c.Context(), method, address, nil)
	if err != nil {
		c.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	return c.client.Do(request)
}

// get is the answer to a GET and its whole body.
func (c caller) get(address string, header ...string) (*http.Response, string) {
	c.Helper()
	response, err := c.request(http.MethodGet, address, header...)
	if err != nil {
		c.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		c.Fatal(err)
	}
	return response, string(body)
}

// link requests the download link of a report.
func (c caller) link(period model.Period) string {
	c.Helper()
	response, _ := c.get(c.reportURL(period), "Authorization", c.bearer)
	wantStatus(c.T, response, http.StatusFound)
	return response.Header.Get("Location")
}

// report is a report as downloaded.
func (c caller) report(period model.Period) string {
	c.Helper()
	response, body := c.get(c.link(period))
	wantStatus(c.T, response, http.StatusOK)
	return body
}

// rows are the records of a report without its header.
func (c caller) rows(period model.Period) [][]string {
	c.Helper()
	records, err := csv.NewReader(strings.NewReader(c.report(period))).ReadAll()
	if err != nil {
		c.Fatal(err)
	}
	return records[1:]
}

func wantStatus(t *testing.T, response *http.Response, want int) {
	t.Helper()
	if response.StatusCode != want {
		t.Fatalf("%s answered %s, want %d", response.Request.URL.Host, response.Status, want)
	}
}

func number(t *testing.T, cell string) int {
	t.Helper()
	n, err := strconv.Atoi(cell)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
