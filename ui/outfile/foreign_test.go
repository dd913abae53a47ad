//go:build unix

package outfile_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peerdash/ui/outfile"
)

func TestLinksOfOtherUsersAreRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root may give a link away")
	}
	directory := t.TempDir()
	victim, link := filepath.Join(directory, "victim"), filepath.Join(directory, "report.csv")
	if err := os.WriteFile(victim, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, link); err != nil {
		t.Fatal(err)
	}
	if err := os.Lchown(link, 65534, 65534); err != nil {
		t.Fatal(err)
	}
	var w outfile.Writer
	if err := w.Replace(link, []byte("overwritten")); err == nil || !strings.Contains(err.Error(), "another user") {
		t.Errorf("error %v, want one that names the other user's link", err)
	}
	wantContent(t, victim, "precious")
}
