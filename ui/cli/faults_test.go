package cli_test

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// fault is a failure during print and its visible effects.
type fault struct {
	name string
	// spoil causes the fault, after a report was stored, and returns the sandbox of print.
	spoil func(t *testing.T, graph *emulatortest.Emulator, box sandbox) sandbox
	code  int
	// says is what the message names: what failed, why, or what to do.
	says []string
	// prints reports whether the report is printed nevertheless, with a warning.
	prints bool
	// staysStored reports whether the report stored before can still be printed with --offline.
	staysStored bool
}

// at makes every request to a host meet the fault.
func at(host emulatortest.Host, fault emulatortest.Fault) func(*testing.T, *emulatortest.Emulator, sandbox) sandbox {
	return func(_ *testing.T, graph *emulatortest.Emulator, box sandbox) sandbox {
		graph.Inject(host, emulatortest.Always, fault)
		return box
	}
}

// downloading makes every download of a report that is not stored yet meet the fault.
func downloading(fault emulatortest.Fault) func(*testing.T, *emulatortest.Emulator, sandbox) sandbox {
	return func(_ *testing.T, graph *emulatortest.Emulator, box sandbox) sandbox {
		graph.GiveReport(model.D7, header+"2021-06-28,2021-06-28,7,1,1,1,1,1\n")
		graph.Inject(emulatortest.Download, emulatortest.Always, fault)
		return box
	}
}

// setting changes the environment.
func setting(variables ...string) func(*testing.T, *emulatortest.Emulator, sandbox) sandbox {
	return func(_ *testing.T, _ *emulatortest.Emulator, box sandbox) sandbox {
		return box.with(variables...)
	}
}

func answers(status int, body string) emulatortest.Fault {
	return emulatortest.Respond(status, http.Header{"Content-Type": {"application/json"}}, body)
}

// refuses is a refusal by Graph whose text contains control characters.
func refuses(status int, code string) emulatortest.Fault {
	return answers(status, `{"error":{"code":"`+code+`","message":"No.\u001b[31m","innerError":{"request-id":"r-1"}}}`)
}

// denies is a refusal by the sign-in root.
func denies(code, description string) emulatortest.Fault {
	return answers(http.StatusBadRequest, `{"error":"`+code+`","error_description":"`+description+
		` Trace ID: t-1\r\nCorrelation ID: c-1","correlation_id":"c-1"}`)
}

func report(rows string) func(*testing.T, *emulatortest.Emulator, sandbox) sandbox {
	return func(_ *testing.T, graph *emulatortest.Emulator, box sandbox) sandbox {
		graph.GiveReport(model.D7, rows)
		return box
	}
}

var signInFaults = []fault{
	{"secret wrong", at(emulatortest.SignIn, denies("invalid_client", "AADSTS7000215: Invalid client secret.")),
		3, []string{"7000215", "secret", "c-1"}, false, true},
	{"secret expired", at(emulatortest.SignIn, denies("invalid_client", "AADSTS7000222: Expired.")),
		3, []string{"7000222", "expired"}, false, true},
	{"app unknown", at(emulatortest.SignIn, denies("unauthorized_client", "AADSTS700016: Not found.")),
		3, []string{"700016", "AZURE_CLIENT_ID"}, false, true},
	{"tenant unknown", at(emulatortest.SignIn, denies("invalid_request", "AADSTS90002: Not found.")),
		3, []string{"90002", "tenant"}, false, true},
	{"refusal without a known number", at(emulatortest.SignIn, denies("invalid_thing", "AADSTS99999: Odd.")),
		3, []string{"99999", "c-1"}, false, true},
	{"sign-in fails", at(emulatortest.SignIn, answers(503, "")), 4, []string{"503"}, false, true},
	{"sign-in drops connections", at(emulatortest.SignIn, emulatortest.Drop()), 4, nil, false, true},
	{"sign-in answers a web page", at(emulatortest.SignIn, emulatortest.Respond(200, http.Header{"Content-Type": {"text/html"}}, "<html>")),
		4, []string{"text/html"}, false, true},
	{"sign-in redirects", at(emulatortest.SignIn, emulatortest.Respond(302, http.Header{"Location": {"https://127.0.0.1:1/"}}, "")),
		4, []string{"redirect"}, false, true},
}

