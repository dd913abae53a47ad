package store

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"peerdash/model"
)

// TestTransientErrorLeavesTheStore has an operation fail once with what SQLite says after a failed read.
func TestTransientErrorLeavesTheStore(t *testing.T) {
	path := filled(t)
	s := openStore(t, path)
	failures := 0
	err := s.read(t.Context(), func(*sql.Tx) error {
		if failures++; failures == 1 {
			return errDamaged
		}
		return nil
	})
	if err != nil || failures != 2 {
		t.Errorf("after %d attempts: %v, want success at the second", failures, err)
	}
	checkCount(t, s, 1000)
	checkNothingRenamed(t, s)
}

func checkNothingRenamed(t *testing.T, s *Store) {
	t.Helper()
	names, err := s.Damaged()
	if notes := s.TakeNotes(); err != nil || len(names) > 0 || len(notes) > 0 {
		t.Errorf("renamed are %q, %v, notes are %q, want none", names, err, notes)
	}
}

func TestLastingErrorOfASoundStoreIsReported(t *testing.T) {
	s := openStore(t, filled(t))
	if err := s.read(t.Context(), func(*sql.Tx) error { return errDamaged }); err == nil {
		t.Error("an operation that always failed succeeded")
	}
	checkCount(t, s, 1000)
	checkNothingRenamed(t, s)
}

func TestUnreadableFileIsNotDamaged(t *testing.T) {
	const unreadable = "/proc/self/mem" // a regular file of which the first byte cannot be read
	if _, err := os.Stat(unreadable); err != nil {
		t.Skip(err)
	}
	if err := newStoreAt(unreadable).confirmDamage(t.Context()); err == nil || isDamage(err) {
		t.Errorf("checking gave %v, want an error that is no damage", err)
	}
}

func TestStatementErrorIsNoDamage(t *testing.T) {
	s := openStore(t, filled(t))
	err := s.read(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), "SELECT nothing FROM nowhere")
		return err
	})
	if err == nil || isDamage(err) {
		t.Errorf("error is %v, want one that is no damage", err)
	}
	checkCount(t, s, 1000)
	checkNothingRenamed(t, s)
}

func TestFailedReplacementIsTriedAgain(t *testing.T) {
	path := filled(t)
	s := openStore(t, path)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil { // nothing can be opened or renamed into its place
		t.Fatal(err)
	}
	if _, _, err := s.Series(t.Context(), contoso); err == nil || errors.Is(err, errClosed) {
		t.Errorf("reading: %v, want an error that names the cause", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	merge(t, s, contoso, "22@1 10 7")
	checkSeries(t, s, contoso, "22@1 10 7")
	s.Close()
	if _, _, err := s.Series(t.Context(), contoso); !errors.Is(err, errClosed) {
		t.Errorf("reading a closed store: %v, want %v", err, errClosed)
	}
}

func TestMigratedSchemaIsTheNewOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "peerdash.db")
	copyFile(t, "testdata/version1.db", path)
	for _, s := range []*Store{openStore(t, path), newStore(t)} {
		if err := checkSchema(t.Context(), s.file.db); err != nil {
			t.Error(err)
		}
		if err := checkContent(t.Context(), s.file.db); err != nil {
			t.Error(err)
		}
	}
}

func TestOlderReadOnlyStoreIsRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "peerdash.db")
	copyFile(t, "testdata/version1.db", path)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := newStoreAt(path).lock(t.Context(), exclusive)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	s := openStore(t, path)
	checkSeries(t, s, Tenant{GraphRoot: root, ID: guidOne}, "22@2 11 ?", "24@1 30 7")
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file was changed, %v", err)
	}
}

// TestChecksumCoversEveryValue changes and removes rows as a damaged page would.
func TestChecksumCoversEveryValue(t *testing.T) {
	for _, statement := range []string{
		"UPDATE day SET im = im + 1 WHERE date = '2021-06-03'",
		"UPDATE day SET im = NULL WHERE date = '2021-06-03'",
		"UPDATE day SET refresh_date = '2021-07-30' WHERE date = '2021-06-03'",
		"UPDATE day SET date = '1999-06-03' WHERE date = '2021-06-03'",
		"DELETE FROM day WHERE date = '2021-06-03'",
		"DELETE FROM day",
		"UPDATE revision SET im = im + 1",
		"UPDATE revision SET position = position + 1",
		"DELETE FROM revision",
		"UPDATE answer SET fetched_at = '2026-11-25T12:00:00.000Z'",
		"UPDATE answer SET etag = 'another'",
		"UPDATE answer SET period = 'D90'",
		"UPDATE answer SET csv = CAST('Report' AS BLOB)",
		"DELETE FROM answer",
		"UPDATE tenant_name SET name = 'contosp.com'",
		"DELETE FROM tenant_name",
		"UPDATE tenant SET graph_root = 'https://graph.example/v2.0'",
		"UPDATE tenant SET merged_at = '2026-11-25T12:00:00.000Z'",
		"DELETE FROM tenant",
		"DELETE FROM checksum",
		"UPDATE checksum SET sum = sum + 1",
	} {
		t.Run(statement, func(t *testing.T) {
			path := filled(t)
			s := openStore(t, path)
			merge(t, s, contoso, "3@31 20 7")
			if _, err := s.file.db.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
			for _, read := range []func() error{
				func() error { _, _, err := s.Answer(t.Context(), contoso, model.D7); return err },
				func() error { _, _, err := s.Series(t.Context(), contoso); return err },
				func() error { _, err := s.Revisions(t.Context(), contoso); return err },
			} {
				if err := read(); err != nil {
					t.Error(err)
				}
			}
			if notes := s.TakeNotes(); len(notes) != 1 {
				t.Errorf("notes are %q, want one", notes)
			}
		})
	}
}

