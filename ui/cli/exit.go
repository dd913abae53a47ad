package cli

import (
	"context"
	"errors"
	"fmt"

	"peerdash/graphapi/problem"
)

// The exit codes that have no kind of problem.
const (
	exitDone        = 0
	exitInterrupted = 130
)

// exitCodes tells scripts what kind of thing failed.
var exitCodes = map[problem.Kind]int{
	problem.Other:         1,
	problem.Configuration: 2,
	problem.SignIn:        3,
	problem.Permission:    3,
	problem.NoReport:      4,
	problem.Throttled:     4,
	problem.Service:       4,
	problem.Network:       4,
	problem.NotStored:     4,
	problem.NotReport:     5,
}

// errDashboardInterrupted ends a dashboard that a signal has ended. Nothing is said, as its terminal may have gone away
// or take nothing more, and would hold up the end.
var errDashboardInterrupted = errors.New("dashboard interrupted")

// fail tells the error on standard error, in one to three lines, and returns the exit code that is its own.
func (p Program) fail(ctx context.Context, err error) int {
	var told toldAlready
	if errors.As(err, &told) {
		return exitCodes[told.kind]
	}
	if errors.Is(err, errDashboardInterrupted) {
		return exitInterrupted
	}
	if ctx.Err() != nil {
		sayInterrupted(p.Errors)
		return exitInterrupted
	}
	failure := problem.As(unknownMethod.of(err))
	p.tell(failure)
	return exitCodes[failure.Kind]
}

// tell writes a failure's lines.
func (p Program) tell(failure *problem.Error) {
	for i, line := range failure.Lines() {
		if i == 0 {
			line = "peerdash: " + line
		}
		_, _ = fmt.Fprintln(p.Errors, line)
	}
}

// warn writes one-line warnings, which do not change the exit code.
func (p Program) warn(notes []string) {
	for _, note := range notes {
		_, _ = fmt.Fprintln(p.Errors, "peerdash: warning: "+note)
	}
}

// wrongUsage is the failure of a command line that cannot be carried out.
func wrongUsage(what, do string) error {
	return problem.New(problem.Error{Kind: problem.Configuration, What: what, Do: do})
}
