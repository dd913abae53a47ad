//go:build !windows

package reports

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"peerdash/model"
)

// TestFIFOInPlaceOfTheLockDelaysNoFetch would never end if opening the lock waited for the other end of the FIFO.
func TestFIFOInPlaceOfTheLockDelaysNoFetch(t *testing.T) {
	b := setup(t)
	path, ok := b.turnPath(t.Context(), answerName{model.Default().Function, model.D7})
	if !ok {
		t.Fatal("there is no lock")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	reading, err := b.Fetch(t.Context(), model.Default(), model.D7, Requested)
	if err != nil || reading.Report.IsEmpty() {
		t.Errorf("fetched %v, %v", reading.Report.Days(), err)
	}
}
