// Package problem is how a failure is told: what failed, why, and what to do, once and in plain words. The client,
// the sign-in, the store and the configuration all fail with its Error; the command line gives it an exit code and the
// dashboard a page.
package problem

import (
	"errors"
	"strings"
	"time"

	"peerdash/graphapi/sanitize"
)

// Kind is what sort of thing failed.
type Kind int

// The kinds of failure. Other is the zero Kind.
const (
	Other         Kind = iota // anything else
	Configuration             // wrong usage, or something that is not set or set wrongly
	SignIn                    // the sign-in was refused, or a sign-in is needed
	Permission                // signed in, but not allowed to read the report
	NoReport                  // Graph has no report data for this tenant
	Throttled                 // too many requests
	Service                   // Graph, the download host or the sign-in root failed
	Network                   // no answer, or no trust in who answers
	NotReport                 // an answer that is not the report
	NotStored                 // no stored data could stand in for an answer
)

// Error is a failure in the words of its reader. What, Why and Do hold no control characters when made by New.
type Error struct {
	Kind Kind
	// What failed: "Graph refused the report".
	What string
	// Why it failed, as far as is known: "S2SUnauthorized: Invalid permission."; may be empty.
	Why string
	// Do is what the reader can do next: "Ask an administrator to …"; may be empty. It names no command and no flag.
	Do string
	// Remedies are what the reader can do next with the program itself. The command line appends them to Do, in words.
	Remedies []Remedy

	// Host is the host that failed or answered, with its port where it is not the usual one; may be empty.
	Host string
	// Status is the HTTP status, 0 where there was no answer.
	Status int
	// Code, Message and RequestID are what the answer said of itself; may be empty.
	Code, Message, RequestID string
	// RetryAt is when it makes sense to ask again; zero where that is not known.
	RetryAt time.Time
	// Err is the cause, for errors.Is and errors.As; may be nil.
	Err error
}

// lineLength is the most characters that What, Why or Do may have.
const lineLength = 400

// New is the failure with its texts made safe to show.
func New(e Error) *Error {
	for _, text := range []*string{&e.What, &e.Why, &e.Do, &e.Host, &e.Code, &e.Message, &e.RequestID} {
		*text = sanitize.Line(*text, lineLength)
	}
	return &e
}

// Error is what failed and why, in one line.
func (e *Error) Error() string {
	if e.Why == "" {
		return e.What
	}
	return e.What + ": " + e.Why
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// Lines are what failed, why, and what to do: one to three lines.
func (e *Error) Lines() []string {
	var lines []string
	for _, line := range []string{e.What, e.Why, e.Do} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// As finds the Error in a chain of errors. An error that is none becomes one of Kind Other that says what err says;
// nil becomes nil.
func As(err error) *Error {
	var e *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &e):
		return e
	default:
		return New(Error{What: strings.TrimSpace(err.Error()), Err: err})
	}
}
