package ui

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi"
	"peerdash/graphapi/reports"
	"peerdash/model"
)

// recordingGraph answers for every function, and records the requests as "function period".
type recordingGraph struct {
	now   func() time.Time
	mutex sync.Mutex
	sent  []string
}

func (g *recordingGraph) Fetch(
	ctx context.Context, function model.Function, period model.Period, _ string,
) (graphapi.Answer, error) {
	if err := graphapi.BeforeRequest(ctx); err != nil {
		return graphapi.Answer{}, err
	}
	g.mutex.Lock()
	g.sent = append(g.sent, string(function)+" "+period.String())
	g.mutex.Unlock()
	answer := graphapi.Answer{FetchedAt: g.now()}
	for _, definition := range function.Definitions() {
		days := make([]model.Day, period.Days())
		for i := range days {
			days[i] = model.Day{Date: lastDay - model.Date(i), RefreshDate: lastDay}
			for series := range definition.Series {
				days[i].Counts[series] = model.Known(int64(100 + i))
			}
		}
		report, err := model.NewReport(definition, period, days)
		if err != nil {
			return graphapi.Answer{}, err
		}
		answer.Reports = append(answer.Reports, report)
	}
	return answer, nil
}

func (g *recordingGraph) wantSent(t *testing.T, want int) {
	t.Helper()
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if len(g.sent) != want {
		t.Errorf("%d requests, want %d: %q", len(g.sent), want, g.sent)
	}
}

// withRecordingGraph runs a test of a dashboard without a store.
func withRecordingGraph(t *testing.T, test func(*testDashboard, *recordingGraph)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		now := func() time.Time { return noon.Add(time.Since(began)) }
		graph := &recordingGraph{now: now}
		config := sampleConfig(t)
		config.Now = now
		config.Reports = reports.NewLive(reports.LiveConfig{
			Client: graph, Origin: reports.FromGraph, MaxAge: time.Hour, Timeout: time.Minute, Now: now,
		})
		test(startDashboard(t, config, 100, 30), graph)
	})
}

// visitAll rests on each report but the first.
func (d *testDashboard) visitAll() {
	for _, definition := range model.Catalogue()[1:] {
		d.show(definition.Name)
		d.advance(time.Second)
	}
}

func TestVisitOfEveryReportStaysWithinTheBudget(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, graph *recordingGraph) {
		d.visitAll()
		graph.wantSent(t, 13)
		d.wantText("Request budget used: the next automatic request is possible at 12:10.", "r requests now.")
		d.wantNoText("failed", "!")
		for range 3 {
			d.visitAll()
		}
		graph.wantSent(t, 13)
		d.show("skype-peer-to-peer-users")
		d.wantText("checked 12:00", "−6.4 %")
		d.press("2", "3", "4", "5")
		d.wantNoText("Request budget")
		graph.wantSent(t, 13)
	})
}

func TestRefusedReportIsFetchedOnRequest(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, graph *recordingGraph) {
		d.visitAll()
		d.press("r")
		graph.wantSent(t, 14)
		d.wantText("data to 28 Jun")
		d.wantNoText("Request budget")
	})
}

func TestRefusedReportIsFetchedOnceTheBudgetAllowsIt(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, graph *recordingGraph) {
		d.visitAll()
		d.wantText("12:10")
		d.advance(9*time.Minute + 30*time.Second)
		graph.wantSent(t, 13)
		d.advance(30 * time.Second)
		graph.wantSent(t, 14)
		d.wantText("checked 12:10")
		d.wantNoText("Request budget")
	})
}

func TestRefusedReportThatIsLeftIsNotFetched(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, graph *recordingGraph) {
		d.visitAll()
		d.show("skype-peer-to-peer-users")
		d.advance(20 * time.Minute)
		graph.wantSent(t, 13)
		d.show("email")
		d.advance(time.Second)
		graph.wantSent(t, 14)
	})
}

