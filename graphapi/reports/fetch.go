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

// Fetch requests the report from Graph and stores it. A report that Graph has not changed is not downloaded again. The period
// All is every stored day, after a fetch of Graph's longest period.
//
// No request is sent if another process answers it: if one is fetching the same report, Fetch waits for its answer, and
// unless the reason is Requested, an answer suffices that another process has stored since the report was read last.
//
// If the request budget does not allow the fetch, the error is a *problem.Error of Kind BudgetUsed. If an answer cannot be
// stored, the reading has a note. If stored days cannot be read, All is an error, since it would be incomplete.
func (l *Live) Fetch(
	ctx context.Context, definition *model.Definition, period model.Period, reason Reason,
) (Reading, error) {
	since := storedTime(l.config.Now())
	if reason != Requested {
		since = l.lookups.since(lookup{definition, requestedPeriod(period)}, since, l.config.MaxAge)
	}
	return l.fetch(ctx, definition, period, reason, since)
}

// requestedPeriod is the period to request from Graph: for All its longest one.
func requestedPeriod(period model.Period) model.Period {
	if period == model.All {
		return model.D180
	}
	return period
}

// fetch is Fetch. It sends no request if another process has stored an answer since the given time.
func (l *Live) fetch(
	ctx context.Context, definition *model.Definition, period model.Period, reason Reason, since time.Time,
) (Reading, error) {
	if l.config.Offline {
		return l.Stored(ctx, definition, period)
	}
	answer, err := l.fetchInTurn(ctx, lookup{definition, requestedPeriod(period)}, reason, since)
	if err != nil {
		return Reading{Period: period}, l.withStored(ctx, definition, period, err)
	}
	reading, err := l.reading(ctx, definition, period, answer)
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if err != nil {
		return Reading{Period: period}, l.withStored(ctx, definition, period, err)
	}
	if l.config.Store != nil {
		reading.Notes = append(l.config.Store.TakeNotes(), reading.Notes...)
	}
	return reading, nil
}

// reading is the reading of a report from an answer.
func (l *Live) reading(
	ctx context.Context, definition *model.Definition, period model.Period, answer fetched,
) (Reading, error) {
	requested := requestedPeriod(period)
	report, err := answer.Report(definition)
	if err != nil {
		return Reading{Period: period}, err
	}
	reading := Reading{
		Report: report, Period: period, Origin: l.config.Origin, Start: startOf(report, requested),
		FetchedAt: answer.FetchedAt, FreshUntil: answer.FetchedAt.Add(l.config.MaxAge), Notes: notStoredNote(answer.storeError),
	}
	if answer.isStored {
		reading.Origin = FromStore
	}
	if period != model.All {
		return reading, nil
	}
	reading.Report, err = l.everyDay(ctx, report, answer.storeError == nil)
	reading.Start = startOf(reading.Report, requested)
	return reading, err
}

// fetched is an answer for one period, and whether it comes from the store or could be stored.
type fetched struct {
	graphapi.Answer
	// isStored reports whether another process has fetched and stored the answer, so that none was requested.
	isStored bool
	// storeError is why the answer could not be stored; nil if it was, or if no store is intended.
	storeError error
}

// fetchInTurn requests the report and stores the answer while no other fetch of the same answer is under way.
func (l *Live) fetchInTurn(ctx context.Context, wanted lookup, reason Reason, since time.Time) (fetched, error) {
	file := wanted.file()
	bounded, cancel := ctx, context.CancelFunc(func() {})
	if l.config.Timeout > 0 {
		bounded, cancel = context.WithTimeout(ctx, l.config.Timeout)
	}
	defer cancel()
	defer l.awaitTurn(bounded, file)()
	counted := graphapi.WithRequestHook(bounded, func(ctx context.Context) error { return l.takeRequest(ctx, reason) })
	answer, err := l.exchange(counted, wanted, since)
	if err != nil {
		return fetched{}, err
	}
	l.lookups.returned(wanted, answer.FetchedAt)
	if !answer.isStored {
		answer.storeError = l.storeAnswer(ctx, file, answer.Answer)
		l.unsaved.put(file, answer, l.config.Store != nil && answer.storeError == nil)
	}
	return answer, nil
}

