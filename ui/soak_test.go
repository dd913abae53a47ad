package ui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
)

// changeableReports is a month of Graph as it is: mostly fine, at times throttled, out, or in need of a new sign-in.
type changeableReports struct {
	stored map[model.Period]reports.Reading

	mutex    sync.Mutex
	fetches  int
	signedIn bool
}

func (w *changeableReports) Stored(_ context.Context, _ *model.Definition, period model.Period) (reports.Reading, error) {
	reading := w.stored[period]
	reading.FreshUntil = time.Time{}
	return reading, nil
}

func (w *changeableReports) Fetch(_ context.Context, _ *model.Definition, period model.Period, _ reports.Reason) (reports.Reading, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.fetches++
	switch {
	case !w.signedIn:
		return reports.Reading{}, fmt.Errorf("no token: %w", signin.ErrSignInNeeded)
	case w.fetches%50 == 0:
		w.signedIn = false
	case w.fetches%17 == 0:
		return reports.Reading{}, problem.New(problem.Error{Kind: problem.Throttled, What: "Throttled", RetryAt: noon.Add(time.Hour)})
	case w.fetches%11 == 0:
		return reports.Reading{}, problem.New(problem.Error{Kind: problem.Network, What: "No network", Err: errors.ErrUnsupported})
	}
	return w.stored[period], nil
}

func (w *changeableReports) RequestCode(context.Context) (signin.DeviceCode, error) {
	return signin.DeviceCode{UserCode: "GHJK-2345", Address: "https://microsoft.com/devicelogin"}, nil
}

func (w *changeableReports) AwaitSignIn(context.Context, signin.DeviceCode, func(error)) error {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	w.signedIn = true
	return nil
}

// footprint is what a program holds on to.
type footprint struct {
	goroutines, files int
	heap              uint64
}

func takeFootprint() footprint {
	var memory runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&memory)
	files, _ := os.ReadDir("/proc/self/fd")
	return footprint{runtime.NumGoroutine(), len(files), memory.HeapAlloc}
}

// most is the larger of each.
func (f footprint) most(other footprint) footprint {
	return footprint{max(f.goroutines, other.goroutines), max(f.files, other.files), max(f.heap, other.heap)}
}

// TestMonthLeavesNothingBehind keeps the dashboard open for a month of hourly refreshes, outages, sign-ins, resizes and
// keys, and compares the most that it holds on to on the first day and on the last.
func TestMonthLeavesNothingBehind(t *testing.T) {
	graph := &changeableReports{stored: storedSamples(t), signedIn: true}
	config := sampleConfig(t)
	config.Reports, config.SignIn, config.Every = graph, graph, time.Hour
	withDashboard(t, config, 80, 24, func(d *testDashboard) {
		var first, last footprint
		for hour := range 30 * 24 {
			time.Sleep(time.Hour)
			d.send(nil)
			d.press("2", "v", "left", "5", "1")
			d.send(tea.WindowSizeMsg{Width: 40 + hour%160, Height: 10 + hour%50})
			_ = d.model.View()
			switch {
			case hour < 24:
				first = first.most(takeFootprint())
			case hour >= 29*24:
				last = last.most(takeFootprint())
			}
		}
		t.Logf("first day %+v, last day %+v, %d fetches", first, last, graph.fetches)
		if last.goroutines > first.goroutines || last.files > first.files {
			t.Errorf("on the last day it holds on to %+v, on the first to %+v", last, first)
		}
		if grown := int64(last.heap) - int64(first.heap); grown > 1<<20 {
			t.Errorf("the heap has grown by %d bytes", grown)
		}
		if graph.fetches < 30*24 {
			t.Errorf("%d fetches in a month of hourly refreshes", graph.fetches)
		}
	})
}
