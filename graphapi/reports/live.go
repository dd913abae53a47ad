package reports

import (
	"bytes"
	"context"
	"errors"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// Client asks Graph for a report. With the ETag of an earlier answer, an unchanged report comes back as NotModified.
type Client interface {
	Report(ctx context.Context, period model.Period, etag string) (graphapi.Answer, error)
}

// LiveConfig is what a Live is made of.
type LiveConfig struct {
	Client Client
	// Store keeps what Client says; nil keeps nothing. StoreError is then why, told as a note; nil if that is as it
	// should be.
	Store      *store.Store
	StoreError error
	// Tenant tells whose report is meant, by what is known without asking anyone: it is called before a request, and
	// after it, when there may have been a token to learn from. It is not called without a Store.
	Tenant func(context.Context) (store.Tenant, error)
	// Origin is what readings of Client are said to come from: FromGraph or FromDemo.
	Origin Origin
	// MaxAge is how old what is kept may be and still count as fresh.
	MaxAge time.Duration
	// Timeout bounds one exchange with Graph, sign-in and retries and all; 0 is no bound.
	Timeout time.Duration
	// Refresh makes nothing that is kept count as fresh, Offline makes everything ask nobody.
	Refresh, Offline bool
	Now              func() time.Time
}

// Live gives the reports of one tenant: what is kept of them, and what Graph says now, which it keeps. It is safe for
// use by several goroutines at once; their exchanges with Graph run side by side.
type Live struct{ config LiveConfig }

// NewLive makes a Live.
func NewLive(config LiveConfig) *Live { return &Live{config: config} }

// Report gives what is kept as long as it is fresh, and else what Graph says. With an error the reading still has the
// notes.
func (l *Live) Report(ctx context.Context, period model.Period) (Reading, error) {
	var kept Reading
	if !l.config.Refresh {
		var err error
		kept, err = l.Kept(ctx, period)
		if l.config.Offline || err == nil && kept.Fresh {
			return kept, err
		}
	}
	fetched, err := l.Fetch(ctx, period)
	if err != nil && l.config.Store != nil {
		fetched.Notes = l.config.Store.TakeNotes()
	}
	fetched.Notes = append(kept.Notes, fetched.Notes...)
	return fetched, err
}

// Kept gives what is kept, however old, and asks nobody. Where nothing is, the error is a *problem.Error of Kind
// NotStored.
func (l *Live) Kept(ctx context.Context, period model.Period) (Reading, error) {
	reading, err := l.kept(ctx, period)
	if err == nil {
		reading.Notes = l.config.Store.TakeNotes()
	}
	return reading, err
}

// kept is Kept without notes, which stay for a reading that is shown.
func (l *Live) kept(ctx context.Context, period model.Period) (Reading, error) {
	reading := Reading{Period: period, Origin: FromKept}
	if l.config.Store == nil {
		return reading, nothingKept(period, l.config.StoreError)
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return reading, err
	}
	found := false
	if period == model.All {
		found, err = l.readSeries(ctx, tenant, &reading)
	} else {
		found, err = l.readPeriod(ctx, tenant, &reading)
	}
	if err == nil && !found && l.config.Offline {
		err = noted(l.config.Store.TakeNotes())
	}
	if err != nil || !found {
		return reading, nothingKept(period, err)
	}
	return reading, nil
}

// readPeriod reads the last answer for the period. Where none is kept it reads the end of the days that other periods and
// imports left, if they reach back far enough; Graph was not asked for that, so it never counts as fresh.
func (l *Live) readPeriod(ctx context.Context, tenant store.Tenant, reading *Reading) (bool, error) {
	found, err := l.readAnswer(ctx, tenant, reading)
	if err != nil || found {
		return found, err
	}
	kept, found, err := l.config.Store.Series(ctx, tenant)
	if err != nil || !found || kept.Report.IsEmpty() {
		return false, err
	}
	report, whole := kept.Report.Latest(reading.Period)
	if !whole {
		return false, errTooShort
	}
	reading.Report, reading.FetchedAt = report, kept.MergedAt
	return true, nil
}

func (l *Live) readAnswer(ctx context.Context, tenant store.Tenant, reading *Reading) (bool, error) {
	answer, found, err := l.config.Store.Answer(ctx, tenant, reading.Period)
	if err != nil || !found {
		return false, err
	}
	reading.Report, err = parseKept(answer.CSV, reading.Period)
	reading.FetchedAt, reading.Fresh = answer.FetchedAt, l.isFresh(answer.FetchedAt)
	return err == nil, err
}

func (l *Live) readSeries(ctx context.Context, tenant store.Tenant, reading *Reading) (bool, error) {
	kept, found, err := l.config.Store.Series(ctx, tenant)
	if err != nil || !found {
		return false, err
	}
	reading.Report, reading.FetchedAt, reading.Fresh = kept.Report, kept.WholeAt, l.isFresh(kept.WholeAt)
	if kept.WholeAt.IsZero() {
		reading.FetchedAt = kept.MergedAt
	}
	return true, nil
}

func parseKept(csv []byte, period model.Period) (model.Report, error) {
	report, err := graphapi.ParseReport(bytes.NewReader(csv))
	if report.IsEmpty() {
		report.Period = period
	}
	return report, err
}

// isFresh reports whether what was fetched at a time is young enough. A time to come tells that the clock went back:
// how old it is nobody knows.
func (l *Live) isFresh(fetchedAt time.Time) bool {
	age := l.config.Now().Sub(fetchedAt)
	return !l.config.Refresh && age >= 0 && age < l.config.MaxAge
}

// Revisions gives each value that was ever told of each day kept with its refresh date, of one day the value that holds
// last.
func (l *Live) Revisions(ctx context.Context) ([]model.Day, error) {
	if l.config.Store == nil {
		return nil, nothingKept(model.All, l.config.StoreError)
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return nil, err
	}
	return l.config.Store.Revisions(ctx, tenant)
}

// Fetch gives what Graph says now and keeps it. A report that Graph has not changed is not downloaded again. All is
// every day kept, after Graph was asked for its longest period. What cannot be kept is a note, not an error.
func (l *Live) Fetch(ctx context.Context, period model.Period) (Reading, error) {
	if l.config.Offline {
		return l.Kept(ctx, period)
	}
	asked := period
	if period == model.All {
		asked = model.D180
	}
	answer, err := l.exchange(ctx, asked)
	if err != nil {
		return Reading{Period: period}, l.withKept(ctx, period, err)
	}
	reading := Reading{Report: answer.Report, Period: period, Origin: l.config.Origin, FetchedAt: answer.FetchedAt, Fresh: true}
	if period == model.All {
		reading.Report.Period = model.All
	}
	if l.config.Store == nil {
		reading.Notes = notKept(l.config.StoreError)
		return reading, nil
	}
	err = l.keep(ctx, asked, answer, &reading)
	if ctx.Err() != nil {
		return Reading{Period: period}, ctx.Err()
	}
	reading.Notes = append(l.config.Store.TakeNotes(), notKept(err)...)
	return reading, nil
}

// exchange asks Graph, conditionally where an answer is kept. The answer to that may be that the kept one still holds.
func (l *Live) exchange(ctx context.Context, period model.Period) (graphapi.Answer, error) {
	if l.config.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, l.config.Timeout)
		defer cancel()
	}
	defer l.checkStore(ctx)() // begins now, is waited for at the end
	kept, _ := l.conditional(ctx, period)
	answer, err := l.config.Client.Report(ctx, period, kept.ETag)
	if err != nil || !answer.NotModified {
		return answer, err
	}
	// Only now the token may have told whose report it is, and another process may have kept another.
	holds, report := l.conditional(ctx, period)
	if kept.ETag == "" || holds.ETag != kept.ETag {
		return l.config.Client.Report(ctx, period, "")
	}
	return graphapi.Answer{Report: report, CSV: holds.CSV, ETag: holds.ETag, FetchedAt: answer.FetchedAt}, nil
}

