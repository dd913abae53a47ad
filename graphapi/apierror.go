package graphapi

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/transport"
)

// verdict is what an error of Graph means and what to do about it. A verdict without a code applies to every answer with its status.
// The codes: https://learn.microsoft.com/graph/errors
type verdict struct {
	code     string
	status   int
	kind     problem.Kind
	what, do string
	remedies []problem.Remedy
}

const (
	reportRefused = "Graph refused the report"
	tokenRefused  = "Graph did not accept the access token"

	grantPermission = "Reading reports requires the permission Reports.Read.All with admin consent; a delegated user also needs a " +
		"directory role such as Reports Reader."
	checkRoot   = "Check PEERDASH_GRAPH_URL and the cloud: not every Graph has this report."
	notInCloud  = "Choose another report, or check the cloud and PEERDASH_GRAPH_URL: not every cloud and version of Graph has it."
	checkTenant = "Check that this is the right tenant. Graph has a report only for a tenant that has used its service."
	// The limit is that of https://learn.microsoft.com/en-us/graph/throttling-limits#reports-service-limits.
	waitAWhile = "Wait ten minutes: Graph allows 14 report requests in 10 minutes per app and tenant."
	graphFails = "Try again in a few minutes; https://admin.microsoft.com lists outages under Health."
)

var (
	signInAgain   = []problem.Remedy{problem.SignInAgain}
	getPermission = []problem.Remedy{problem.GetPermission}
)

// verdicts is searched in order: a code takes precedence over its status.
var verdicts = []verdict{
	{code: "S2SUnauthorized", kind: problem.Permission, what: reportRefused, do: grantPermission, remedies: getPermission},
	{code: "MissingCredentials", kind: problem.Permission, what: reportRefused, do: grantPermission, remedies: getPermission},
	{code: "Authorization_RequestDenied", kind: problem.Permission, what: reportRefused, do: grantPermission, remedies: getPermission},
	{code: "UnknownTenantId", kind: problem.NoReport, what: "Graph has no report data for this tenant", do: checkTenant},
	// Graph answers so where a function does not exist in this cloud or version.
	{code: "ResourceNotFound", kind: problem.Unsupported, do: notInCloud},
	{code: "BadRequest", kind: problem.Unsupported, do: notInCloud},
	{code: "InvalidAuthenticationToken", kind: problem.SignIn, what: tokenRefused, remedies: signInAgain},

	{status: http.StatusUnauthorized, kind: problem.SignIn, what: tokenRefused, remedies: signInAgain},
	{status: http.StatusForbidden, kind: problem.Permission, what: reportRefused, do: grantPermission, remedies: getPermission},
	{status: http.StatusNotFound, kind: problem.Service, what: "Graph does not know this report", do: checkRoot},
	{status: http.StatusBadRequest, kind: problem.Service, what: "Graph rejected the request as invalid", do: checkRoot},
	{status: http.StatusTooManyRequests, kind: problem.Throttled, what: "Graph is throttling requests", do: waitAWhile},
	{status: http.StatusProxyAuthRequired, kind: problem.Network, what: "A proxy requires a user name and a password",
		do: "Set HTTPS_PROXY to http://USER:PASSWORD@PROXY:PORT, with special characters percent-encoded."},
	{status: http.StatusNotModified, kind: problem.Service, what: "Graph answered 304 Not Modified to an unconditional request",
		do: "Check that no proxy answers instead of Graph."},
}

func verdictOn(status int, code string) verdict {
	for _, v := range verdicts {
		if v.code != "" && strings.EqualFold(v.code, code) || v.code == "" && v.status == status {
			return v
		}
	}
	return verdict{kind: problem.Service, what: "Graph failed to return the report", do: graphFails}
}

// graphRefused is the error that an answer of Graph to a request describes. The token is removed from its text.
func graphRefused(answer transport.Answer, wanted request, authorization string, now time.Time) error {
	_, token, _ := strings.Cut(authorization, " ")
	said := readDetail(answer, token)
	if answer.Status == http.StatusForbidden && said == (detail{}) && isPage(answer.Body) {
		return refusal(answer, said, blocked, now)
	}
	v := verdictOn(answer.Status, said.code)
	if v.kind == problem.Unsupported {
		v.what = "This Graph does not have " + nameOf(wanted.function.Definitions())
	}
	return refusal(answer, said, v, now)
}

// notUnderstood is for an answer whose status says nothing, so that its body says nothing either.
func notUnderstood(host string) verdict {
	return verdict{
		kind: problem.Service,
		what: "The answer of " + host + " is not understood",
		do:   "Try again; if the error persists, check that no proxy answers instead of " + host + ".",
	}
}

// blocked is for a refusal that is not Graph's: those are JSON and have a request-id.
var blocked = verdict{
	kind: problem.Network,
	what: "A web page was returned instead of Graph's answer: a proxy or firewall seems to refuse the request",
	do:   "Ask the administrator of the proxy or firewall to allow this host, or name the host in NO_PROXY.",
}

// isPage reports whether a body is HTML or the like.
func isPage(body []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff"))), []byte("<"))
}

// downloadRefused is the error that an answer of the download host describes. The link alone is the permission there, so
// that a 401 or 403 is about the link and not about the sign-in.
func downloadRefused(file transport.Answer, now time.Time) error {
	host := transport.Host(file.URL)
	v := verdict{kind: problem.Service, what: "The download host " + host + " failed to return the report",
		do: "Try again in a few minutes."}
	switch {
	case file.Status == http.StatusTooManyRequests:
		v.kind = problem.Throttled
	case isExpired(file):
		v.what = "The download host " + host + " accepted neither Graph's link nor a new one"
		v.do = "Try again in a few minutes; if the error persists, check that no proxy blocks " + host + "."
	}
	return refusal(file, readDetail(file, secretsIn(file.URL)...), v, now)
}

// secretsIn are the parts of a download link that make it a permission.
func secretsIn(link *url.URL) []string {
	secrets := []string{link.RawQuery}
	for _, values := range link.Query() {
		secrets = append(secrets, values...)
	}
	return secrets
}

func refusal(answer transport.Answer, said detail, v verdict, now time.Time) error {
	host := transport.Host(answer.URL)
	if !answer.IsDefined() {
		v = notUnderstood(host)
	}
	do, remedies := v.do, v.remedies
	if answer.RetryAt.After(now) {
		remedies = nil
		do = "Try again " + clockTime(answer.RetryAt, now) + "."
	}
	return problem.New(problem.Error{
		Kind:      v.kind,
		What:      v.what,
		Why:       why(host, answer.StatusText(), said),
		Do:        do,
		Remedies:  remedies,
		Host:      host,
		Status:    answer.Status,
		Code:      said.code,
		Message:   said.message,
		RequestID: said.requestID,
		RetryAt:   answer.RetryAt,
	})
}

// why puts the parts of an error into one sentence; each part is limited in length.
func why(host, status string, said detail) string {
	var line strings.Builder
	fmt.Fprintf(&line, "%s answered %s", sanitize.Line(host, 80), status)
	if said.code != "" {
		line.WriteString(", " + said.code)
	}
	if said.message != "" {
		line.WriteString(": " + strings.TrimRight(said.message, "."))
	}
	return line.String() + "."
}

// clockTime is a time of day in the local time zone, with the date where that is not today; rounded up to the second.
func clockTime(at, now time.Time) string {
	at = at.Add(time.Second - 1).Local()
	if at.Format(time.DateOnly) == now.Local().Format(time.DateOnly) {
		return at.Format("at 15:04:05")
	}
	return at.Format("on 2 January 2006 at 15:04:05")
}
