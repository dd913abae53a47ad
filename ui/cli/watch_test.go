package cli_test

import (
	"testing"

	"peerdash/model"
)

func TestOfflineDashboardShowsWhatAnotherProcessStores(t *testing.T) {
	t.Parallel()
	graph, box := startGraph(t)
	graph.GiveReport(model.D7, header+"2021-06-28,2021-06-27,7,1177,407,,12,0\n2021-06-28,2021-06-28,7,901,407,,12,0\n")
	box.run(t, "print").wantExit(t, 0)
	s := box.open(t, 80, 24, "--offline", "--restricted")
	s.await("data to 28 Jun 2021")
	graph.GiveReport(model.D7, header+"2021-06-29,2021-06-28,7,1177,407,,12,0\n2021-06-29,2021-06-29,7,803,407,,12,0\n")
	box.run(t, "print", "--refresh").wantExit(t, 0)
	requests := reportRequests(graph)
	s.await("1 day new")
	s.await("data to 29 Jun 2021")
	if reportRequests(graph) != requests {
		t.Error("the offline dashboard sent a request")
	}
	s.press("q")
	s.wait()
}
