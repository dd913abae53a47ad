package store

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"peerdash/model"
)

// The variables that make the test binary a process that writes to a store instead of testing.
const (
	writeTo    = "PEERDASH_TEST_WRITE_TO"
	writeFrom  = "PEERDASH_TEST_WRITE_FROM"
	writeCount = "PEERDASH_TEST_WRITE_COUNT"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(readFrom); path != "" {
		if err := readAsGroup(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if path := os.Getenv(writeTo); path != "" {
		if err := writeNumbers(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if path := os.Getenv(migrateAt); path != "" {
		if err := openOnce(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// writeNumbers stores a report for each number, each with a day of its own, and prints each number once it is stored.
func writeNumbers(path string) error {
	from, err := strconv.Atoi(os.Getenv(writeFrom))
	if err != nil {
		return err
	}
	count, err := strconv.Atoi(os.Getenv(writeCount))
	if err != nil {
		return err
	}
	s, err := Open(context.Background(), path, time.Now)
	if err != nil {
		return err
	}
	defer s.Close()
	for n := from; n < from+count; n++ {
		if err := storeNumber(s, n); err != nil {
			return err
		}
		fmt.Println(n)
	}
	for _, note := range s.TakeNotes() {
		return fmt.Errorf("a note came up: %s", note)
	}
	return nil
}

func storeNumber(s *Store, n int) error {
	day := model.Day{Date: firstNumbered + model.Date(n), RefreshDate: firstNumbered}
	var reports []model.Report
	for i, definition := range numbered {
		day.Counts[0] = model.Known(int64(n + i))
		report, err := model.NewReport(definition, model.D7, []model.Day{day})
		if err != nil {
			return err
		}
		reports = append(reports, report)
	}
	answer := Answer{CSV: make([]byte, 8000), ETag: strconv.Itoa(n), FetchedAt: noon}
	_, err := s.Save(context.Background(), contoso, model.Default().Function, model.D7, answer, reports)
	return err
}

// numbered are the reports of each number.
var numbered = []*model.Definition{model.Default(), otherReport}

var firstNumbered = model.NewDate(1990, 1, 1)

func startWriter(t *testing.T, path string, from, count int) (*exec.Cmd, io.Reader) {
	t.Helper()
	writer := exec.CommandContext(t.Context(), os.Args[0])
	writer.Env = append(os.Environ(), writeTo+"="+path, writeFrom+"="+strconv.Itoa(from), writeCount+"="+strconv.Itoa(count))
	writer.Stderr = os.Stderr
	printed, err := writer.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Start(); err != nil {
		t.Fatal(err)
	}
	return writer, printed
}

// checkNumbers checks that the days of these numbers are stored and that nothing was wrong with the file.
func checkNumbers(t *testing.T, path string, numbers []int) {
	t.Helper()
	s := openStore(t, path)
	defer s.Close()
	for i, definition := range numbered {
		stored, _, err := s.Days(t.Context(), contoso, definition)
		if err != nil {
			t.Fatal(err)
		}
		counts := map[model.Date]model.Count{}
		for _, day := range stored.Report.Days() {
			counts[day.Date] = day.Counts[0]
		}
		for _, n := range numbers {
			if got, want := counts[firstNumbered+model.Date(n)], model.Known(int64(n+i)); got != want {
				t.Fatalf("day %d of %s is %v, want %v", n, definition.Name, got, want)
			}
		}
	}
	if notes := s.TakeNotes(); len(notes) > 0 {
		t.Fatalf("notes are %q, want none", notes)
	}
}

// TestKilledWriterLosesNothing kills a writing process again and again, at times before it has made its store, and
// checks that every number it printed was stored.
func TestKilledWriterLosesNothing(t *testing.T) {
	t.Parallel()
	rounds := 200
	if testing.Short() {
		rounds = 20
	}
	path := ""
	var printed []int
	for round := range rounds {
		if round%20 == 0 { // again from the making of the file
			path, printed = filepath.Join(t.TempDir(), "peerdash", "peerdash.db"), nil
		}
		next := 0
		if len(printed) > 0 {
			next = printed[len(printed)-1] + 2 // the one in between may be stored but not printed
		}
		printed = append(printed, killWriter(t, path, next)...)
		checkNumbers(t, path, printed)
	}
}

// killWriter starts a writer, kills it at a random time after its first numbers, and returns the numbers that it printed.
func killWriter(t *testing.T, path string, from int) []int {
	t.Helper()
	writer, output := startWriter(t, path, from, 1000)
	var printed []int
	lines := bufio.NewScanner(output)
	enough := rand.IntN(4)
	kill := func() { _ = writer.Process.Kill() }
	delay := time.Duration(rand.IntN(10_000)) * time.Microsecond
	if enough == 0 {
		defer time.AfterFunc(3*delay, kill).Stop()
	}
	for lines.Scan() {
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatal(err)
		}
		if printed = append(printed, n); len(printed) == enough {
			defer time.AfterFunc(delay, kill).Stop()
		}
	}
	if err := writer.Wait(); err == nil {
		t.Fatal("the writer was done before it was killed")
	}
	return printed
}

func TestTenProcessesLoseNothing(t *testing.T) {
	const processes, each = 10, 20
	path := filepath.Join(t.TempDir(), "peerdash", "peerdash.db")
	var numbers []int
	var writers []*exec.Cmd
	for p := range processes {
		writer, output := startWriter(t, path, p*each, each)
		writers = append(writers, writer)
		go io.Copy(io.Discard, output)
		for n := range each {
			numbers = append(numbers, p*each+n)
		}
	}
	for _, writer := range writers {
		if err := writer.Wait(); err != nil {
			t.Errorf("a writer failed: %v", err)
		}
	}
	checkNumbers(t, path, numbers)
}

// TestManyFindTheDamage has several processes find a damaged file at once: it is renamed once.
func TestManyFindTheDamage(t *testing.T) {
	path := filledStore(t)
	if err := os.WriteFile(path, []byte("this is no store"), 0o600); err != nil {
		t.Fatal(err)
	}
	const users = 8
	failures := make(chan error, users)
	for n := range users {
		go func() {
			s, err := Open(t.Context(), path, atNoon)
			if err == nil {
				err = storeNumber(s, n)
				s.Close()
			}
			failures <- err
		}()
	}
	var numbers []int
	for n := range users {
		if err := <-failures; err != nil {
			t.Error(err)
		}
		numbers = append(numbers, n)
	}
	checkNumbers(t, path, numbers)
	if names, err := filepath.Glob(path + ".damaged*"); err != nil || len(names) != 1 {
		t.Errorf("renamed are %q, %v, want one file", names, err)
	}
}
