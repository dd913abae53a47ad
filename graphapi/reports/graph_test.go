package reports

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
	"peerdash/model"
)

const header = "Report Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing,File Transfer\n"

// csvOf is a report of June 2021 with these rows, each "refresh day|day|IM".
func csvOf(period model.Period, rows ...string) string {
	text := header
	for _, row := range rows {
		field := strings.Split(row, "|")
		text += fmt.Sprintf("2021-06-%s,2021-06-%s,%s,%s,,,,\n", field[0], field[1], period.Number(), field[2])
	}
	return text
}

// graph answers as Graph would, and records the requests.
type graph struct {
	mutex    sync.Mutex
	requests []string // "D7", or "D7 if one"
	etag     string
	csv      func(model.Period) string
	err      error
	during   func(context.Context)
	now      func() time.Time
}

func (g *graph) Fetch(ctx context.Context, _ model.Function, period model.Period, etag string) (graphapi.Answer, error) {
	if err := graphapi.BeforeRequest(ctx); err != nil {
		return graphapi.Answer{}, err
	}
	g.mutex.Lock()
	request := period.String()
	if etag != "" {
		request += " if " + etag
	}
	g.requests = append(g.requests, request)
	g.mutex.Unlock()
	if g.during != nil {
		g.during(ctx)
	}
	if g.err != nil {
		return graphapi.Answer{}, g.err
	}
	if etag != "" && etag == g.etag {
		return graphapi.Answer{NotModified: true, FetchedAt: g.now()}, nil
	}
	text := g.csv(period)
	report, err := graphapi.ParseReport(strings.NewReader(text), model.Default())
	return graphapi.Answer{Reports: []model.Report{report}, CSV: []byte(text), ETag: g.etag, FetchedAt: g.now()}, err
}

// testLive is a Live with its Graph, store, tenant and clock.
type testLive struct {
	*Live
	graph  *graph
	store  *store.Store
	tenant store.Tenant
	clock  time.Time
}

func setup(t *testing.T) *testLive {
	t.Helper()
	b := &testLive{
		tenant: store.Tenant{GraphRoot: "https://graph.example/v1.0", Name: "contoso.com"},
		clock:  time.Date(2021, 6, 30, 12, 0, 0, 123456789, time.UTC),
	}
	now := func() time.Time { return b.clock }
	b.graph = &graph{etag: "one", now: now, csv: func(p model.Period) string { return csvOf(p, "28|22|10", "28|23|20") }}
	opened, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "peerdash.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	b.store = opened
	b.Live = NewLive(LiveConfig{
		Client: b.graph, Store: opened, Origin: FromGraph, MaxAge: time.Hour, Timeout: time.Minute, Now: now,
		Tenant: func(context.Context) (store.Tenant, error) { return b.tenant, nil },
	})
	return b
}

// check compares a reading with "origin day=IM day=IM…".
func check(t *testing.T, reading Reading, err error, want string) {
	t.Helper()
	if err != nil {
		t.Fatalf("error %v, want %s", err, want)
	}
	got := string(reading.Origin)
	for _, day := range reading.Report.Days() {
		sessions, _ := day.Counts[imSeries].Value()
		got += fmt.Sprintf(" %d=%d", day.Date.Time().Day(), sessions)
	}
	if got != want {
		t.Errorf("reading is %q, want %q", got, want)
	}
}

func (b *testLive) checkRequests(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(b.graph.requests, want) {
		t.Errorf("requests are %q, want %q", b.graph.requests, want)
	}
}

func checkProblem(t *testing.T, err error, kind problem.Kind, holds string) {
	t.Helper()
	failure := problem.As(err)
	if failure == nil {
		t.Fatalf("no error, want one that says %q", holds)
	}
	if text := strings.Join(failure.Lines(), "\n"); failure.Kind != kind || !strings.Contains(text, holds) {
		t.Errorf("problem of kind %d is %q, want kind %d that says %q", failure.Kind, text, kind, holds)
	}
}
