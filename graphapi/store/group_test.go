package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// readFrom makes the test binary a process of the group that reads the store at that path, and readUntil is the number
// of days that it waits for.
const (
	readFrom  = "PEERDASH_TEST_READ_FROM"
	readUntil = 100
)

// readAsGroup reads a store that another process writes to, until it holds all days, and tries to change it.
func readAsGroup(path string) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := OpenNamed(ctx, path, time.Now)
	if err != nil {
		return err
	}
	defer s.Close()
	fmt.Println("open")
	for days := 0; days < readUntil; {
		if days, err = readConsistent(ctx, s, days); err != nil {
			return err
		}
	}
	var failure *problem.Error
	if err := storeNumber(s, 0); !errors.As(err, &failure) || failure.Why != "It is read-only." {
		return fmt.Errorf("writing: %v, want an error that says that the store is read-only", err)
	}
	for _, suffix := range fileSuffixes {
		file, err := os.OpenFile(path+suffix, os.O_WRONLY, 0)
		if err == nil {
			file.Close()
			return fmt.Errorf("the group can write to %s", filepath.Base(path+suffix))
		}
	}
	if os.Remove(path) == nil || os.WriteFile(path+".other", nil, 0o600) == nil {
		return errors.New("the group can change the directory")
	}
	if notes := s.TakeNotes(); len(notes) > 0 {
		return fmt.Errorf("notes are %q, want none", notes)
	}
	return nil
}

// readConsistent counts the numbered days, which must be the first ones, with the right values, and no fewer than before.
// The last answer was stored in the same transaction as the last day or a later one.
func readConsistent(ctx context.Context, s *Store, before int) (int, error) {
	stored, _, err := s.Days(ctx, contoso, model.Default())
	if err != nil {
		return 0, err
	}
	days := stored.Report.Days()
	if len(days) < before {
		return 0, fmt.Errorf("%d days after %d", len(days), before)
	}
	for n, day := range days {
		if day.Date != firstNumbered+model.Date(n) || day.Counts[imSeries] != model.Known(int64(n)) {
			return 0, fmt.Errorf("day %d is %v with %v", n, day.Date, day.Counts[imSeries])
		}
	}
	answer, found, err := s.Answer(ctx, contoso, model.Default().Function, model.D7)
	var last int
	if err == nil && found {
		_, err = fmt.Sscan(answer.ETag, &last)
	}
	if err == nil && found && last < len(days)-1 {
		err = fmt.Errorf("the answer is of day %d, the series of day %d", last, len(days)-1)
	}
	return len(days), err
}
