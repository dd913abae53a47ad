package reports

import (
	"bytes"
	"context"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// Fetch requests the report from Graph and stores it. If another process is fetching the same report, it waits and
// returns that process's answer instead. A report that Graph has not changed is not downloaded again. The period All is
// every stored day, after a fetch of Graph's longest period. An answer that cannot be stored is a note, not an
// error; but All is never less than everything stored: where that cannot be read, it fails.
func (l *Live) Fetch(ctx context.Context, definition *model.Definition, period model.Period) (Reading, error) {
	if l.config.Offline {
		return l.Stored(ctx, definition, period)
	}
	requested := period
	if period == model.All {
		requested = model.D180
	}
	answer, err := l.fetchInTurn(ctx, definition.Function, requested)
	if err != nil {
		return Reading{Period: period}, l.withStored(ctx, definition, period, err)
	}
	report, err := answer.Report(definition)
	if err != nil {
		return Reading{Period: period}, l.withStored(ctx, definition, period, err)
	}
	reading := Reading{
		Report: report, Period: period, Origin: l.config.Origin, Start: startOf(report, requested),
		FetchedAt: answer.FetchedAt, FreshUntil: answer.FetchedAt.Add(l.config.MaxAge),
	}
	if answer.isStored {
		reading.Origin = FromStore
	}
	if period == model.All {
		reading.Report, err = l.everyDay(ctx, report, answer.storeError == nil)
		reading.Start = startOf(reading.Report, requested)
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return Reading{Period: period}, err
	}
	if l.config.Store != nil {
		reading.Notes = l.config.Store.TakeNotes()
	}
	reading.Notes = append(reading.Notes, notStoredNote(answer.storeError)...)
	return reading, nil
}

// fetched is an answer for one period and whether it was stored.
type fetched struct {
	graphapi.Answer
	// isStored reports that another process has fetched and stored the answer, so that none was requested.
	isStored bool
	// storeError is why the answer could not be stored.
	storeError error
}

// fetchInTurn requests the report and stores the answer while no other process does.
func (l *Live) fetchInTurn(ctx context.Context, function model.Function, period model.Period) (fetched, error) {
	file := answerName{function, period}
	since := l.lookups.since(file, l.config.Now())
	bounded, cancel := ctx, context.CancelFunc(func() {})
	if l.config.Timeout > 0 {
		bounded, cancel = context.WithTimeout(ctx, l.config.Timeout)
	}
	defer cancel()
	defer l.awaitTurn(bounded, file)()
	answer, err := l.exchange(bounded, file, since)
	if err != nil {
		return fetched{}, err
	}
	l.lookups.returned(file, answer.FetchedAt)
	if !answer.isStored {
		answer.storeError = l.storeAnswer(ctx, file, answer.Answer)
	}
	return answer, nil
}

// exchange requests the report, conditionally where an answer is stored. Graph may reply that the stored one is current.
// An answer that another process has stored since a time makes the request unnecessary.
func (l *Live) exchange(ctx context.Context, file answerName, since time.Time) (fetched, error) {
	defer l.checkStore(ctx)() // starts now, is waited for at the end
	stored, reports := l.conditional(ctx, file)
	if l.isAnswered(file, stored, since) {
		answer := graphapi.Answer{Reports: reports, CSV: stored.CSV, ETag: stored.ETag, FetchedAt: stored.FetchedAt}
		return fetched{Answer: answer, isStored: true}, nil
	}
	answer, err := l.config.Client.Fetch(ctx, file.function, file.period, stored.ETag)
	if err == nil && answer.NotModified {
		answer, err = l.unchanged(ctx, file, stored, answer)
	}
	answer.FetchedAt = storedTime(answer.FetchedAt)
	return fetched{Answer: answer}, err
}

// isAnswered reports whether a stored answer, which another process has fetched since a time, makes a request unnecessary.
func (l *Live) isAnswered(file answerName, stored store.Answer, since time.Time) bool {
	return !stored.FetchedAt.Before(since) && !stored.FetchedAt.After(l.config.Now()) && l.lookups.isNew(file, stored.FetchedAt)
}

// unchanged is the stored answer that Graph has confirmed. During the request the token may have changed to another
// tenant's, or another process may have stored another answer: then the report is requested again in full.
func (l *Live) unchanged(ctx context.Context, file answerName, before store.Answer, answer graphapi.Answer,
) (graphapi.Answer, error) {
	stored, reports := l.conditional(ctx, file)
	if before.ETag == "" || stored.ETag != before.ETag {
		return l.config.Client.Fetch(ctx, file.function, file.period, "")
	}
	return graphapi.Answer{Reports: reports, CSV: stored.CSV, ETag: stored.ETag, FetchedAt: answer.FetchedAt}, nil
}

// conditional is the stored answer whose ETag goes with the request. It has no ETag where no answer can be read, so that
// Graph sends the whole report; an error of the store appears when the answer is stored.
func (l *Live) conditional(ctx context.Context, file answerName) (store.Answer, []model.Report) {
	if l.config.Store == nil {
		return store.Answer{}, nil
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return store.Answer{}, nil
	}
	answer, _, err := l.config.Store.Answer(ctx, tenant, file.function, file.period)
	if err != nil {
		return store.Answer{}, nil
	}
	reports, err := graphapi.ParseAnswer(bytes.NewReader(answer.CSV), file.function, file.period)
	if err != nil || graphapi.CheckDates(reports[0], l.config.Now()) != nil {
		return store.Answer{}, nil
	}
	return answer, reports
}

// checkStore checks the store for damage while the answer is awaited; the function that it returns waits for the end.
func (l *Live) checkStore(ctx context.Context) (wait func()) {
	if l.config.Store == nil {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = l.config.Store.Check(ctx) // damage is a note; an error here appears again when the answer is stored
	}()
	return func() { <-done }
}

func (l *Live) storeAnswer(ctx context.Context, file answerName, answer graphapi.Answer) error {
	if l.config.Store == nil {
		return l.config.StoreError
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return err
	}
	stored := store.Answer{CSV: answer.CSV, ETag: answer.ETag, FetchedAt: answer.FetchedAt}
	_, err = l.config.Store.Save(ctx, tenant, file.function, file.period, stored, answer.Reports)
	return err
}

// everyDay is every stored day, with those of an answer also where that could not be stored.
func (l *Live) everyDay(ctx context.Context, fetched model.Report, isStored bool) (model.Report, error) {
	stored, found, err := l.storedDays(ctx, fetched.Definition)
	if err != nil {
		return model.Report{}, incomplete(err)
	}
	if found && isStored {
		return stored.Report, nil
	}
	var series store.Series
	series.Merge(stored.Report)
	series.Merge(fetched)
	return series.Report(fetched.Definition, model.All)
}

// incomplete is the failure to read every stored day. Graph's days alone would look like all of them.
func incomplete(cause error) error {
	failure := *problem.As(unreadable(cause))
	failure.What = "The report of all stored days would be incomplete: the store cannot be read"
	failure.Do += " The period D180 has the days that Graph reports."
	return problem.New(failure)
}

// noteLength is the greatest length of a note, in characters.
const noteLength = 400

// notStoredNote is the note that an answer could not be stored, none where err is nil.
func notStoredNote(err error) []string {
	if err == nil {
		return nil
	}
	return []string{sanitize.Line("The fetched report is not stored: "+problem.As(err).Error(), noteLength)}
}