// The sizes of the damaged stores in days, for 60 KB, 500 KB and 2 MB.
var damagedSizes = []int{110, 6500, 29000}

// TestRandomDamage damages stores at random, closed and while they are open: no figure is ever wrong or missing without a
// message, and the damaged file is not deleted.
func TestRandomDamage(t *testing.T) {
	count := 20
	if text := os.Getenv("PEERDASH_TEST_DAMAGES"); text != "" {
		var err error
		if count, err = strconv.Atoi(text); err != nil {
			t.Fatal(err)
		}
	}
	seed := rand.Uint64()
	for _, days := range damagedSizes {
		if testing.Short() && days > 10_000 {
			continue
		}
		path := storeOfDays(t, days)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want := figuresOf(t, path)
		for _, isLive := range []bool{false, true} {
			t.Run(fmt.Sprintf("%d KB, live %v", len(content)>>10, isLive), func(t *testing.T) {
				random := rand.New(rand.NewPCG(seed, uint64(days)))
				unnoticed := 0
				for n := range count {
					if !tryDamage(t, content, want, random, isLive) {
						unnoticed++
					}
					if t.Failed() {
						t.Fatalf("damage %d of seed %d", n, seed)
					}
				}
				t.Logf("%d of %d damages were noticed, the others changed no figure", count-unnoticed, count)
			})
		}
	}
}

// storeOfDays is the path of a closed store with so many days of two tenants, some revised, and an answer.
func storeOfDays(t *testing.T, count int) string {
	t.Helper()
	s := openStore(t, filepath.Join(t.TempDir(), "peerdash.db"))
	for i, tenant := range []Tenant{contoso, {GraphRoot: root, ID: guidTwo, Name: "fabrikam.com"}} {
		days := make([]model.Day, count/2)
		for n := range days {
			days[n] = model.Day{Date: lastDay - model.Date(n), RefreshDate: lastDay}
			for series := range days[n].Counts {
				days[n].Counts[series] = model.Known(int64(1231 + n*7 + series + i))
			}
		}
		report, err := model.NewReport(model.D180, days)
		if err != nil {
			t.Fatal(err)
		}
		answer := Answer{CSV: bytes.Repeat([]byte("2026-11-22,2026-11-20,180,1177,407,300,20,10\n"), min(180, count/2)), ETag: "one", FetchedAt: noon}
		if _, err := s.Save(t.Context(), tenant, model.D180, answer, report); err != nil {
			t.Fatal(err)
		}
		for n := range days {
			days[n].RefreshDate++
			days[n].Counts[model.IM] = model.Known(int64(n))
		}
		if report, err = model.NewReport(model.D180, days[:count/20]); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Merge(t.Context(), tenant, report); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	return s.Path()
}

// figuresOf is everything that is read from a store, in one text. What is missing because of an error or with a note is
// "noticed".
func figuresOf(t *testing.T, path string) string {
	t.Helper()
	s, err := Open(t.Context(), path, atNoon)
	if err != nil {
		return noticed
	}
	defer s.Close()
	return figures(t, s)
}

const noticed = "noticed"

func figures(t *testing.T, s *Store) string {
	var text strings.Builder
	var failures []error
	add := func(err error, values ...any) {
		failures = append(failures, err)
		fmt.Fprintln(&text, values...)
	}
	for _, tenant := range []Tenant{contoso, {GraphRoot: root, Name: "fabrikam.com"}, {GraphRoot: root, ID: guidTwo}} {
		stored, found, err := s.Series(t.Context(), tenant)
		add(err, stored, found)
		days, err := s.Revisions(t.Context(), tenant)
		add(err, days)
		answer, found, err := s.Answer(t.Context(), tenant, model.D180)
		add(err, answer, found)
	}
	if errors.Join(failures...) != nil || len(s.TakeNotes()) > 0 {
		return noticed
	}
	return text.String()
}

// tryDamage damages a store and reports whether that was noticed.
func tryDamage(t *testing.T, content []byte, want string, random *rand.Rand, isLive bool) bool {
	t.Helper()
	directory, err := os.MkdirTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(directory)
	path := filepath.Join(directory, "peerdash.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	var s *Store
	if isLive {
		s = openStore(t, path)
		defer s.Close()
	}
	damaged := damage(content, random)
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	got := noticed
	if isLive {
		got = figures(t, s)
	} else {
		got = figuresOf(t, path)
	}
	if got != noticed && got != want {
		t.Errorf("figures changed without a message: %d bytes, want %d", len(got), len(want))
	}
	names, err := filepath.Glob(path + "*")
	if err != nil || !holdsStore(names, len(damaged)) {
		t.Errorf("files are %q, %v: the damaged one is missing", names, err)
	}
	return got == noticed
}

// damage flips a bit, overwrites bytes at up to 60 places, clears a page, or cuts the end off.
func damage(content []byte, random *rand.Rand) []byte {
	damaged := bytes.Clone(content)
	switch random.IntN(5) {
	case 0, 1:
		damaged[random.IntN(len(damaged))] ^= 1 << random.IntN(8)
	case 2:
		for range 1 + random.IntN(60) {
			at := random.IntN(len(damaged))
			for i := range min(1+random.IntN(100), len(damaged)-at) {
				damaged[at+i] = byte(random.Uint32())
			}
		}
	case 3:
		page := random.IntN(len(damaged)/4096) * 4096
		clear(damaged[page : page+4096])
	default:
		damaged = damaged[:random.IntN(len(damaged))]
	}
	return damaged
}
