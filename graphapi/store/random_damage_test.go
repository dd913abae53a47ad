package store

import (
	"bytes"
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

// The sizes of the damaged stores in days, for 60 KB, 500 KB and 2 MB.
var damagedSizes = []int{110, 6500, 29000}

// TestRandomDamage damages stores at random, closed and while they are open: no figure is ever wrong or missing without a
// message, and the damaged file is not deleted.
func TestRandomDamage(t *testing.T) {
	t.Parallel()
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

var otherReport, _ = model.Find("teams-messages")

// storeOfDays is the path of a closed store with a number of days of two tenants, some of them revised, an answer, and days and an
// answer of another report.
func storeOfDays(t *testing.T, count int) string {
	t.Helper()
	s := openStore(t, filepath.Join(t.TempDir(), "peerdash.db"))
	for i, tenant := range []Tenant{contoso, {GraphRoot: root, ID: guidTwo, Name: "fabrikam.com"}} {
		days := make([]model.Day, count/2)
		for n := range days {
			days[n] = model.Day{Date: lastDay - model.Date(n), RefreshDate: lastDay}
			for series := range model.Default().Series {
				days[n].Counts[series] = model.Known(int64(1231 + n*7 + series + i))
			}
		}
		report, err := model.NewReport(model.Default(), model.D180, days)
		if err != nil {
			t.Fatal(err)
		}
		answer := Answer{CSV: bytes.Repeat([]byte("2026-11-22,2026-11-20,180,1177,407,300,20,10\n"), min(180, count/2)), ETag: "one", FetchedAt: noon}
		if _, err := s.Save(t.Context(), tenant, model.Default().Function, model.D180, answer, []model.Report{report}); err != nil {
			t.Fatal(err)
		}
		for n := range days {
			days[n].RefreshDate++
			days[n].Counts[imSeries] = model.Known(int64(n))
		}
		if report, err = model.NewReport(model.Default(), model.D180, days[:count/20]); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Merge(t.Context(), tenant, report); err != nil {
			t.Fatal(err)
		}
		if report, err = model.NewReport(otherReport, model.D180, days[:count/10]); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Save(t.Context(), tenant, otherReport.Function, model.D30, answer, []model.Report{report}); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	return s.Path()
}

// figuresOf is everything that is read from a store, as one text. It is "noticed" if something is missing with an error or a note.
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
		for _, report := range []*model.Definition{model.Default(), otherReport} {
			stored, found, err := s.Days(t.Context(), tenant, report)
			add(err, stored.Report.Days(), stored.MergedAt, stored.WholeAt, found)
			days, err := s.Revisions(t.Context(), tenant, report)
			add(err, days)
			for _, period := range model.GraphPeriods() {
				answer, found, err := s.Answer(t.Context(), tenant, report.Function, period)
				add(err, answer, found)
			}
		}
	}
	if errors.Join(failures...) != nil || len(s.TakeNotes()) > 0 {
		return noticed
	}
	return text.String()
}

// tryDamage damages a store and reports whether the damage was noticed.
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
