// Package problem has the error type of peerdash: what failed, why, and what to do about it. The client, the sign-in, the
// store and the configuration return it; the command line maps it to an exit code and the dashboard to a page.
package problem

import (
	"cmp"
	"errors"
	"slices"
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
	NoReport                  // Graph has no report data for this tenant, or not yet for these days
	Throttled                 // too many requests
	Service                   // Graph, the download host or the sign-in root failed
	Network                   // no answer, or a server that is not trusted
	NotReport                 // an answer that is not the report
	NotStored                 // no data is stored that could be shown
	Unsupported               // this Graph does not have the report
	BudgetUsed                // the request budget allows no automatic request until RetryAt
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
	// StoredAge is how long ago the report that ReadStored would show was fetched: "2 days ago"; may be empty.
	StoredAge string

	// Host is the host that failed or answered, with its port where it is not the usual one; may be empty.
	Host string
	// Status is the HTTP status, 0 if there was no answer.
	Status int
	// Code, Message and RequestID are what the answer said of itself; may be empty.
	Code, Message, RequestID string
	// IDName is what RequestID is called where it is looked up; "" means "Request id".
	IDName string
	// RetryAt is when it makes sense to try again; zero if that is not known.
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

// Sentences are what failed, why, and what to do, in one line.
func (e *Error) Sentences() string {
	return strings.TrimSpace(strings.TrimSuffix(e.Error(), ".") + ". " + e.Do)
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

// Reference is the id to quote to support, as "Request id: 1f2e…"; "" if there is none. It is a line of its own, which
// should not be broken.
func (e *Error) Reference() string {
	if e.RequestID == "" {
		return ""
	}
	return cmp.Or(e.IDName, "Request id") + ": " + e.RequestID
}

// Lines are what failed, why, what to do, and the Reference: one to three lines. With a Reference, what failed and why share
// a line.
func (e *Error) Lines() []string {
	texts := []string{e.What, e.Why, e.Do}
	if e.RequestID != "" {
		texts = []string{e.Error(), e.Do, e.Reference()}
	}
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// As finds the Error in the chain of err. If there is none, it returns an Error of Kind Other with the text of err. It returns nil
// for nil.
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