var graphFaults = []fault{
	{"token refused", at(emulatortest.Graph, refuses(401, "InvalidAuthenticationToken")),
		3, []string{"InvalidAuthenticationToken", "r-1"}, false, true},
	{"permission missing", at(emulatortest.Graph, refuses(403, "S2SUnauthorized")),
		3, []string{"S2SUnauthorized", "Reports.Read.All", "r-1"}, false, true},
	{"credentials missing", at(emulatortest.Graph, refuses(403, "MissingCredentials")),
		3, []string{"MissingCredentials"}, false, true},
	{"no report data", at(emulatortest.Graph, refuses(404, "UnknownTenantId")),
		4, []string{"UnknownTenantId"}, false, true},
	{"nested error", at(emulatortest.Graph, answers(403, `{"error":{"code":"UnknownError","message":"{\"error\":{\"code\":\"S2SUnauthorized\",\"message\":\"No.\"}}"}}`)),
		3, []string{"S2SUnauthorized"}, false, true},
	{"throttled without a time", at(emulatortest.Graph, emulatortest.Respond(429, nil, "")),
		4, []string{"Graph is throttling requests", "Wait ten minutes"}, false, true},
	{"throttled for a year", at(emulatortest.Graph, emulatortest.Respond(429, http.Header{"Retry-After": {"31536000"}}, "")),
		4, []string{"Try again "}, false, true},
	{"throttled for long", at(emulatortest.Graph, emulatortest.Respond(429, http.Header{"Retry-After": {"600"}}, "")),
		4, []string{"Try again"}, false, true},
	{"Graph fails for long", at(emulatortest.Graph, emulatortest.Respond(503, http.Header{"Retry-After": {"600.5"}}, "")),
		4, []string{"503", "Try again"}, false, true},
	{"Graph drops connections", at(emulatortest.Graph, emulatortest.Drop()), 4, nil, false, true},
	{"redirect to nowhere", at(emulatortest.Graph, emulatortest.Respond(302, nil, "")),
		4, []string{"redirect"}, false, true},
	{"redirect without TLS", at(emulatortest.Graph, emulatortest.Respond(302, http.Header{"Location": {"http://download.example/r"}}, "")),
		4, []string{"https"}, false, true},
	{"link never works", downloading(emulatortest.Respond(403, nil, "")), 4, []string{"127.0.0."}, false, true},
	{"download cut", downloading(emulatortest.CutAfter(20)), 4, []string{"broke"}, false, true},
	{"download without end", downloading(emulatortest.Endless("Report Date\n", strings.Repeat("x", 1<<10)+"\n", 0)),
		5, []string{"8 MiB"}, false, true},
	{"line without end", downloading(emulatortest.Respond(200, nil, strings.Repeat("x", 1<<17))),
		5, []string{"64 KiB"}, false, true},
}

var reportFaults = []fault{
	{"no bytes", report(""), 5, []string{"empty"}, false, true},
	{"a web page", report("<html>\x1b]0;x\x07</html>"), 5, []string{"HTML"}, false, true},
	{"JSON", report(`{"value":[]}`), 5, []string{"JSON"}, false, true},
	{"UTF-16", report("\xff\xfeR\x00e\x00"), 5, []string{"UTF-16"}, false, true},
	{"column missing", report("Report Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing\n"),
		5, []string{"File Transfer"}, false, true},
	{"date that is none", report(header + "2021-06-28,yesterday,7,1,1,1,1,1\n"),
		5, []string{"Line 2", "Report Date", "yesterday"}, false, true},
	{"refresh date of the year 9999", report(header + "9999-12-31,2021-06-28,7,1,1,1,1,1\n"),
		5, []string{"implausible dates", "9999-12-31 lies in the future"}, false, true},
	{"day after its refresh date", report(header + "2021-06-28,2021-06-29,7,1,1,1,1,1\n"),
		5, []string{"implausible dates", "2021-06-29"}, false, true},
	{"day outside the period", report(header + "2021-06-28,2021-06-28,7,1,1,1,1,1\n2021-06-28,2021-05-01,7,1,1,1,1,1\n"),
		5, []string{"implausible dates", "2021-05-01"}, false, true},
	{"count that is none", report(header + "2021-06-28,2021-06-28,7,1,\x1b[31m,1,1,1\n"),
		5, []string{"Line 2", "Audio", `\x1b[31m`}, false, true},
	{"count below zero", report(header + "2021-06-28,2021-06-28,7,1,1,-1,1,1\n"),
		5, []string{"Video", "-1"}, false, true},
	{"count beyond reason", report(header + "2021-06-28,2021-06-28,7,1,1,1,1,99999999999999999999\n"),
		5, []string{"File Transfer"}, false, true},
	{"ragged row", report(header + "2021-06-28,2021-06-28,7,1\n"), 5, []string{"Line 2"}, false, true},
	{"a day that contradicts itself", report(header + "2021-06-28,2021-06-28,7,1,1,1,1,1\n2021-06-28,2021-06-28,7,2,1,1,1,1\n"),
		5, []string{"2021-06-28"}, false, true},
	{"no days", report(header), 0, nil, true, true},
}

