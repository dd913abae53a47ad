package cli_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"peerdash/graphapi/emulator/emulatortest"
)

// TestProcessesStartedAtOnceShareOneRequestPerPeriod starts twenty processes with nothing stored.
func TestProcessesStartedAtOnceShareOneRequestPerPeriod(t *testing.T) {
	t.Parallel()
	graph, box := startGraph(t)
	release := make(chan struct{})
	graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Hold(release))
	periods := []string{"D7", "D30", "D90", "D180"}
	const processes = 20
	outcomes := make([]outcome, processes)
	var running sync.WaitGroup
	for i := range processes {
		running.Go(func() {
			outcomes[i] = box.run(t, "print", "--format", "json", "--timeout", "2m", "--period", periods[i%len(periods)])
		})
	}
	awaitRequests(t, graph, len(periods))
	close(release)
	running.Wait()
	origins := map[string]int{}
	for i, got := range outcomes {
		got.wantExit(t, 0)
		if !strings.Contains(got.output, `"period":"`+periods[i%len(periods)]+`"`) {
			t.Errorf("process %d printed %.80s", i, got.output)
		}
		for _, origin := range []string{"graph", "kept"} {
			if strings.Contains(got.output, `"source":"`+origin+`"`) {
				origins[origin]++
			}
		}
	}
	if requests := graphRequests(graph); requests != len(periods) {
		t.Errorf("Graph got %d requests, want %d", requests, len(periods))
	}
	if origins["graph"] != len(periods) || origins["kept"] != processes-len(periods) {
		t.Errorf("%v printed what they fetched or what was stored, want %d and %d", origins, len(periods), processes-len(periods))
	}
}

func graphRequests(graph *emulatortest.Emulator) int {
	count := 0
	for _, request := range graph.Requests() {
		if request.Host == emulatortest.Graph {
			count++
		}
	}
	return count
}

// awaitRequests waits until Graph has received this number of requests.
func awaitRequests(t *testing.T, graph *emulatortest.Emulator, count int) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for graphRequests(graph) < count {
		if time.Now().After(deadline) {
			t.Fatalf("Graph got %d requests, want %d", graphRequests(graph), count)
		}
		time.Sleep(5 * time.Millisecond)
	}
}
