package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"peerdash/model"
)

// migrateAt is the environment variable that makes the test binary open the store at a path instead of running tests.
const migrateAt = "PEERDASH_TEST_MIGRATE_AT"

// openOnce prints a line before and after the store is opened.
func openOnce(path string) error {
	fmt.Println("opening")
	s, err := Open(context.Background(), path, time.Now)
	if err != nil {
		return err
	}
	fmt.Println("open")
	return s.Close()
}

// oldTenants are the tenants of testdata/version2-large.db.gz, a store that a program of schema version 2 made.
var oldTenants = []Tenant{{GraphRoot: root, ID: guidOne, Name: "contoso.com"}, {GraphRoot: root, Name: "fabrikam.com"}}

// oldDays are the days of the old store in a range, as they were reported on a date, or two days after each where it is zero.
func oldDays(tenant, from, to int, refresh model.Date) []model.Day {
	var days []model.Day
	for n := from; n < to; n++ {
		if n%17 == 3 {
			continue
		}
		date := model.NewDate(2026, 11, 20) - model.Date(n)
		day := model.Day{Date: date, RefreshDate: max(refresh, date+2)}
		for series := range model.Default().Series {
			if (n+series)%13 != 0 {
				day.Counts[series] = model.Known(int64(1000*tenant + 7*n + 31*series))
			}
		}
		if refresh != 0 {
			day.Counts[imSeries] = model.Known(int64(5 + n))
		}
		days = append(days, day)
	}
	return days
}

// oldStore is the path of a copy of the old store.
func oldStore(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "peerdash.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func version2(t testing.TB) []byte {
	t.Helper()
	compressed, err := os.ReadFile("testdata/version2-large.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	reader, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// checkOldContent checks that a store has everything that the old store had.
func checkOldContent(t *testing.T, s *Store) {
	t.Helper()
	checkOldDays(t, s)
	for _, tenant := range oldTenants {
		imports, err := s.Imports(t.Context(), tenant)
		if err != nil || len(imports) != 1 || imports[0].File != "saved, again.csv" || imports[0].Days != 95 {
			t.Fatalf("imports of %s are %+v, %v", tenant.Name, imports, err)
		}
	}
	if notes := s.TakeNotes(); len(notes) > 0 {
		t.Fatalf("notes are %q, want none", notes)
	}
}

// checkOldDays checks the days and answers.
func checkOldDays(t *testing.T, s *Store) {
	t.Helper()
	for i, tenant := range oldTenants {
		want := slices.Concat(oldDays(i, 0, 1600, 0), oldDays(i, 0, 90, model.NewDate(2026, 11, 23)))
		slices.SortStableFunc(want, func(a, b model.Day) int { return int(a.Date - b.Date) })
		got, err := s.Revisions(t.Context(), tenant, model.Default())
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%d revisions of %s, %v, want the %d stored ones", len(got), tenant.Name, err, len(want))
		}
		for _, period := range model.GraphPeriods() {
			answer, found, err := s.Answer(t.Context(), tenant, model.Default().Function, period)
			csv := strings.Repeat(fmt.Sprint(period, i, ",1177,407,300,20,10\n"), 7*period.Days())
			if err != nil || !found || string(answer.CSV) != csv || answer.ETag != fmt.Sprintf(`W/"%v-%d"`, period, i) ||
				!answer.FetchedAt.Equal(noon.Truncate(Precision)) {
				t.Fatalf("answer of %s for %v is %q at %v, %v, %v", tenant.Name, period, answer.ETag, answer.FetchedAt, found, err)
			}
		}
	}
}

func checkBackups(t *testing.T, s *Store, want int) []string {
	t.Helper()
	names, err := s.Backups()
	if err != nil || len(names) != want {
		t.Fatalf("backups are %q, %v, want %d", names, err, want)
	}
	return names
}

func TestMigrationKeepsABackupUntilItSucceeded(t *testing.T) {
	for _, test := range []struct {
		name string
		use  func(t *testing.T, s *Store)
	}{
		{"a change", func(t *testing.T, s *Store) { merge(t, s, Tenant{GraphRoot: root, Name: "third.com"}, "22@1 10 7") }},
		{"another opening", func(t *testing.T, s *Store) { openStore(t, s.Path()) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			content := version2(t)
			path := oldStore(t, content)
			if err := os.Chmod(path, 0o640); err != nil {
				t.Fatal(err)
			}
			s := openStore(t, path)
			checkOldContent(t, s)
			backup := checkBackups(t, s, 1)[0]
			if want := path + ".schema-2-20261124T120000"; backup != want {
				t.Errorf("the backup is %s, want %s", backup, want)
			}
			checkMode(t, backup, 0o640)
			copied, err := os.ReadFile(backup)
			if err != nil || len(copied) != len(content) {
				t.Fatalf("the backup has %d bytes, %v, want %d", len(copied), err, len(content))
			}
			recovered := newStore(t)
			if found, err := recovered.Recover(t.Context(), backup); err != nil || len(found) != 2 || !found[0].IsComplete {
				t.Errorf("recovered %+v, %v", found, err)
			}
			test.use(t, s)
			checkBackups(t, s, 0)
			checkOldContent(t, openStore(t, path))
		})
	}
}

func TestBackupOfADamagedMigrationStays(t *testing.T) {
	path := oldStore(t, version2(t))
	s := openStore(t, path)
	if _, err := s.file.db.ExecContext(t.Context(), "UPDATE day SET count1 = 7 WHERE date = '2026-01-02'"); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = openStore(t, path)
	backup := checkBackups(t, s, 1)[0]
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	damaged, err := s.Damaged()
	if err != nil || len(damaged) != 2 || damaged[1] != damaged[0]+strings.TrimPrefix(backup, path) {
		t.Fatalf("damaged are %q, %v, want the store and its backup", damaged, err)
	}
	if _, err := s.Recover(t.Context(), damaged[1]); err != nil {
		t.Error(err)
	}
	s.TakeNotes()
	checkOldDays(t, s)
}

// TestKilledMigrationLosesNothing kills processes while they migrate, at random times.
func TestKilledMigrationLosesNothing(t *testing.T) {
	t.Parallel()
	rounds := 100
	if testing.Short() {
		rounds = 10
	}
	content := version2(t)
	start := time.Now()
	migrateAndKill(t, oldStore(t, content), time.Hour)
	longest := time.Since(start)
	interrupted := 0
	for range rounds {
		path := oldStore(t, content)
		migrateAndKill(t, path, rand.N(longest))
		if version, err := checkOlderAt(t.Context(), path); err != nil {
			t.Fatal(err)
		} else if version == 2 {
			interrupted++
			migrateAndKill(t, path, rand.N(longest)) // with what the first one left
		}
		openStore(t, path).Close()
		s := openStore(t, path)
		checkOldContent(t, s)
		checkBackups(t, s, 0)
		names, err := filepath.Glob(path + "*")
		if err != nil || slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, newSuffix) }) {
			t.Fatalf("files are %q, %v", names, err)
		}
		s.Close()
	}
	t.Logf("%d of %d processes were killed before the migration was committed", interrupted, rounds)
	if interrupted == 0 {
		t.Error("no migration was interrupted")
	}
}

