package transport

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"peerdash/graphapi/problem"
)

// Explain is the failure of an exchange with the host of u that ended with err. Its Kind is Network in most cases. It names the host
// and the cause, but never u's path or query. If ctx has ended it says so, and ctx's error is in its chain.
func Explain(ctx context.Context, err error, u *url.URL) *problem.Error {
	return explain(ctx, err, u, nil, "")
}

// explain is Explain with the progress of the last attempt, and with a sentence about how the attempt before it ended, "" if there
// was none. HOST stands for the host in that sentence.
func explain(ctx context.Context, err error, u *url.URL, progress *progress, earlier string) *problem.Error {
	var withURL *url.Error
	if errors.As(err, &withURL) { // its text holds the whole URL
		err = withURL.Err
	}
	failed := problem.Error{Kind: problem.Network, Host: Host(u)}
	cause := failure{}
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		failed.What, failed.Err = "The request to HOST was interrupted", context.Canceled
	case ctx.Err() != nil || deadlineReached(ctx, err):
		failed.What, cause = whatTimedOut(err, progress.at(), routeTo(u))
		failed.Remedies, failed.Err = cause.remedies, context.DeadlineExceeded
		if earlier != "" {
			cause.why += " The attempt before: " + earlier
		}
	default:
		failed.What, failed.Err = "No usable answer from HOST", err
		cause = failureOf(err)
		if cause.kind != problem.Other {
			failed.Kind = cause.kind
		}
		if cause.detail != nil {
			cause.why, cause.do = cause.detail(err, cause)
		}
	}
	words := strings.NewReplacer("HOST", failed.Host, "ROUTE", routeAdvice[routeTo(u)])
	failed.What, failed.Why = words.Replace(failed.What), words.Replace(cause.why)
	failed.Do = strings.NewReplacer("HOST", failed.Host).Replace(words.Replace(cause.do))
	return problem.New(failed)
}

// whatTimedOut says what was missing when the time was over, and what to do about it. It suggests more time only if the host was
// reached.
func whatTimedOut(err error, reached stage, by route) (what string, cause failure) {
	const noConnection = "No connection to HOST in the time allowed"
	switch {
	case isType[*incompleteError](err):
		cause.why = "The answer started, but did not finish."
	case reached == lookingUp:
		return noConnection, failure{why: "The name server does not answer (DNS).", do: checkDNS}
	case by == proxied && reached == connecting:
		return noConnection, failure{why: "The proxy in HTTPS_PROXY does not accept a connection.", do: checkProxy}
	case by == proxied && reached == connected:
		return noConnection, failure{why: "The proxy in HTTPS_PROXY accepts a connection, but does not answer.", do: checkProxy}
	case reached == connecting:
		return noConnection, failure{why: unanswered, do: checkRoute}
	case reached == connected, reached == securing:
		return noConnection, failure{why: handshakeLate, do: checkRoute}
	default:
		cause.why = "No answer came."
	}
	cause.do, cause.remedies = "Try again.", []problem.Remedy{problem.AllowMoreTime}
	return "HOST did not answer in full in the time allowed", cause
}

// deadlineReached recognizes a dialer that gave up at ctx's deadline just before ctx itself noticed.
func deadlineReached(ctx context.Context, err error) bool {
	deadline, ok := ctx.Deadline()
	return ok && isTimeout(err) && time.Until(deadline) < 10*time.Millisecond
}
