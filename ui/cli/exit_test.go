package cli_test

import (
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
)

// TestTimeoutEndsARequest requests a report from a Graph that never answers.
func TestTimeoutEndsARequest(t *testing.T) {
	graph, box := startGraph(t)
	release := make(chan struct{})
	defer close(release)
	graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Hold(release))
	box.run(t, "print", "--timeout", "700ms").wantExit(t, 4, "--timeout", "127.0.0.1")
}