// conditional is the kept answer to ask with; one without ETag where none is kept that can be read, so that Graph sends
// the report whole. What is wrong with the store shows when the answer is to be kept.
func (l *Live) conditional(ctx context.Context, period model.Period) (store.Answer, model.Report) {
	if l.config.Store == nil {
		return store.Answer{}, model.Report{}
	}
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return store.Answer{}, model.Report{}
	}
	answer, _, err := l.config.Store.Answer(ctx, tenant, period)
	if err != nil {
		return store.Answer{}, model.Report{}
	}
	report, err := parseKept(answer.CSV, period)
	if err != nil {
		return store.Answer{}, model.Report{}
	}
	return answer, report
}

// checkStore looks for damage in the store while Graph is waited for; the function that it gives waits for the end.
func (l *Live) checkStore(ctx context.Context) (wait func()) {
	if l.config.Store == nil {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = l.config.Store.Check(ctx) // what it finds is a note; what hinders it hinders keeping too
	}()
	return func() { <-done }
}

// keep keeps an answer, and makes the reading of All one of every day kept.
func (l *Live) keep(ctx context.Context, asked model.Period, answer graphapi.Answer, reading *Reading) error {
	tenant, err := l.config.Tenant(ctx)
	if err != nil {
		return err
	}
	kept := store.Answer{CSV: answer.CSV, ETag: answer.ETag, FetchedAt: answer.FetchedAt}
	if _, err := l.config.Store.Keep(ctx, tenant, asked, kept, answer.Report); err != nil {
		return err
	}
	if reading.Period != model.All {
		return nil
	}
	series, found, err := l.config.Store.Series(ctx, tenant)
	if err == nil && found {
		reading.Report = series.Report
	}
	return err
}

// noteLength is the most characters that a note may have.
const noteLength = 400

// notKept is the note that something could not be kept, if so.
func notKept(err error) []string {
	if err == nil {
		return nil
	}
	return []string{sanitize.Line("Nothing is kept: "+problem.As(err).Error(), noteLength)}
}

func noted(notes []string) error {
	if len(notes) == 0 {
		return nil
	}
	return errors.New(notes[0])
}