var environmentFaults = []fault{
	{"nothing configured", setting("AZURE_TENANT_ID=", "AZURE_CLIENT_ID=", "AZURE_CLIENT_SECRET="),
		2, []string{"AZURE_TENANT_ID", "AZURE_CLIENT_ID"}, false, true},
	{"a root without TLS", setting("PEERDASH_GRAPH_URL=http://graph.example/v1.0"),
		2, []string{"https"}, false, false},
	{"a root that is none", setting("PEERDASH_LOGIN_URL=:"), 2, []string{"PEERDASH_LOGIN_URL"}, false, false},
	{"no trusted certificates", setting("SSL_CERT_FILE=/dev/null", "SSL_CERT_DIR=/dev/null"),
		4, []string{"SSL_CERT_FILE"}, false, true},
	{"a person is needed", setting("AZURE_CLIENT_SECRET="), 3, []string{"peerdash login"}, false, true},
	{"a token that is none", setting("PEERDASH_ACCESS_TOKEN=two words"),
		2, []string{"PEERDASH_ACCESS_TOKEN"}, false, true},
	{"certificate missing", setting("AZURE_CLIENT_SECRET=", "AZURE_CLIENT_CERTIFICATE_PATH=/nonexistent.pem"),
		2, []string{"/nonexistent.pem"}, false, true},
	{"nothing listens", nothingListens, 4, []string{"refused"}, false, false},
}

// nothingListens points peerdash to a port of this machine that is free.
func nothingListens(t *testing.T, _ *emulatortest.Emulator, box sandbox) sandbox {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	_ = listener.Close()
	return box.with("PEERDASH_GRAPH_URL=https://"+address, "PEERDASH_ACCESS_TOKEN=token")
}

var storeFaults = []fault{
	{"store is garbage", overwriteStore(strings.Repeat("garbage ", 1000)), 0, []string{"damaged"}, true, true},
	{"store is a directory", replaceStore(func(path string) error { return os.Mkdir(path, 0o700) }),
		0, []string{"not stored"}, true, false},
	{"store was emptied", overwriteStore(""), 0, nil, true, true},
	{"store was removed", replaceStore(func(string) error { return nil }), 0, nil, true, true},
}

func storePath(box sandbox) string {
	return filepath.Join(box.home, "state", "peerdash", "peerdash.db")
}

// replaceStore removes the store and puts something else in its place.
func replaceStore(put func(path string) error) func(*testing.T, *emulatortest.Emulator, sandbox) sandbox {
	return func(t *testing.T, _ *emulatortest.Emulator, box sandbox) sandbox {
		t.Helper()
		path := storePath(box)
		for _, end := range []string{"", "-wal", "-shm"} {
			if err := os.RemoveAll(path + end); err != nil {
				t.Fatal(err)
			}
		}
		if err := put(path); err != nil {
			t.Fatal(err)
		}
		return box
	}
}

func overwriteStore(content string) func(*testing.T, *emulatortest.Emulator, sandbox) sandbox {
	return replaceStore(func(path string) error { return os.WriteFile(path, []byte(content), 0o600) })
}

// TestFaults checks for each fault the message, the exit code, the printed data and the stored data.
func TestFaults(t *testing.T) {
	t.Parallel()
	for kind, faults := range map[string][]fault{
		"sign-in": signInFaults, "Graph": graphFaults, "report": reportFaults,
		"environment": environmentFaults, "store": storeFaults,
	} {
		for _, fault := range faults {
			t.Run(kind+"/"+fault.name, func(t *testing.T) {
				t.Parallel()
				checkFault(t, fault)
			})
		}
	}
}

func checkFault(t *testing.T, fault fault) {
	graph, box := startGraph(t)
	box.run(t, "print").wantExit(t, 0)
	spoilt := fault.spoil(t, graph, box)
	got := spoilt.run(t, "print", "--refresh", "--format", "json", "--timeout", "20s")
	got.wantExit(t, fault.code, fault.says...)
	if printed := got.output != ""; printed != fault.prints {
		t.Errorf("data was printed: %t, want %t\n%.100s", printed, fault.prints, got.output)
	}
	if strings.ContainsAny(got.errors, "\x1b\x07") {
		t.Errorf("a control character reached the terminal: %q", got.errors)
	}
	if strings.Contains(got.errors, graph.ClientSecret()) {
		t.Error("the client secret was shown")
	}
	stored := spoilt.run(t, "print", "--offline")
	if fault.staysStored && stored.code != 0 || !fault.staysStored && stored.code == 0 {
		t.Errorf("print --offline ends with %d afterwards; want it to work: %t\n%s", stored.code, fault.staysStored, stored.errors)
	}
}
