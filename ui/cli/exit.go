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

// exitCodes is the exit code of each kind of problem.
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
	problem.Unsupported:   4,
	problem.BudgetUsed:    4,
	problem.NotReport:     5,
}

// errDashboardInterrupted is the error of a dashboard that a signal has ended. It has no message, since the terminal may be gone
// or may block.
var errDashboardInterrupted = errors.New("dashboard interrupted")

// fail writes the error to standard error, in one to three lines, and returns its exit code.
func (p Program) fail(ctx context.Context, err error) int {
	var reported reportedFailure
	if errors.As(err, &reported) {
		return exitCodes[reported.kind]
	}
	if errors.Is(err, errDashboardInterrupted) {
		return exitInterrupted
	}
	if ctx.Err() != nil {
		sayInterrupted(p.Errors)
		return exitInterrupted
	}
	failure := problem.As(unknownMethod.word(err))
	p.report(failure)
	return exitCodes[failure.Kind]
}

// report writes the lines of a failure.
func (p Program) report(failure *problem.Error) {
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

// wrongUsage is the error of a command line that cannot be carried out.
func wrongUsage(what, do string) error {
	return problem.New(problem.Error{Kind: problem.Configuration, What: what, Do: do})
}
