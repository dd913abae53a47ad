package outfile

import (
	"os"
	"testing"
)

func TestRemoveTemporaryRemovesWhatIsHalfWritten(t *testing.T) {
	directory := t.TempDir()
	var w Writer
	file, err := w.open(directory, "report.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString("half"); err != nil {
		t.Fatal(err)
	}
	_ = file.Close()
	w.RemoveTemporary()
	if entries, err := os.ReadDir(directory); err != nil || len(entries) > 0 {
		t.Errorf("the directory holds %v, error %v", entries, err)
	}
}
