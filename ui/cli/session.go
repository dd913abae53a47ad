package cli

import (
	"context"
	"sync"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
	"peerdash/ui"
)

// reportSource reads reports for a command, from Graph, the store or files.
type reportSource interface {
	// Stored reads the stored report and sends no request.
	Stored(ctx context.Context, report *model.Definition, period model.Period) (reports.Reading, error)
	// Fetch reads the report from Graph, as far as the reason allows it.
	Fetch(ctx context.Context, report *model.Definition, period model.Period, reason reports.Reason) (reports.Reading, error)
	// Report reads the stored report while it is fresh, and otherwise fetches it.
	Report(ctx context.Context, report *model.Definition, period model.Period) (reports.Reading, error)
	// Revisions lists every revision of each stored day, the current one of a day last.
	Revisions(ctx context.Context, report *model.Definition) ([]model.Day, error)
}

// session is what a command works with.
type session struct {
	// watch notices changes of the store; nil if there is none.
	watch   ui.Watch
	reports reportSource
	// signIn is nil for files, which need none.
	signIn *signin.SignIn
	// wording words remedies for the sign-in.
	wording wording
	// name of the tenant or of the files, for the header.
	name string
	// available are the reports of the files; nil means every report.
	available []*model.Definition
	// firstReport and firstPeriod are what files show without --report and --period.
	firstReport *model.Definition
	firstPeriod model.Period
	close       func()
}

// signInNotes returns the warnings of the sign-in, unless err is a refused permission, which says the same in detail.
func (s *session) signInNotes(err error) []string {
	if s.signIn == nil || err != nil && problem.As(err).Kind == problem.Permission {
		return nil
	}
	return s.signIn.Notes()
}

// annotatedReports adds the warnings of the sign-in to readings, each once. The dashboard shows them only there.
type annotatedReports struct {
	reportSource
	signIn *signin.SignIn

	mutex sync.Mutex
	// added is how many warnings have been added.
	added int
}

// Fetch reads the report from Graph.
func (r *annotatedReports) Fetch(
	ctx context.Context, report *model.Definition, period model.Period, reason reports.Reason,
) (reports.Reading, error) {
	reading, err := r.reportSource.Fetch(ctx, report, period, reason)
	if err != nil {
		return reading, err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	notes := r.signIn.Notes()
	reading.Notes = append(reading.Notes, notes[r.added:]...)
	r.added = len(notes)
	return reading, nil
}

// opener is a method that opens a session on Graph or on the emulator.
type opener func(p Program, ctx context.Context, signIn signInFlags, report reportFlags) (*session, error)

// openSession opens a session on the files, or with open if there are none.
func (p Program) openSession(
	ctx context.Context, open opener, files []string, signIn signInFlags, report reportFlags,
) (*session, error) {
	if report.refresh && report.offline {
		return nil, wrongUsage("--refresh and --offline exclude each other", "Use one of the two.")
	}
	if len(files) > 0 {
		return p.openFiles(ctx, files, report.named())
	}
	return open(p, ctx, signIn, report)
}
