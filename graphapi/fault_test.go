package graphapi_test

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/model"
)

// graphError is the body of an error of Graph's.
func graphError(code, message string) string {
	type innerError struct {
		RequestID string `json:"request-id"`
	}
	body, err := json.Marshal(map[string]any{"error": map[string]any{
		"code": code, "message": message, "innerError": innerError{RequestID: "8f2c-11"}}})
	if err != nil {
		panic(err)
	}
	return string(body)
}

func endless(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat(text, 1024)); err != nil {
				return
			}
		}
	}
}

// rawStatus answers with a status that net/http's server does not send.
func rawStatus(status, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer connection.(*tls.Conn).NetConn().Close() // without a TLS alert, for which the client would have to read on
		_, _ = fmt.Fprintf(connection, "HTTP/1.1 %s Unknown\r\nContent-Length: %d\r\n\r\n%s", status, len(body), body)
	}
}

func TestErrorsNameKindHostAndRemedy(t *testing.T) {
	header, _, _ := strings.Cut(csvText, "\r\n")
	cases := []struct {
		name         string
		graph, files http.HandlerFunc
		kind         problem.Kind
		host         string // graphHost where empty
		says         []string
	}{
		{name: "401", graph: answer(401, graphError("InvalidAuthenticationToken", "Access token has expired."), "WWW-Authenticate", "Bearer"),
			kind: problem.SignIn, says: []string{"InvalidAuthenticationToken: Access token has expired", "8f2c-11", graphHost}},
		{name: "401 without a body", graph: answer(401, "", "request-id", "head-er"), kind: problem.SignIn, says: []string{"head-er", "401"}},
		{name: "no permission", graph: answer(403, graphError("S2SUnauthorized", "Invalid permission.")), kind: problem.Permission,
			says: []string{"S2SUnauthorized: Invalid permission", "Reports.Read.All", "Reports Reader", "8f2c-11"}},
		{name: "nested", graph: answer(403, graphError("UnknownError", graphError("S2SUnauthorized", "Invalid permission."))), kind: problem.Permission,
			says: []string{"S2SUnauthorized: Invalid permission", "8f2c-11"}},
		{name: "nested twice, no outer code", graph: answer(403, graphError("", `{"error":`+graphError("UnknownError", `{"Code":"MissingCredentials"}`)+`}`)),
			kind: problem.Permission, says: []string{"403"}},
		{name: "missing credentials", graph: answer(403, graphError("MissingCredentials", "No.")), kind: problem.Permission, says: []string{"MissingCredentials"}},
		{name: "403 of a proxy", graph: answer(403, "<html>blocked \x1b[31m</html>"), kind: problem.Network, says: []string{"403 Forbidden", "proxy"}},
		{name: "403 of Graph without a body", graph: answer(403, "<html>", "request-id", "8f2c-12"), kind: problem.Permission, says: []string{"8f2c-12"}},
		{name: "no data", graph: answer(404, graphError("UnknownTenantId", "Tenant unknown.")), kind: problem.NoReport, says: []string{"UnknownTenantId", "tenant"}},
		{name: "wrong root", graph: answer(404, "not found"), kind: problem.Service, says: []string{"PEERDASH_GRAPH_URL"}},
		{name: "throttled", graph: answer(429, graphError("TooManyRequests", "Slow."), "Retry-After", "600"), kind: problem.Throttled,
			says: []string{"TooManyRequests: Slow", "Try again"}},
		{name: "throttled without Retry-After", graph: answer(429, ""), kind: problem.Throttled, says: []string{"14 report requests"}},
		{name: "unavailable", graph: answer(503, graphError("ServiceUnavailable", "Later.")), kind: problem.Service, says: []string{"ServiceUnavailable"}},
		{name: "no such function", graph: answer(400, graphError("BadRequest", "No segment 'get'.")), kind: problem.Unsupported,
			says: []string{"This Graph does not have the report \"Skype peer-to-peer sessions\"", "BadRequest", "Choose another report", "PEERDASH_GRAPH_URL"}},
		{name: "no such function either", graph: answer(404, graphError("ResourceNotFound", "None.")), kind: problem.Unsupported, says: []string{"ResourceNotFound"}},
		{name: "400 without a body", graph: answer(400, ""), kind: problem.Service, says: []string{"400"}},
		{name: "304 unasked", graph: answer(304, ""), kind: problem.Service, says: []string{"304"}},
		{name: "000", graph: rawStatus("000", graphError("S2SUnauthorized", "No.")), kind: problem.Service,
			says: []string{"The answer of graph.example.com is not understood", "answered 000, which HTTP does not define", "proxy"}},
		{name: "999", graph: rawStatus("999", ""), kind: problem.Service, says: []string{"is not understood", "answered 999"}},
		{name: "600 of the download host", graph: toFile, files: rawStatus("600", ""), host: filesHost, kind: problem.Service,
			says: []string{"The answer of files.example.com is not understood", "answered 600"}},
		{name: "204", graph: answer(204, ""), kind: problem.Service, says: []string{"204"}},
		{name: "hostile text", graph: answer(403, graphError("\x1b]0;x\x07"+strings.Repeat("C", 500), "\x1b[2J\n"+strings.Repeat("m", 9000)+token)),
			kind: problem.Permission, says: []string{`\x1b]0;x\a`, `\x1b[2J`, "8f2c-11"}},
		{name: "echoed token", graph: answer(401, graphError("InvalidAuthenticationToken", "Not valid: "+token)), kind: problem.SignIn, says: []string{"Not valid: [removed]"}},
		{name: "redirect nowhere", graph: answer(302, ""), kind: problem.Network, says: []string{"302 Found", "where to"}},
		{name: "redirect to no URL", graph: linkTo("https://[" + signature), kind: problem.Network, says: []string{"not a URL"}},
		{name: "redirect to plain http", graph: linkTo("http://" + filesHost + "/?sig=" + signature), kind: problem.Network, says: []string{"not encrypted"}},
		{name: "redirect to a file", graph: linkTo("file:///etc/passwd"), kind: problem.Network, says: []string{"names no host"}},
		{name: "redirect on to plain http", graph: toFile, files: linkTo("http://" + filesHost + "/?sig=" + signature), host: filesHost, kind: problem.Network,
			says: []string{"not encrypted"}},
		{name: "redirects without end", graph: toFile, files: toFile, host: filesHost, kind: problem.Network, says: []string{"11th redirect"}},
		{name: "unknown download host", graph: linkTo("https://gone.example.com/?sig=" + signature), host: "gone.example.com", kind: problem.Network,
			says: []string{"DNS", "gone.example.com"}},
		{name: "link refused twice", graph: toFile, files: answer(403, "\ufeff<?xml version=\"1.0\"?><Error><Code>AuthenticationFailed</Code><Message>Signature "+
			signature+"</Message></Error>", "x-ms-request-id", "blob-7"), host: filesHost, kind: problem.Service,
			says: []string{filesHost, "AuthenticationFailed: Signature [removed]", "blob-7", "nor a new one"}},
		{name: "download host wants a token", graph: toFile, files: answer(401, ""), host: filesHost, kind: problem.Service, says: []string{"401"}},
		{name: "download host unavailable", graph: toFile, files: answer(503, "", "Retry-After", "3600"), host: filesHost, kind: problem.Service, says: []string{"Try again"}},
		{name: "always cut", graph: toFile, files: cut, host: filesHost, kind: problem.Network, says: []string{"broke off"}},
		{name: "endless", graph: toFile, files: endless("2021-06-28,2021-06-28,7,1,2,3,4,5\n"), host: filesHost, kind: problem.NotReport, says: []string{"8 MiB"}},
		{name: "announced as too large", graph: toFile, files: func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "8388609")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, host: filesHost, kind: problem.NotReport, says: []string{"8 MiB"}},
		{name: "refusal without end", graph: func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusForbidden)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, kind: problem.Permission, says: []string{"403"}},
		{name: "gzip bomb", graph: toFile, files: answer(200, gzipped(strings.Repeat("0", 9<<20)), "Content-Encoding", "gzip"), host: filesHost,
			kind: problem.NotReport, says: []string{"8 MiB"}},
		{name: "unknown compression", graph: toFile, files: answer(200, "x", "Content-Encoding", "br"), host: filesHost, kind: problem.NotReport, says: []string{"compressed"}},
		{name: "long line", graph: toFile, files: answer(200, header+"\n"+strings.Repeat("x", 65<<10)), host: filesHost, kind: problem.NotReport, says: []string{"Line 2", "64 KiB"}},
		{name: "always cut in a line", graph: toFile, files: answer(200, csvText[:len(csvText)-9]), host: filesHost, kind: problem.NotReport,
			says: []string{"Line 3"}},
		{name: "no bytes", graph: toFile, files: answer(200, ""), host: filesHost, kind: problem.NotReport,
			says: []string{"empty", `The answer of files.example.com is not the report "Skype peer-to-peer sessions"`}},
		{name: "page of a proxy", graph: answer(200, "<!DOCTYPE html><title>Sign in</title>"), kind: problem.NotReport, says: []string{"HTML", graphHost}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := setup(t, c.graph, c.files)
				start := time.Now()
				got, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, "")
				p := problemOf(t, err)
				text := strings.Join(p.Lines(), "\n")
				if c.host == "" {
					c.host = graphHost
				}
				if p.Kind != c.kind || p.Host != c.host || len(p.Lines()) != 3 && len(p.Remedies) == 0 {
					t.Errorf("got kind %d of %s, want %d of %s:\n%s", p.Kind, p.Host, c.kind, c.host, text)
				}
				for _, want := range c.says {
					if !strings.Contains(text, want) {
						t.Errorf("%q is missing in:\n%s", want, text)
					}
				}
				checkNothingLeaks(t, err)
				if got.CSV != nil || time.Since(start) > 7*time.Second {
					t.Errorf("got %q after %s", got.CSV, time.Since(start))
				}
			})
		})
	}
}

