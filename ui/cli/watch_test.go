package cli_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peerdash/model"
)

func TestOfflineDashboardShowsAStoreThatIsCreatedLater(t *testing.T) {
	t.Parallel()
	graph, box := startGraph(t)
	s := box.open(t, 80, 24, "--offline", "--restricted")
	s.await("No stored data")
	s.await("does not exist")
	checkNoState(t, box)
	graph.GiveReport(model.D7, header+"2021-06-28,2021-06-27,7,1177,407,,12,0\n2021-06-28,2021-06-28,7,901,407,,12,0\n")
	box.run(t, "print").wantExit(t, 0)
	s.await("data to 28 Jun 2021")
	s.press("q")
	s.wait()
}

func TestOfflineCommandsCreateNoStore(t *testing.T) {
	_, box := startGraph(t)
	box.run(t, "print", "--offline").wantExit(t, 4, "No stored data", "does not exist")
	box.run(t, "print", "--offline", "--format", "ndjson", "--revisions").wantExit(t, 4, "No stored data")
	box.with("AZURE_TENANT_ID=", "AZURE_CLIENT_ID=").run(t, "print", "--offline").wantExit(t, 4, "No stored data")
	checkNoState(t, box)
}

// checkNoState checks that the state directory was not created.
func checkNoState(t *testing.T, box sandbox) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(box.home, "state")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the state directory: %v, want none", err)
	}
}

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

func TestOfflineSessionNamesTheOnlyStoredTenant(t *testing.T) {
	t.Parallel()
	graph, box := startGraph(t)
	box.run(t, "print").wantExit(t, 0)
	box = box.with("AZURE_TENANT_ID=", "AZURE_CLIENT_ID=")
	s := box.open(t, 80, 24, "--offline", "--restricted")
	s.await("File Transfer")
	s.await(graph.Tenant())
	s.press("q")
	s.wait()
	elsewhere := box.with("PEERDASH_GRAPH_URL=")
	for _, command := range [][]string{{"print", "--offline"}, {"reports"}} {
		got := elsewhere.run(t, command...)
		for _, text := range []string{
			"No stored data for any tenant of https://graph.microsoft.com/v1.0",
			"There is data of " + graph.Tenant() + " of " + graph.GraphRoot().String() + ".",
			"Use --cloud or PEERDASH_GRAPH_URL to name the Graph that the data comes from.",
		} {
			if !strings.Contains(got.errors, text) {
				t.Errorf("%s does not say %q:\n%s", command, text, got.errors)
			}
		}
	}
}