// exchange requests the report; if an answer is stored, with its ETag, so that Graph may confirm it. It sends no request if
// another fetch has stored an answer since the given time.
func (l *Live) exchange(ctx context.Context, wanted lookup, since time.Time) (fetched, error) {
	defer l.checkStore(ctx)() // starts the check now and waits for its end on return
	file := wanted.file()
	stored := l.conditional(ctx, file)
	if l.isAnswered(wanted, stored, since) {
		return stored, nil
	}
	answer, err := l.config.Client.Fetch(ctx, file.function, file.period, stored.ETag)
	if err == nil && answer.NotModified {
		answer, err = l.unchanged(ctx, file, stored, answer)
	}
	answer.FetchedAt = storedTime(answer.FetchedAt)
	return fetched{Answer: answer}, err
}

// isAnswered reports whether another fetch has stored this answer since the given time, so that no request is necessary.
func (l *Live) isAnswered(wanted lookup, stored fetched, since time.Time) bool {
	return !stored.FetchedAt.IsZero() && !stored.FetchedAt.Before(since) && !stored.FetchedAt.After(l.config.Now()) &&
		l.lookups.isNew(wanted, stored.FetchedAt)
}

// unchanged is the stored answer that Graph has confirmed. If the token of another tenant was used meanwhile, or another
// process has stored another answer, the report is requested again without an ETag.
func (l *Live) unchanged(ctx context.Context, file answerName, before fetched, answer graphapi.Answer,
) (graphapi.Answer, error) {
	stored := l.conditional(ctx, file)
	if before.ETag == "" || stored.ETag != before.ETag {
		return l.config.Client.Fetch(ctx, file.function, file.period, "")
	}
	confirmed := stored.Answer
	confirmed.FetchedAt = answer.FetchedAt
	return confirmed, nil
}

// conditional is the stored answer whose ETag is sent with the request. If none can be read it is empty, so that Graph sends
// the whole report; an error of the store appears when the new answer is stored.
func (l *Live) conditional(ctx context.Context, file answerName) fetched {
	if answer, found := l.unsaved.get(file); found {
		return answer
	}
	if l.config.Store == nil {
		return fetched{}
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return fetched{}
	}
	answer, found, err := l.config.Store.Answer(ctx, tenant, file.function, file.period)
	if err != nil || !found {
		return fetched{}
	}
	stored := fetched{
		Answer:   graphapi.Answer{CSV: answer.CSV, ETag: answer.ETag, FetchedAt: answer.FetchedAt},
		isStored: true,
	}
	stored.Reports, err = graphapi.ParseAnswer(bytes.NewReader(answer.CSV), file.function, file.period)
	if err != nil || graphapi.CheckDates(stored.Reports[0], l.config.Now()) != nil {
		return fetched{}
	}
	return stored
}

// checkStore starts to check the store for damage while the answer is awaited; wait waits for the end of the check.
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

// everyDay is every stored day, with those of a fetched report even if that could not be stored.
func (l *Live) everyDay(ctx context.Context, fetched model.Report, isStored bool) (model.Report, error) {
	stored, found, err := l.storedDays(ctx, fetched.Definition)
	if err != nil {
		return model.Report{}, incomplete(err)
	}
	if found && isStored {
		return stored.Report, nil
	}
	var days store.DaySet
	days.Merge(stored.Report)
	days.Merge(fetched)
	return days.Report(fetched.Definition, model.All)
}

// incomplete is the error of All if the stored days cannot be read: the fetched days alone would look like all of them.
func incomplete(cause error) error {
	failure := *problem.As(unreadable(cause))
	failure.What = "The report of all stored days would be incomplete: the store cannot be read"
	failure.Do += " The period D180 has the days that Graph reports."
	return problem.New(failure)
}

// noteLength is the greatest length of a note, in characters.
const noteLength = 400

// notStoredNote is the note that an answer could not be stored, why, and what to do; none if err is nil.
func notStoredNote(err error) []string {
	if err == nil {
		return nil
	}
	return []string{sanitize.Line("The fetched report is not stored: "+problem.As(err).Sentences(), noteLength)}
}
