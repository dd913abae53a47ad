package store

import (
	"testing"

	"peerdash/model"
)

func importDays(t *testing.T, s *Store, file string, days ...string) {
	t.Helper()
	if _, err := s.Import(t.Context(), contoso, file, []model.Report{reportOf(t, days...)}); err != nil {
		t.Fatal(err)
	}
}

// forgetImport forgets the import of a file.
func forgetImport(t *testing.T, s *Store, file string) int {
	t.Helper()
	imports, err := s.Imports(t.Context(), contoso)
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range imports {
		if info.File == file {
			changed, err := s.ForgetImport(t.Context(), info.ID)
			if err != nil {
				t.Fatal(err)
			}
			return changed
		}
	}
	t.Fatalf("no import of %s among %+v", file, imports)
	return 0
}

func TestForgottenImport(t *testing.T) {
	tests := []struct {
		name    string
		prepare func(t *testing.T, s *Store) // with an import of bad.csv
		changed int
		want    []string
		all     []string // with all revisions
	}{
		{"its days are removed", func(t *testing.T, s *Store) {
			merge(t, s, contoso, "22@1 10 7")
			importDays(t, s, "bad.csv", "23@1 20 7", "24@1 20 7")
		}, 2, []string{"22@1 10 7"}, []string{"22@1 10 7"}},
		{"the counts before it return", func(t *testing.T, s *Store) {
			merge(t, s, contoso, "22@1 10 7")
			importDays(t, s, "bad.csv", "22@30 20 7")
			merge(t, s, contoso, "22@2 11 7")
		}, 1, []string{"22@2 11 7"}, []string{"22@1 10 7", "22@2 11 7"}},
		{"counts from Graph too stay", func(t *testing.T, s *Store) {
			importDays(t, s, "bad.csv", "22@1 10 7", "23@2 20 7")
			merge(t, s, contoso, "22@1 10 7", "23@1 20 7")
		}, 0, []string{"22@1 10 7", "23@2 20 7"}, []string{"22@1 10 7", "23@2 20 7"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStore(t)
			test.prepare(t, s)
			imports, err := s.Imports(t.Context(), contoso)
			if err != nil || test.changed > 0 && len(imports) != 1 {
				t.Fatalf("imports are %+v, %v, want one", imports, err)
			}
			if changed := forgetImport(t, s, "bad.csv"); changed != test.changed {
				t.Errorf("%d days changed, want %d", changed, test.changed)
			}
			checkSeries(t, s, contoso, test.want...)
			revisions, err := s.Revisions(t.Context(), contoso, model.Default())
			if err != nil {
				t.Fatal(err)
			}
			checkRevisions(t, revisions, test.all)
			if err := s.Check(t.Context()); err != nil || len(s.TakeNotes()) > 0 {
				t.Errorf("the store is damaged, %v", err)
			}
			if _, err := s.ForgetImport(t.Context(), imports[0].ID); err == nil {
				t.Error("an import was forgotten twice")
			}
		})
	}
}

func TestImportThatChangedNothingIsNotListed(t *testing.T) {
	s := newStore(t)
	merge(t, s, contoso, "22@1 10 7")
	importDays(t, s, "same.csv", "22@1 10 7")
	if imports, err := s.Imports(t.Context(), contoso); err != nil || len(imports) > 0 {
		t.Errorf("imports are %+v, %v, want none", imports, err)
	}
}

func TestForgottenDays(t *testing.T) {
	s := newStore(t)
	answer := Answer{CSV: []byte("the report"), ETag: "one", FetchedAt: noon}
	if _, err := s.Save(t.Context(), contoso, model.Default().Function, model.D7, answer, []model.Report{reportOf(t, "22@1 10 7", "23@1 20 7", "24@1 30 7")}); err != nil {
		t.Fatal(err)
	}
	merge(t, s, contoso, "23@2 21 7")
	date := func(day int) model.Date { return model.NewDate(2021, 6, day) }
	for _, test := range []struct {
		since, until model.Date
		removed      int
		want         []string
	}{
		{date(25), date(30), 0, []string{"22@1 10 7", "23@2 21 7", "24@1 30 7"}},
		{date(23), date(23), 1, []string{"22@1 10 7", "24@1 30 7"}},
		{date(24), 0, 1, []string{"22@1 10 7"}},
		{0, 0, 1, nil},
	} {
		if removed, err := s.ForgetDays(t.Context(), contoso, nil, test.since, test.until); err != nil || removed != test.removed {
			t.Errorf("removed %d days, %v, want %d", removed, err, test.removed)
		}
		stored, _, err := s.Days(t.Context(), contoso, model.Default())
		if err != nil || len(stored.Report.Days()) != len(test.want) {
			t.Errorf("%v, %v, want %q", stored.Report.Days(), err, test.want)
		}
		_, found, err := s.Answer(t.Context(), contoso, model.Default().Function, model.D7)
		if isStored := test.removed == 0; err != nil || found != isStored {
			t.Errorf("the answer is stored: %v, %v, want %v", found, err, isStored)
		}
	}
	if days, err := s.Revisions(t.Context(), contoso, model.Default()); err != nil || len(days) > 0 {
		t.Errorf("revisions are %v, %v, want none", days, err)
	}
	if err := s.Check(t.Context()); err != nil || len(s.TakeNotes()) > 0 {
		t.Errorf("the store is damaged, %v", err)
	}
}

func TestJoinedTenantsHaveTheirImports(t *testing.T) {
	s := newStore(t)
	importDays(t, s, "saved.csv", "22@1 10 7")
	byID := Tenant{GraphRoot: root, ID: guidOne}
	merge(t, s, byID, "23@1 10 7")
	merge(t, s, Tenant{GraphRoot: root, ID: guidOne, Name: "contoso.com"}, "24@1 10 7")
	forgetImport(t, s, "saved.csv")
	checkSeries(t, s, byID, "23@1 10 7", "24@1 10 7")
}
