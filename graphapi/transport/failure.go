package transport

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"peerdash/graphapi/problem"
)

// Explain tells why an exchange with the host of u failed with err. The *problem.Error is mostly of Kind Network; it
// names host and cause and never u's path or query. Where ctx ended it says so, and ctx's error is in its chain.
func Explain(ctx context.Context, err error, u *url.URL) *problem.Error {
	return explain(ctx, err, u, "")
}

// explain is Explain with how an earlier attempt ended, if there was one, in a sentence in which HOST stands for the host.
func explain(ctx context.Context, err error, u *url.URL, earlier string) *problem.Error {
	var withURL *url.Error
	if errors.As(err, &withURL) { // its text holds the whole URL
		err = withURL.Err
	}
	host := Host(u)
	inWords := strings.NewReplacer("HOST", host)
	told := problem.Error{Kind: problem.Network, Host: host}
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		told.What = "The request to " + host + " was interrupted"
		told.Err = context.Canceled
	case ctx.Err() != nil || deadlineReached(ctx, err):
		told.What = host + " did not answer in full in the time allowed"
		told.Why = inWords.Replace(lateness(err, earlier))
		told.Do, told.Remedies = "Try again.", []problem.Remedy{problem.AllowMoreTime}
		told.Err = context.DeadlineExceeded
	default:
		f := failureOf(err)
		told.What = "No usable answer from " + host
		told.Why, told.Do = inWords.Replace(f.why), inWords.Replace(f.do)
		told.Err = err
		if f.kind != problem.Other {
			told.Kind = f.kind
		}
	}
	return problem.New(told)
}

// lateness tells how far an exchange had come when its time was over.
func lateness(err error, earlier string) string {
	how := "No answer came."
	if isType[*incompleteError](err) {
		how = "The answer began, but did not end."
	}
	if earlier != "" {
		how += " The attempt before: " + earlier
	}
	return how
}

// deadlineReached recognizes a dialer that gave up at ctx's deadline just before ctx itself noticed.
func deadlineReached(ctx context.Context, err error) bool {
	deadline, ok := ctx.Deadline()
	return ok && isTimeout(err) && time.Until(deadline) < 10*time.Millisecond
}
