package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peerdash/model"
)

// FuzzStoreFile puts bytes into a store's file: the program continues with what is left of it or with a new one, or says
// why not, and nothing is deleted.
func FuzzStoreFile(f *testing.F) {
	content, err := os.ReadFile(filledStore(f))
	if err != nil {
		f.Fatal(err)
	}
	for _, at := range []uint32{0, 18, 28, 60, 100, 4096, 8192, 20000, uint32(len(content)) / 2} {
		f.Add(at, []byte{0xff, 0, 0x7f, 13})
	}
	f.Fuzz(func(t *testing.T, at uint32, bytes []byte) {
		path := filepath.Join(t.TempDir(), "peerdash.db")
		damaged := append([]byte(nil), content...)
		copy(damaged[int(at)%len(damaged):], bytes)
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		useStore(t, path)
		names, err := filepath.Glob(path + "*")
		if err != nil || !holdsStore(names, len(content)) {
			t.Errorf("files are %q, %v: where is the first one?", names, err)
		}
	})
}

// useStore uses a store in every way. It checks that a report can be stored, in this file or a new one, unless a newer version wrote
// the file.
func useStore(t *testing.T, path string) {
	s, err := Open(t.Context(), path, atNoon)
	if err != nil {
		if !strings.Contains(err.Error(), "ewer peerdash made it") {
			t.Errorf("cannot be opened: %v", err)
		}
		return
	}
	defer s.Close()
	if _, _, err := s.Answer(t.Context(), contoso, model.Default().Function, model.D7); err != nil {
		t.Errorf("answer: %v", err)
	}
	if _, _, err := s.Days(t.Context(), contoso, model.Default()); err != nil {
		t.Errorf("series: %v", err)
	}
	if _, err := s.Revisions(t.Context(), contoso, model.Default()); err != nil {
		t.Errorf("revisions: %v", err)
	}
	if _, err := s.Tenants(t.Context()); err != nil {
		t.Errorf("tenants: %v", err)
	}
	if _, err := s.Merge(t.Context(), contoso, reportOf(t, "22@1 10 7")); err != nil {
		t.Errorf("merging: %v", err)
	}
}

// holdsStore reports whether one of the files is at least as long as the original store.
func holdsStore(names []string, length int) bool {
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && info.Size() >= int64(length) {
			return true
		}
	}
	return false
}
