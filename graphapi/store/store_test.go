package store

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"peerdash/model"
)

const (
	root    = "https://graph.example/v1.0"
	guidOne = "11111111-2222-3333-4444-555555555555"
	guidTwo = "99999999-2222-3333-4444-555555555555"
)

var (
	contoso = Tenant{GraphRoot: root, Name: "contoso.com"}
	noon    = time.Date(2026, 11, 24, 12, 0, 0, 123456789, time.UTC)
)

func atNoon() time.Time { return noon }

func openStore(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(t.Context(), path, atNoon)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func newStore(t testing.TB) *Store {
	t.Helper()
	return openStore(t, filepath.Join(t.TempDir(), "peerdash", "peerdash.db"))
}

// Merge merges a report as one from Graph, without an answer.
func (s *Store) Merge(ctx context.Context, tenant Tenant, report model.Report) (Changes, error) {
	var changes Changes
	err := s.write(ctx, func(tx *sql.Tx) error {
		row, err := claimTenant(ctx, tx, tenant)
		if err != nil {
			return err
		}
		changes, err = s.mergeReports(ctx, tx, row, []model.Report{report}, fromGraph)
		return err
	})
	return changes, err
}

func merge(t testing.TB, s *Store, tenant Tenant, days ...string) Changes {
	t.Helper()
	changes, err := s.Merge(t.Context(), tenant, reportOf(t, days...))
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

// checkSeries compares the current counts.
func checkSeries(t testing.TB, s *Store, tenant Tenant, want ...string) {
	t.Helper()
	stored, found, err := s.Days(t.Context(), tenant, model.Default())
	if err != nil || found != (len(want) > 0) {
		t.Fatalf("series of %v: found %v, error %v, want %q", tenant, found, err, want)
	}
	var got []string
	for _, day := range stored.Report.Days() {
		got = append(got, textOf(day))
	}
	if !slices.Equal(got, want) {
		t.Errorf("series of %v is %q, want %q", tenant, got, want)
	}
}

func TestStoreMerge(t *testing.T) {
	s := newStore(t)
	for i, test := range mergeTable {
		t.Run(test.name, func(t *testing.T) {
			tenant := Tenant{GraphRoot: root, Name: fmt.Sprint("tenant", i)}
			var changes Changes
			for _, text := range test.reports {
				changes = merge(t, s, tenant, text)
			}
			if changes != test.last {
				t.Errorf("the last report made %+v, want %+v", changes, test.last)
			}
			revisions, err := s.Revisions(t.Context(), tenant, model.Default())
			if err != nil {
				t.Fatal(err)
			}
			checkRevisions(t, revisions, test.want)
			checkSeries(t, s, tenant, test.want[len(test.want)-1])
		})
	}
}

func TestAnswerIsStoredAsReceived(t *testing.T) {
	s := newStore(t)
	want := Answer{CSV: []byte("\xef\xbb\xbfReport Refresh Date\r\n"), ETag: `W/"one"`, FetchedAt: noon}
	if _, err := s.Save(t.Context(), contoso, model.Default().Function, model.D7, want, []model.Report{reportOf(t, "22@1 10 7")}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = openStore(t, s.Path())
	got, found, err := s.Answer(t.Context(), contoso, model.Default().Function, model.D7)
	if err != nil || !found || string(got.CSV) != string(want.CSV) || got.ETag != want.ETag || !got.FetchedAt.Equal(want.FetchedAt.Truncate(Precision)) {
		t.Errorf("stored answer is %v, %v, %v, want %v", got, found, err, want)
	}
	if _, found, err := s.Answer(t.Context(), contoso, model.Default().Function, model.D30); found || err != nil {
		t.Errorf("an answer that was never given: %v, %v", found, err)
	}
	checkSeries(t, s, contoso, "22@1 10 7")
}

func TestOthersHaveNoAccess(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no mode bits")
	}
	s := newStore(t)
	merge(t, s, contoso, "22@1 10 7")
	if err := os.Chmod(s.Path(), 0o644); err != nil {
		t.Fatal(err)
	}
	openStore(t, s.Path())
	checkMode(t, s.Path(), 0o640) // what the group may do is for an administrator to say
	for _, suffix := range []string{"-wal", "-shm", ".lock"} {
		checkMode(t, s.Path()+suffix, 0o600)
	}
	checkMode(t, filepath.Dir(s.Path()), 0o700)
}

func checkMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want && runtime.GOOS != "windows" {
		t.Errorf("mode of %s is %o, want %o", filepath.Base(path), got, want)
	}
}

func TestReportIsMergedWholeOrNotAtAll(t *testing.T) {
	s := newStore(t)
	merge(t, s, contoso, "22@1 10 7")
	old := dayOf(t, "23@1 10 7")
	old.Date = model.NewDate(1901, 1, 1)
	report, err := model.NewReport(model.Default(), model.D7, []model.Day{dayOf(t, "24@1 10 7")})
	if err != nil {
		t.Fatal(err)
	}
	ancient, err := model.NewReport(model.Default(), model.D7, []model.Day{old})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Merge(t.Context(), contoso, ancient); err == nil {
		t.Error("a report a century before the others was merged")
	}
	checkSeries(t, s, contoso, "22@1 10 7")

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Merge(ended, contoso, report); err == nil {
		t.Error("a report was merged although the context had ended")
	}
	checkSeries(t, s, contoso, "22@1 10 7")
}

func TestTenants(t *testing.T) {
	withID := func(id, name string) Tenant { return Tenant{GraphRoot: root, ID: id, Name: name} }
	unproven := func(id string) Tenant {
		return Tenant{GraphRoot: root, ID: id, Name: "contoso.com", NameIsUnproven: true}
	}
	tests := []struct {
		name   string
		first  Tenant // gets the day 22@1
		second Tenant // gets the day 23@1
		read   Tenant
		want   []string
	}{
		{"one name", contoso, contoso, contoso, []string{"22@1 10 7", "23@1 20 7"}},
		{"names in any case", contoso, withID("", "Contoso.COM"), contoso, []string{"22@1 10 7", "23@1 20 7"}},
		{"two names", contoso, withID("", "fabrikam.com"), contoso, []string{"22@1 10 7"}},
		{"the id joins the name", contoso, withID(guidOne, "contoso.com"), withID("", guidOne), []string{"22@1 10 7", "23@1 20 7"}},
		{"the name leads to the id", withID(guidOne, "contoso.com"), withID(guidOne, ""), contoso, []string{"22@1 10 7", "23@1 20 7"}},
		{"a configured id is an id", withID("", guidOne), withID(guidOne, ""), withID("", guidOne), []string{"22@1 10 7", "23@1 20 7"}},
		{"ids stay apart", withID(guidOne, "contoso.com"), withID(guidTwo, ""), withID(guidOne, ""), []string{"22@1 10 7"}},
		{"a name follows the token", withID(guidOne, "contoso.com"), withID(guidTwo, "contoso.com"), contoso, []string{"23@1 20 7"}},
		{"and leaves the rest", withID(guidOne, "contoso.com"), withID(guidTwo, "contoso.com"), withID(guidOne, "contoso.com"), []string{"22@1 10 7"}},
		{"and gives nothing of the one before", withID(guidOne, "contoso.com"), withID(guidOne, ""), withID(guidTwo, "contoso.com"), nil},
		{"the token's id wins over a configured one", withID(guidOne, guidTwo), withID(guidOne, ""), withID(guidTwo, ""), nil},
		{"an unproven name joins too", contoso, unproven(guidOne), withID(guidOne, ""), []string{"22@1 10 7", "23@1 20 7"}},
		{"but leads on to the id that it led to", withID(guidOne, "contoso.com"), unproven(guidTwo), contoso, []string{"22@1 10 7"}},
		{"and stays with its own id", withID(guidOne, "contoso.com"), unproven(guidTwo), unproven(guidTwo), []string{"23@1 20 7"}},
		{"common is no name", withID(guidOne, "common"), withID(guidTwo, "common"), withID(guidOne, "common"), []string{"22@1 10 7"}},
		{"roots stay apart", contoso, Tenant{GraphRoot: "https://graph.example/beta", Name: "contoso.com"}, contoso, []string{"22@1 10 7"}},
		{"a slash makes no other root", contoso, Tenant{GraphRoot: root + "/", Name: "contoso.com"}, contoso, []string{"22@1 10 7", "23@1 20 7"}},
		{"tokens stay apart", Tenant{GraphRoot: root, TokenDigest: DigestOf("one")}, Tenant{GraphRoot: root, TokenDigest: DigestOf("two")},
			Tenant{GraphRoot: root, TokenDigest: DigestOf("one")}, []string{"22@1 10 7"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := newStore(t)
			merge(t, s, test.first, "22@1 10 7")
			merge(t, s, test.second, "23@1 20 7")
			checkSeries(t, s, test.read, test.want...)
		})
	}
}

func TestJoinedTenantsLoseNothing(t *testing.T) {
	s := newStore(t)
	byID := Tenant{GraphRoot: root, ID: guidOne}
	merge(t, s, contoso, "22@1 10 7", "23@1 10 7")
	merge(t, s, byID, "23@2 20 7", "24@2 30 7")
	older := Answer{CSV: []byte("a"), ETag: "older", FetchedAt: noon}
	newer := Answer{CSV: []byte("b"), ETag: "newer", FetchedAt: noon.Add(time.Hour)}
	for _, stored := range []struct {
		tenant Tenant
		period model.Period
		answer Answer
	}{{contoso, model.D7, newer}, {byID, model.D7, older}, {contoso, model.D30, older}, {byID, model.D30, newer}} {
		if _, err := s.Save(t.Context(), stored.tenant, model.Default().Function, stored.period, stored.answer, []model.Report{{Definition: model.Default()}}); err != nil {
			t.Fatal(err)
		}
	}
	merge(t, s, Tenant{GraphRoot: root, ID: guidOne, Name: "contoso.com"}, "25@2 40 7")

	checkSeries(t, s, contoso, "22@1 10 7", "23@2 20 7", "24@2 30 7", "25@2 40 7")
	for _, period := range []model.Period{model.D7, model.D30} {
		answer, _, err := s.Answer(t.Context(), byID, model.Default().Function, period)
		if err != nil || answer.ETag != "newer" {
			t.Errorf("the joined answer for %v is %q, %v, want the newer", period, answer.ETag, err)
		}
	}
	tenants, err := s.Tenants(t.Context())
	if err != nil || len(tenants) != 1 || tenants[0].ID != guidOne || !slices.Equal(tenants[0].Names, []string{"contoso.com"}) {
		t.Errorf("tenants are %+v, %v, want one with both names", tenants, err)
	}
}

func TestReportOfUnknownTenantIsNotStored(t *testing.T) {
	s := newStore(t)
	if _, err := s.Merge(t.Context(), Tenant{GraphRoot: root}, reportOf(t, "22@1 10 7")); err == nil {
		t.Error("a report of an unknown tenant was stored")
	}
}

func TestTenantsForgetVacuum(t *testing.T) {
	s := newStore(t)
	merge(t, s, contoso, "22@1 10 7", "26@1 10 7")
	merge(t, s, contoso, "23@2 10 7")
	fabrikam := Tenant{GraphRoot: root, Name: "fabrikam.com"}
	merge(t, s, fabrikam, "22@1 10 7")

	tenants, err := s.Tenants(t.Context())
	if err != nil || len(tenants) != 2 {
		t.Fatalf("tenants are %+v, %v, want two", tenants, err)
	}
	report := tenants[0].Reports[0]
	got := fmt.Sprintln(tenants[0].Names, report.Name, report.Days, report.Gaps, report.First, report.Last, report.RefreshDate)
	if want := "[contoso.com] skype-peer-to-peer 3 2 2021-06-22 2021-06-26 2021-07-02\n"; got != want {
		t.Errorf("contoso is %s, want %s", got, want)
	}
	checkSeries(t, s, tenants[1].Tenant(), "22@1 10 7")

	for _, want := range []bool{true, false} {
		if found, err := s.Forget(t.Context(), contoso, nil); err != nil || found != want {
			t.Errorf("forgetting: %v, %v, want %v", found, err, want)
		}
	}
	if err := s.Vacuum(t.Context()); err != nil {
		t.Error(err)
	}
	checkSeries(t, s, contoso)
	checkSeries(t, s, fabrikam, "22@1 10 7")
	if size, err := s.Size(); err != nil || size == 0 {
		t.Errorf("size is %d, %v", size, err)
	}
}

func newStoreAt(path string) *Store {
	return &Store{path: path, now: atNoon, isNetwork: isOnNetwork}
}