// checkNothingLeaks looks through the whole chain, as a log might.
func checkNothingLeaks(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		text := fmt.Sprintf("%v %+v", err, err)
		for _, secret := range []string{token, signature} {
			if strings.Contains(text, secret) {
				t.Errorf("%q is in: %s", secret, text)
			}
		}
		if p, ok := err.(*problem.Error); ok && strings.ContainsAny(strings.Join(p.Lines(), "")+p.Code+p.Message, "\x1b\x07\n") {
			t.Errorf("control characters in %q", p.Lines())
		}
	}
}

func TestAnExpiredLinkIsReplacedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, toFile, answer(http.StatusGone, ""))
		_, _ = s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, "")
		if graph, files := s.graphRequests.Load(), s.filesRequests.Load(); graph != 2 || files != 2 {
			t.Errorf("%d requests to Graph and %d to the download host, want 2 and 2", graph, files)
		}
	})
}

func TestAWaitThatDoesNotFitIsReportedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := setup(t, answer(http.StatusTooManyRequests, "", "Retry-After", "31"), nil)
		start := time.Now()
		_, err := s.client.Fetch(contextOf(t, timeout), model.Default().Function, model.D7, "")
		p := problemOf(t, err)
		at := start.Add(31 * time.Second)
		if time.Since(start) != 0 || !p.RetryAt.Equal(at) || !strings.Contains(p.Do, at.Add(time.Second).Local().Format("15:04:05")) {
			t.Errorf("got %q with RetryAt %s after %s", p.Lines(), p.RetryAt, time.Since(start))
		}
	})
}
