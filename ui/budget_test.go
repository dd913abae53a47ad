package ui

import (
	"context"
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

// familyGraph answers for every function, and records the requests as "function period".
type familyGraph struct {
	now   func() time.Time
	mutex sync.Mutex
	sent  []string
}

func (g *familyGraph) Fetch(
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

func (g *familyGraph) wantSent(t *testing.T, want int) {
	t.Helper()
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if len(g.sent) != want {
		t.Errorf("%d requests, want %d: %q", len(g.sent), want, g.sent)
	}
}

// onFamilyGraph runs a test of a dashboard without a store.
func onFamilyGraph(t *testing.T, test func(*bench, *familyGraph)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		now := func() time.Time { return noon.Add(time.Since(began)) }
		graph := &familyGraph{now: now}
		config := sampleConfig(t)
		config.Now = now
		config.Reports = reports.NewLive(reports.LiveConfig{
			Client: graph, Origin: reports.FromGraph, MaxAge: time.Hour, Timeout: time.Minute, Now: now,
		})
		ctx, cancel := context.WithCancel(t.Context())
		b := &bench{t: t, model: New(ctx, config)}
		b.start(b.model.Init())
		b.send(tea.WindowSizeMsg{Width: 100, Height: 30})
		test(b, graph)
		cancel()
	})
}

// visitAll rests on each report but the first.
func (b *bench) visitAll() {
	for _, definition := range model.Catalogue()[1:] {
		b.show(definition.Name)
		b.pass(time.Second)
	}
}

func TestVisitOfEveryReportStaysWithinTheBudget(t *testing.T) {
	onFamilyGraph(t, func(b *bench, graph *familyGraph) {
		b.visitAll()
		graph.wantSent(t, 13)
		b.wants("Request budget used: the next automatic request is possible at 12:10. r requests now.")
		b.lacks("failed", "!")
		for range 3 {
			b.visitAll()
		}
		graph.wantSent(t, 13)
		b.show("skype-peer-to-peer-users")
		b.wants("checked 12:00", "−6.4 %")
		b.press("2", "3", "4", "5")
		b.lacks("Request budget")
		graph.wantSent(t, 13)
	})
}

func TestRefusedReportIsFetchedOnRequest(t *testing.T) {
	onFamilyGraph(t, func(b *bench, graph *familyGraph) {
		b.visitAll()
		b.press("r")
		graph.wantSent(t, 14)
		b.wants("data to 28 Jun")
		b.lacks("Request budget")
	})
}

func TestRefusedReportIsFetchedOnceTheBudgetAllowsIt(t *testing.T) {
	onFamilyGraph(t, func(b *bench, graph *familyGraph) {
		b.visitAll()
		b.wants("12:10")
		b.pass(9*time.Minute + 30*time.Second)
		graph.wantSent(t, 13)
		b.pass(30 * time.Second)
		graph.wantSent(t, 14)
		b.wants("checked 12:10")
		b.lacks("Request budget")
	})
}

func TestRefusedReportThatIsLeftIsNotFetched(t *testing.T) {
	onFamilyGraph(t, func(b *bench, graph *familyGraph) {
		b.visitAll()
		b.show("skype-peer-to-peer-users")
		b.pass(20 * time.Minute)
		graph.wantSent(t, 13)
		b.show("email")
		b.pass(time.Second)
		graph.wantSent(t, 14)
	})
}

func TestHeldKeyMakesOneRequest(t *testing.T) {
	onFamilyGraph(t, func(b *bench, graph *familyGraph) {
		graph.wantSent(t, 4)
		for _, definition := range model.Catalogue()[1:] {
			b.show(definition.Name)
			b.pass(33 * time.Millisecond)
		}
		graph.wantSent(t, 4)
		b.pass(time.Second)
		graph.wantSent(t, 5)
		if last := graph.sent[4]; last != "getEmailActivityCounts D180" {
			t.Errorf("the request was %q", last)
		}
	})
}

func TestBrowsedReportTakesOneRequestForAllPeriods(t *testing.T) {
	onFamilyGraph(t, func(b *bench, graph *familyGraph) {
		for i, name := range []string{"teams-devices", "teams-messages"} {
			b.press("5", "4", "3", "2", "1", []string{"1", "5"}[i])
			b.show(name)
			b.pass(time.Second)
			for _, period := range []string{"1", "2", "3", "4", "5"} {
				b.press(period)
				b.wants("data to 28 Jun", "100")
			}
			graph.wantSent(t, 5+i)
		}
		b.show("teams-meetings")
		b.pass(time.Second)
		b.wants("data to 28 Jun", "100")
		graph.wantSent(t, 6)
		b.press("r")
		graph.wantSent(t, 7)
		b.wants("checked 12:00, nothing newer")
	})
}

func TestBudgetNoticeStandsBesideStoredData(t *testing.T) {
	onFamilyGraph(t, func(b *bench, graph *familyGraph) {
		b.visitAll()
		b.pass(61 * time.Minute)
		for range 13 {
			b.press("r")
		}
		graph.wantSent(t, 14+13)
		b.show("skype-peer-to-peer-users")
		b.pass(time.Second)
		b.wants("Request budget used: the next automatic request is possible at 13:11. r requests now.", "−6.4 %")
		b.lacks("failed")
		graph.wantSent(t, 14+13)
	})
}

// TestRefusalFarAheadIsTriedAgain has a budget whose clock is a day ahead of the dashboard's.
func TestRefusalFarAheadIsTriedAgain(t *testing.T) {
	onFamilyGraph(t, func(b *bench, graph *familyGraph) {
		b.visitAll()
		ahead := b.model.config.Now
		b.model.config.Now = func() time.Time { return ahead().Add(-24 * time.Hour) }
		b.pass(9*time.Minute + 59*time.Second)
		graph.wantSent(t, 13)
		b.pass(2 * time.Minute)
		graph.wantSent(t, 14)
	})
}

func TestRequestDuringAnAutomaticFetchIsAnswered(t *testing.T) {
	f := &family{takes: 5 * time.Second}
	onFamily(t, f, func(b *bench) {
		b.show("teams-messages")
		b.pass(time.Second)
		b.press("5", "r")
		b.wants("loading all days")
		b.pass(5 * time.Second)
		b.wants("checked 12:00")
		b.lacks("loading all days")
	})
}

// TestEveryPageOfTheBudgetFits draws the refusal at the least size.
func TestEveryPageOfTheBudgetFits(t *testing.T) {
	onFamilyGraph(t, func(b *bench, _ *familyGraph) {
		b.visitAll()
		for _, size := range []tea.WindowSizeMsg{{Width: 40, Height: 10}, {Width: 80, Height: 24}} {
			b.send(size)
			words := strings.Join(strings.Fields(b.screen()), " ")
			if !strings.Contains(words, "automatic request is possible at 12:10. r requests now.") {
				t.Errorf("at %d columns:\n%s", size.Width, b.screen())
			}
		}
	})
}
