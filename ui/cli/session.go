package cli

import (
	"context"
	"sync"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
)

// reportSource is where a command's readings come from, however the session was opened.
type reportSource interface {
	// Stored is what is kept, without asking anybody.
	Stored(ctx context.Context, period model.Period) (reports.Reading, error)
	// Fetch asks anew.
	Fetch(ctx context.Context, period model.Period) (reports.Reading, error)
	// Report is what is kept while it is fresh, and else what Fetch says.
	Report(ctx context.Context, period model.Period) (reports.Reading, error)
	// Revisions is each value that was ever told of each day kept, of one day the value that holds last.
	Revisions(ctx context.Context) ([]model.Day, error)
}

// session is what a command works with from its start to its end.
type session struct {
	reports reportSource
	// signIn is nil where no sign-in is made.
	signIn *signin.SignIn
	// wording words remedies for the sign-in.
	wording wording
	// name is whose reports they are, to be shown.
	name string
	// firstPeriod is the period to show where none is asked for.
	firstPeriod model.Period
	close       func()
}

// signInNotes are the warnings of the sign-in. Where Graph has refused permission, its refusal says the same better.
func (s *session) signInNotes(err error) []string {
	if s.signIn == nil || err != nil && problem.As(err).Kind == problem.Permission {
		return nil
	}
	return s.signIn.Notes()
}

// remarked are reports whose readings bear the warnings of the sign-in, each once, for who sees nothing else of them.
type remarked struct {
	reportSource
	signIn *signin.SignIn

	mutex sync.Mutex
	told  int
}

// Fetch asks anew.
func (r *remarked) Fetch(ctx context.Context, period model.Period) (reports.Reading, error) {
	reading, err := r.reportSource.Fetch(ctx, period)
	if err != nil {
		return reading, err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	notes := r.signIn.Notes()
	reading.Notes = append(reading.Notes, notes[r.told:]...)
	r.told = len(notes)
	return reading, nil
}

// opener begins a session on Graph or on something that stands in for it.
type opener func(ctx context.Context, signIn signInFlags, report reportFlags) (*session, error)

// openSession begins a session on the files, or by open where there are none.
func (p Program) openSession(
	ctx context.Context, open opener, files []string, signIn signInFlags, report reportFlags,
) (*session, error) {
	if report.refresh && report.offline {
		return nil, wrongUsage("--refresh asks Graph, and --offline asks nobody", "Give one of the two.")
	}
	if len(files) > 0 {
		return p.openFiles(ctx, files)
	}
	return open(ctx, signIn, report)
}