func TestHeldKeyMakesOneRequest(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, graph *recordingGraph) {
		graph.wantSent(t, 4)
		for _, definition := range model.Catalogue()[1:] {
			d.show(definition.Name)
			d.advance(33 * time.Millisecond)
		}
		graph.wantSent(t, 4)
		d.advance(time.Second)
		graph.wantSent(t, 5)
		if last := graph.sent[4]; last != "getEmailActivityCounts D180" {
			t.Errorf("the request was %q", last)
		}
	})
}

func TestBrowsedReportTakesOneRequestForAllPeriods(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, graph *recordingGraph) {
		for i, name := range []string{"teams-devices", "teams-messages"} {
			d.press("5", "4", "3", "2", "1", []string{"1", "5"}[i])
			d.show(name)
			d.advance(time.Second)
			for _, period := range []string{"1", "2", "3", "4", "5"} {
				d.press(period)
				d.wantText("data to 28 Jun", "100")
			}
			graph.wantSent(t, 5+i)
		}
		d.show("teams-meetings")
		d.advance(time.Second)
		d.wantText("data to 28 Jun", "100")
		graph.wantSent(t, 6)
		d.press("r")
		graph.wantSent(t, 7)
		d.wantText("checked 12:00, nothing newer")
	})
}

// TestBudgetPageBreaksBetweenSentences has the usual size of a terminal, where both sentences do not fit into one line.
func TestBudgetPageBreaksBetweenSentences(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, _ *recordingGraph) {
		d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		d.visitAll()
		var text []string
		for _, line := range strings.Split(d.screen(), "\n")[2:23] {
			if line = strings.TrimSpace(line); line != "" {
				text = append(text, line)
			}
		}
		want := []string{
			"Request budget used: the next automatic request is possible at 12:10.", "r requests now.",
		}
		if !slices.Equal(text, want) {
			t.Errorf("the page is %q, want %q", text, want)
		}
	})
}

func TestBudgetNoticeStandsBesideStoredData(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, graph *recordingGraph) {
		d.visitAll()
		d.advance(61 * time.Minute)
		for range 13 {
			d.press("r")
		}
		graph.wantSent(t, 14+13)
		d.show("skype-peer-to-peer-users")
		d.advance(time.Second)
		d.wantText("Request budget used: the next automatic request is possible at 13:11. r requests now.", "−6.4 %")
		d.wantNoText("failed")
		graph.wantSent(t, 14+13)
	})
}

// TestRefusalFarAheadIsTriedAgain has a budget whose clock is a day ahead of the dashboard's.
func TestRefusalFarAheadIsTriedAgain(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, graph *recordingGraph) {
		d.visitAll()
		ahead := d.model.config.Now
		d.model.config.Now = func() time.Time { return ahead().Add(-24 * time.Hour) }
		d.advance(9*time.Minute + 59*time.Second)
		graph.wantSent(t, 13)
		d.advance(2 * time.Minute)
		graph.wantSent(t, 14)
	})
}

func TestRequestDuringAnAutomaticFetchIsAnswered(t *testing.T) {
	f := &recordingReports{takes: 5 * time.Second}
	withRecordingReports(t, f, func(d *testDashboard) {
		d.show("teams-messages")
		d.advance(time.Second)
		d.press("5", "r")
		d.wantText("loading all days")
		d.advance(5 * time.Second)
		d.wantText("checked 12:00")
		d.wantNoText("loading all days")
	})
}

// TestEveryPageOfTheBudgetFits draws the refusal at the least size.
func TestEveryPageOfTheBudgetFits(t *testing.T) {
	withRecordingGraph(t, func(d *testDashboard, _ *recordingGraph) {
		d.visitAll()
		for _, size := range []tea.WindowSizeMsg{{Width: 40, Height: 10}, {Width: 80, Height: 24}} {
			d.send(size)
			words := strings.Join(strings.Fields(d.screen()), " ")
			if !strings.Contains(words, "automatic request is possible at 12:10. r requests now.") {
				t.Errorf("at %d columns:\n%s", size.Width, d.screen())
			}
		}
	})
}
