package cli_test

import (
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
)

// TestTimeoutEndsARequest holds the answer of Graph back for ever.
func TestTimeoutEndsARequest(t *testing.T) {
	graph, around := onGraph(t)
	release := make(chan struct{})
	defer close(release)
	graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Hold(release))
	around.run(t, "print", "--timeout", "700ms").wants(t, 4, "--timeout", "127.0.0.1")
}
