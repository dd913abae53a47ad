package graphapi_test

import (
	"context"
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

const (
	// token is what the client signs with; no error may show it.
	token = "eyJ0b2tlbg.of.the-test"
	// signature is the secret of the download link; no error may show it either.
	signature = "c2lnbmF0dXJl-of-the-link"

	graphHost = "graph.example.com"
	filesHost = "files.example.com"

	csvText = "Report Refresh Date,Report Date,Report Period,IM,Audio,Video,App Sharing,File Transfer\r\n" +
		"2021-06-28,2021-06-28,7,1177,407,208,86,11\r\n" +
		"2021-06-28,2021-06-27,7,12,,0,1,0\r\n"

	// timeout is the time allowed for an exchange, on the clock of the test's bubble.
	timeout = 30 * time.Second
)

var discard = log.New(io.Discard, "", 0)

// graphAndFiles are a Graph root below a path and a download host beside it, and the client of both.
type graphAndFiles struct {
	network                      network
	client                       *graphapi.Client
	graphRequests, filesRequests atomic.Int64
}

// staticToken is a TokenSource of one token.
type staticToken string

func (s staticToken) Token(context.Context) (*oauth2.Token, error) {
	return &oauth2.Token{AccessToken: string(s)}, nil
}

// failingTokens is a TokenSource that fails.
type failingTokens struct{ err error }

func (f failingTokens) Token(context.Context) (*oauth2.Token, error) { return nil, f.err }

// today is the time at which the tests' bubbles request the report of 28 June 2021.
var today = time.Date(2021, time.June, 30, 12, 0, 0, 123456789, time.UTC)

// setup starts both hosts. It is for a test within a synctest bubble.
func setup(t *testing.T, graph, files http.HandlerFunc) *graphAndFiles {
	t.Helper()
	return setupWith(t, graphapi.Config{Tokens: staticToken(token)}, graph, files)
}

// setupWith is setup with a Config whose Root and Transport are the hosts'.
func setupWith(t *testing.T, config graphapi.Config, graph, files http.HandlerFunc) *graphAndFiles {
	t.Helper()
	time.Sleep(time.Until(today)) // a bubble's clock begins in the year 2000
	s := &graphAndFiles{network: network{}}
	s.network.serve(t, filesHost, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.filesRequests.Add(1)
		checkAnonymous(t, r)
		files(w, r)
	}))
	server := s.network.serve(t, graphHost, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.graphRequests.Add(1)
		checkSigned(t, r)
		graph(w, r)
	}))
	trust := x509.NewCertPool()
	trust.AddCert(server.Certificate())
	carrier := transport.New(trust)
	carrier.Proxy = nil
	carrier.DialContext = s.network.dial
	t.Cleanup(carrier.CloseIdleConnections)
	root, err := transport.ParseRoot("PEERDASH_GRAPH_URL", "https://"+graphHost+"/cloud/v1.0/", "https://graph.microsoft.com/v1.0")
	if err != nil {
		t.Fatal(err)
	}
	config.Root, config.Transport = root, carrier
	s.client = graphapi.NewClient(config)
	return s
}

func checkSigned(t *testing.T, r *http.Request) {
	if !strings.HasPrefix(r.RequestURI, "/cloud/v1.0/reports/get") {
		t.Errorf("the request to Graph was for %s", r.RequestURI)
	}
	if got := r.Header.Get("Authorization"); !strings.HasPrefix(got, "Bearer "+token) {
		t.Errorf("Graph got Authorization %q", got)
	}
	if got := r.UserAgent(); got != "peerdash" {
		t.Errorf("Graph got User-Agent %q", got)
	}
}

func checkAnonymous(t *testing.T, r *http.Request) {
	for _, name := range []string{"Authorization", "Proxy-Authorization", "Cookie", "Referer", "If-None-Match"} {
		if got := r.Header.Get(name); got != "" {
			t.Errorf("the download host got %s: %q", name, got)
		}
	}
}

// answer is a handler of one answer; header holds names and values in turn.
func answer(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// linkTo redirects as Graph does, with a cookie that must not be sent to any host.
func linkTo(location string, header ...string) http.HandlerFunc {
	return answer(http.StatusFound, "", append(header, "Location", location, "Set-Cookie", "who=us; Path=/")...)
}

// file is a download link of the file host.
const file = "https://" + filesHost + "/report.csv?sig=" + signature

var (
	toFile    = linkTo(file)
	serveFile = answer(http.StatusOK, csvText, "Content-Type", "text/csv")
)

// inTurn is a handler that answers its first request with the first handler, and so on. The last handler is used again.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var count atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		handlers[min(int(count.Add(1)), len(handlers))-1](w, r)
	}
}

// cut is a handler that announces the length of the whole CSV and breaks off before its end.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "5000")
	_, _ = io.WriteString(w, csvText[:150])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func contextOf(t *testing.T, limit time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}

// problemOf is the problem in a chain of errors.
func problemOf(t *testing.T, err error) *problem.Error {
	t.Helper()
	if err == nil {
		t.Fatal("no error came")
	}
	return problem.As(err)
}