// migrateAndKill starts a process that opens the store and kills it after a time.
func migrateAndKill(t *testing.T, path string, after time.Duration) {
	t.Helper()
	process := exec.CommandContext(t.Context(), os.Args[0])
	process.Env = append(os.Environ(), migrateAt+"="+path)
	printed, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(printed)
	lines.Scan()
	defer time.AfterFunc(after, func() { _ = process.Process.Kill() }).Stop()
	for lines.Scan() {
	}
	_ = process.Wait() // killed, or done before
}

func TestDamagedOldStoreIsNotMigrated(t *testing.T) {
	content := version2(t)
	path := oldStore(t, content)
	db, err := openDatabase(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "UPDATE day SET im = im + 1 WHERE tenant_id = 1 AND date = '2025-11-20'"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	s := openStore(t, path)
	damaged, err := s.Damaged()
	if err != nil || len(damaged) != 1 || len(s.TakeNotes()) != 1 {
		t.Fatalf("damaged are %q, %v, want one with a note", damaged, err)
	}
	found, err := s.Recover(t.Context(), damaged[0])
	if err != nil || len(found) != 2 || found[0].IsComplete || !found[1].IsComplete || found[0].Answers != 4 {
		t.Fatalf("recovered %+v, %v, want all but a day", found, err)
	}
	want := slices.DeleteFunc(oldDays(0, 90, 1600, 0), func(day model.Day) bool { return day.Date == model.NewDate(2025, 11, 20) })
	got, err := s.Revisions(t.Context(), contoso, model.Default())
	got = got[:len(want)]
	slices.SortFunc(want, func(a, b model.Day) int { return int(a.Date - b.Date) })
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%d days, %v, want %d", len(got), err, len(want))
	}
}

func TestViewsOfOthersDoNotPreventAMigration(t *testing.T) {
	path := oldStore(t, version2(t))
	db, err := openDatabase(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(t.Context(), "CREATE VIEW mine AS SELECT date, im FROM day JOIN tenant ON id = tenant_id"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	checkOldContent(t, openStore(t, path))
}
