package ui

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// countingGraph answers at once with a report that does not change, and counts the requests for each period.
type countingGraph struct {
	t      *testing.T
	now    func() time.Time
	fails  map[model.Period]error
	stored *store.Store

	mutex    sync.Mutex
	requests map[model.Period]int
}

func (g *countingGraph) Fetch(_ context.Context, _ model.Function, period model.Period, etag string) (graphapi.Answer, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.requests[period]++
	if err := g.fails[period]; err != nil {
		return graphapi.Answer{}, err
	}
	tag := fmt.Sprintf(`"%s"`, period)
	if etag == tag {
		return graphapi.Answer{NotModified: true, FetchedAt: g.now()}, nil
	}
	text := "Report Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing,File Transfer\n"
	for i := range period.Days() {
		text += fmt.Sprintf("2021-06-28,%s,%s,%d,2,3,4,5\n", lastDay-model.Date(i), period.Number(), 100+i)
	}
	report, err := graphapi.ParseReport(strings.NewReader(text), model.Default())
	return graphapi.Answer{Reports: []model.Report{report}, CSV: []byte(text), ETag: tag, FetchedAt: g.now()}, err
}

// withStore runs a test of a dashboard on a store of its own and a Graph that counts.
func withStore(t *testing.T, every time.Duration, fails map[model.Period]error, test func(*testDashboard, *countingGraph)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		now := func() time.Time { return noon.Add(time.Since(began)) }
		stored, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "peerdash.db"), now)
		if err != nil {
			t.Fatal(err)
		}
		defer stored.Close()
		graph := &countingGraph{t: t, now: now, fails: fails, stored: stored, requests: map[model.Period]int{}}
		config := sampleConfig(t)
		config.Every, config.Now = every, now
		config.Reports = reports.NewLive(reports.LiveConfig{
			Client: graph, Store: stored, Origin: reports.FromGraph, MaxAge: time.Hour, Timeout: time.Minute, Now: now,
			Tenant: func(context.Context) (store.Tenant, error) {
				return store.Tenant{GraphRoot: "https://graph.example/v1.0", Name: "contoso.com"}, nil
			},
		})
		test(startDashboard(t, config, 80, 24), graph)
	})
}

func (g *countingGraph) wantRequests(want map[model.Period]int) {
	g.t.Helper()
	g.mutex.Lock()
	defer g.mutex.Unlock()
	for _, period := range model.GraphPeriods() {
		if got := g.requests[period]; got < want[period] || got > want[period]+1 {
			g.t.Errorf("%v was requested %d times, want %d", period, got, want[period])
		}
	}
}

func TestEveryPeriodIsRefreshedForADay(t *testing.T) {
	withStore(t, 10*time.Minute, nil, func(d *testDashboard, graph *countingGraph) {
		for range 24 * 60 {
			time.Sleep(time.Minute)
			d.send(nil)
		}
		graph.wantRequests(map[model.Period]int{model.D7: 144, model.D30: 24, model.D90: 24, model.D180: 24})
	})
}

// TestEveryPeriodIsRefreshedWithoutAStore counts the same requests where nothing can be stored or read back.
func TestEveryPeriodIsRefreshedWithoutAStore(t *testing.T) {
	withStore(t, 10*time.Minute, nil, func(d *testDashboard, graph *countingGraph) {
		graph.stored.Close()
		for range 24 * 60 {
			time.Sleep(time.Minute)
			d.send(nil)
		}
		graph.wantRequests(map[model.Period]int{model.D7: 144, model.D30: 24, model.D90: 24, model.D180: 24})
	})
}

func TestEachHourlyVisitRefreshes(t *testing.T) {
	withStore(t, 0, nil, func(d *testDashboard, graph *countingGraph) {
		d.press("2")
		for range 24 {
			time.Sleep(time.Hour)
			d.send(nil)
			d.press("1", "2")
		}
		graph.wantRequests(map[model.Period]int{model.D7: 24, model.D30: 24, model.D90: 24, model.D180: 24})
	})
}

func TestFailedPeriodIsNotFetchedAtEachVisit(t *testing.T) {
	refused := problem.New(problem.Error{Kind: problem.Permission, What: "Graph refused the report"})
	for name, every := range map[string]time.Duration{"without --every": 0, "with --every": 10 * time.Minute} {
		t.Run(name, func(t *testing.T) {
			withStore(t, every, map[model.Period]error{model.D30: refused}, func(d *testDashboard, graph *countingGraph) {
				for range 10 {
					d.press("2", "1")
				}
				graph.wantRequests(map[model.Period]int{model.D7: 1, model.D30: 1, model.D90: 1, model.D180: 1})
				d.press("2")
				d.wantText("Graph refused the report")
				d.press("r")
				if got := graph.requests[model.D30]; got != 2 {
					t.Errorf("D30 was requested %d times after r, want 2", got)
				}
				time.Sleep(61 * time.Minute)
				d.send(nil)
				d.press("1", "2")
				if got := graph.requests[model.D30]; every == 0 && got != 3 {
					t.Errorf("D30 was requested %d times by a visit an hour later, want 3", got)
				}
			})
		})
	}
}
