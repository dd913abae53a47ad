package reports

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// withKept is the failure of a fetch that also says what is kept, if anything is.
func (l *Live) withKept(ctx context.Context, period model.Period, failure error) error {
	if l.config.Store == nil || errors.Is(failure, context.Canceled) || ctx.Err() != nil {
		return failure
	}
	kept, err := l.kept(ctx, period)
	if err != nil {
		return failure
	}
	told := *problem.As(failure)
	told.Do = strings.TrimSpace(told.Do + " " + l.keptSentence(kept))
	told.Remedies = append(slices.Clone(told.Remedies), problem.ReadStored)
	told.Err = failure
	return &told
}

var errTooShort = errors.New("the days that are kept do not reach back that far")

func nothingKept(period model.Period, cause error) error {
	switch {
	case errors.Is(cause, context.Canceled):
		return cause
	case errors.Is(cause, errTooShort):
		return problem.New(problem.Error{
			Kind: problem.NotStored,
			What: "The days that are kept do not make up the period " + period.String(),
			Err:  cause,

			Remedies: []problem.Remedy{problem.ReadFromGraph, problem.ReadAllStored},
		})
	}
	failure := problem.Error{
		Kind: problem.NotStored,
		What: "Nothing is kept of the period " + period.String(),
		Err:  cause,

		Remedies: []problem.Remedy{problem.ReadFromGraph},
	}
	if cause != nil {
		failure.Why = problem.As(cause).Error()
	}
	return problem.New(failure)
}

func (l *Live) keptSentence(kept Reading) string {
	return fmt.Sprintf("The report fetched %s is stored.", ago(l.config.Now(), kept.FetchedAt))
}

// ago is how long before now a time lies, in words, in the largest unit of which there are at least two.
func ago(now, then time.Time) string {
	age := now.Sub(then)
	if age < 0 {
		return "on " + then.UTC().Format("2 January 2006 at 15:04 UTC") // the clock went back
	}
	for _, unit := range []struct {
		name   string
		length time.Duration
	}{{"days", 24 * time.Hour}, {"hours", time.Hour}, {"minutes", time.Minute}} {
		if count := age / unit.length; count >= 2 {
			return fmt.Sprintf("%d %s ago", count, unit.name)
		}
	}
	return "a moment ago"
}
