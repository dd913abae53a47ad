package store

import (
	"os"
	"testing"

	"peerdash/model"
)

func TestRecoverMergesASoundStoreWhole(t *testing.T) {
	other := storeOfDays(t, 400)
	s := newStore(t)
	before := openStore(t, other)
	found, err := s.Recover(t.Context(), other)
	if err != nil || len(found) != 2 {
		t.Fatalf("recovered %+v, %v, want two tenants", found, err)
	}
	for _, tenant := range found {
		if !tenant.IsComplete || tenant.Changes.New != 200 || tenant.Answers != 2 {
			t.Errorf("recovered %+v, want it complete with 200 days and two answers", tenant)
		}
	}
	// The times at which reports were merged differ, since the clock of the recovery counts.
	if got, want := figures(t, s), figures(t, before); got != want || got == noticed {
		t.Errorf("recovered %d bytes, want %d", len(got), len(want))
	}
	again, err := s.Recover(t.Context(), other)
	if err != nil || again[0].Changes != (Changes{Unchanged: 200}) {
		t.Errorf("recovering again: %+v, %v, want no change", again, err)
	}
}

// TestRecoverLeavesOutWhatIsDamaged clears each page in turn: all that is recovered is right, and most of it is.
func TestRecoverLeavesOutWhatIsDamaged(t *testing.T) {
	t.Parallel()
	other := storeOfDays(t, 500)
	content, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	s := openStore(t, other)
	want := map[model.Day]bool{}
	for _, tenant := range []Tenant{contoso, {GraphRoot: root, ID: guidTwo}} {
		days, err := s.Revisions(t.Context(), tenant, model.Default())
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range days {
			want[day] = true
		}
	}
	s.Close()
	most, pages := 0, len(content)/4096
	for page := 1; page < pages; page++ {
		damaged := append([]byte(nil), content...)
		for i := range damaged[page*4096 : (page+1)*4096] {
			damaged[page*4096+i] ^= 0x5a
		}
		if err := os.WriteFile(other, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		recovered := newStore(t)
		if _, err := recovered.Recover(t.Context(), other); err != nil {
			continue
		}
		count := 0
		for _, tenant := range []Tenant{contoso, {GraphRoot: root, ID: guidTwo}} {
			days, err := recovered.Revisions(t.Context(), tenant, model.Default())
			if err != nil {
				t.Fatal(err)
			}
			for _, day := range days {
				if !want[day] {
					t.Fatalf("with page %d damaged %v is recovered", page, day)
				}
			}
			count += len(days)
		}
		if count > len(want)*8/10 {
			most++
		}
	}
	if most < pages*2/3 {
		t.Errorf("most is recovered with %d of %d pages damaged alone, want two thirds at least", most, pages)
	}
}

func TestRecoverNothing(t *testing.T) {
	path := t.TempDir() + "/text"
	if err := os.WriteFile(path, []byte("a text"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{path, path + ".missing", t.TempDir()} {
		if found, err := newStore(t).Recover(t.Context(), other); err == nil {
			t.Errorf("recovered %v from %s, want an error", found, other)
		}
	}
}
