package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestManualPagesCanBeReproduced checks that SOURCE_DATE_EPOCH dates the pages, so that they do not depend on the day of the
// build.
func TestManualPagesCanBeReproduced(t *testing.T) {
	box := newSandbox(t).with("SOURCE_DATE_EPOCH=1624838400")
	box.run(t, "man", "manual").wantExit(t, 0)
	page, err := os.ReadFile(filepath.Join(box.home, "manual", "peerdash-print.1"))
	if err != nil || !strings.Contains(string(page), `"Jun 2021"`) {
		t.Errorf("the page begins with %.120q, want the date Jun 2021 (%v)", page, err)
	}
}
