package reports

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// Stored returns the stored report, however old, without a request to Graph. The error is a *problem.Error, of Kind NotStored if
// no report is stored.
func (l *Live) Stored(ctx context.Context, definition *model.Definition, period model.Period) (Reading, error) {
	reading, err := l.stored(ctx, definition, period)
	if err == nil && l.config.Store != nil {
		reading.Notes = l.config.Store.TakeNotes()
	}
	return reading, err
}

// stored is Stored without notes, which stay in the store for a later reading.
func (l *Live) stored(ctx context.Context, definition *model.Definition, period model.Period) (Reading, error) {
	l.lookups.read(lookup{definition, requestedPeriod(period)}, l.config.Now())
	if reading, found, err := l.readUnsaved(ctx, definition, period); found {
		l.lookups.returned(lookup{definition, requestedPeriod(period)}, reading.FetchedAt)
		return reading, err
	}
	reading := Reading{Report: model.Report{Definition: definition}, Period: period, Origin: FromStore}
	found, err := l.readStored(ctx, &reading)
	switch {
	case errors.Is(err, store.ErrAbsent):
		return reading, notStored(definition, period, causeOf(err))
	case err != nil:
		return reading, unreadable(err)
	case found:
		return reading, nil
	case l.config.Store == nil:
		return reading, notStored(definition, period, causeOf(l.config.StoreError))
	case l.config.Offline:
		return reading, notStored(definition, period, strings.Join(l.config.Store.TakeNotes(), " "))
	default:
		return reading, notStored(definition, period, "")
	}
}

func (l *Live) readStored(ctx context.Context, reading *Reading) (found bool, err error) {
	if reading.Period != model.All {
		found, err = l.readAnswer(ctx, reading)
		if found || err != nil {
			return found, err
		}
	}
	return l.readDays(ctx, reading)
}

// readAnswer reads the last answer of Graph for the period.
func (l *Live) readAnswer(ctx context.Context, reading *Reading) (bool, error) {
	if l.config.Store == nil {
		return false, nil
	}
	definition := reading.Report.Definition
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return false, err
	}
	answer, found, err := l.config.Store.Answer(ctx, tenant, definition.Function, reading.Period)
	if err != nil || !found {
		return false, err
	}
	l.lookups.returned(lookup{definition, reading.Period}, answer.FetchedAt)
	reading.Report, err = parseStored(answer.CSV, definition, reading.Period)
	if err == nil && graphapi.CheckDates(reading.Report, l.config.Now()) != nil {
		return false, nil // stored by a version that did not check
	}
	reading.Start = startOf(reading.Report, reading.Period)
	reading.FetchedAt, reading.FreshUntil = answer.FetchedAt, l.freshUntil(answer.FetchedAt)
	return err == nil, err
}

// readDays reads the period from the stored days: all of them, or the last ones if they reach back far enough. All is as fresh
// as the last answer for Graph's longest period. A shorter period is never fresh, since it is not Graph's answer for it.
func (l *Live) readDays(ctx context.Context, reading *Reading) (bool, error) {
	days, found, err := l.storedDays(ctx, reading.Report.Definition)
	if err != nil || !found {
		return false, err
	}
	reading.FetchedAt = days.MergedAt
	if reading.Period == model.All {
		reading.Report, reading.Start = days.Report, firstDay(days.Report)
		if !days.WholeAt.IsZero() {
			reading.Start = startOf(days.Report, model.D180)
			reading.FetchedAt, reading.FreshUntil = days.WholeAt, l.freshUntil(days.WholeAt)
		}
		return true, nil
	}
	if days.Report.IsEmpty() {
		return false, nil
	}
	whole := false
	reading.Report, whole = days.Report.Latest(reading.Period)
	if !whole {
		return false, tooShort(reading.Report.Definition, reading.Period)
	}
	reading.Start = latestStart(reading.Report)
	return true, nil
}

// storedDays are all stored days of a report; false if none are stored. If the store could not be opened it is an error, unless
// there is no file.
func (l *Live) storedDays(ctx context.Context, definition *model.Definition) (store.Days, bool, error) {
	if l.config.Store == nil {
		if errors.Is(l.config.StoreError, store.ErrAbsent) {
			return store.Days{}, false, nil
		}
		return store.Days{}, false, l.config.StoreError
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return store.Days{}, false, err
	}
	return l.config.Store.Days(ctx, tenant, definition)
}

// Revisions returns every stored revision of each day of a report, the current one of a day last.
func (l *Live) Revisions(ctx context.Context, definition *model.Definition) ([]model.Day, error) {
	if l.config.Store == nil {
		return nil, notStored(definition, model.All, causeOf(l.config.StoreError))
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return l.config.Store.Revisions(ctx, tenant, definition)
}

// parseStored parses the report in the CSV of a stored answer.
func parseStored(csv []byte, definition *model.Definition, period model.Period) (model.Report, error) {
	reports, err := graphapi.ParseAnswer(bytes.NewReader(csv), definition.Function, period)
	if err != nil {
		return model.Report{}, err
	}
	return graphapi.Answer{Reports: reports, CSV: csv}.Report(definition)
}

// withStored is the failure of a fetch. If a report is stored, the failure has its age and the remedy to show it.
func (l *Live) withStored(
	ctx context.Context, definition *model.Definition, period model.Period, failure error,
) error {
	isRefused := problem.As(failure).Kind == problem.BudgetUsed // the dashboard shows what is stored
	if l.config.Store == nil || isRefused || errors.Is(failure, context.Canceled) || ctx.Err() != nil {
		return failure
	}
	stored, err := l.stored(ctx, definition, period)
	if err != nil {
		return failure
	}
	explained := *problem.As(failure)
	explained.StoredAge = ago(l.config.Now(), stored.FetchedAt)
	explained.Remedies = append(slices.Clone(explained.Remedies), problem.ReadStored)
	explained.Err = failure
	return &explained
}

func notStored(definition *model.Definition, period model.Period, why string) error {
	return problem.New(problem.Error{
		Kind:     problem.NotStored,
		What:     fmt.Sprintf("No stored data of %q for %s", definition.Title, inWords(period)),
		Why:      why,
		Remedies: []problem.Remedy{problem.ReadFromGraph},
	})
}

// tooShort is the failure to read a period from days that do not reach back far enough.
func tooShort(definition *model.Definition, period model.Period) error {
	return problem.New(problem.Error{
		Kind:     problem.NotStored,
		What:     fmt.Sprintf("The stored days of %q do not reach back to the start of %s", definition.Title, inWords(period)),
		Remedies: []problem.Remedy{problem.ReadFromGraph, problem.ReadAllStored},
	})
}

// unreadable is the error of a store that cannot be read, so that its content is unknown.
func unreadable(cause error) error {
	var failure *problem.Error
	if errors.As(cause, &failure) || errors.Is(cause, context.Canceled) || errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	return problem.New(problem.Error{What: "The stored data cannot be read", Why: cause.Error(), Err: cause})
}

func causeOf(err error) string {
	if err == nil {
		return ""
	}
	return problem.As(err).Error()
}

func inWords(period model.Period) string {
	if period == model.All {
		return "any day"
	}
	return "the last " + period.Label()
}

// ago is how long before now a time was, in words, in the largest unit of which there are at least two.
func ago(now, then time.Time) string {
	age := now.Sub(then)
	if age < 0 {
		return "on " + then.UTC().Format("2 January 2006 at 15:04 UTC") // the clock was set back
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
