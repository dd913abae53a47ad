package transport_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

// secret stands in the query of each request and in the proxy's address; no error may show it.
const secret = "s3cr3t-of-the-test"

// fail makes one request through the transport and explains its failure.
func fail(t *testing.T, carrier http.RoundTripper, address string) *problem.Error {
	t.Helper()
	u, err := url.Parse(address + "/path?sig=" + secret)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: carrier}
	response, err := client.Get(u.String())
	if err == nil {
		_ = response.Body.Close()
		t.Fatalf("%s answered", address)
	}
	p := transport.Explain(t.Context(), err, u)
	for err := error(p); err != nil; err = errors.Unwrap(err) {
		if text := fmt.Sprintf("%v %q", err, p.Lines()); strings.Contains(text, secret) {
			t.Errorf("the secret is in: %s", text)
		}
	}
	if p.Host != u.Host || len(p.Lines()) != 3 {
		t.Errorf("got host %s: %q", p.Host, p.Lines())
	}
	return p
}

func start(t *testing.T, server *httptest.Server, run func()) *httptest.Server {
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	run()
	t.Cleanup(server.Close)
	return server
}

func TestExplainNamesTheCause(t *testing.T) {
	ok := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	secure, plain := httptest.NewUnstartedServer(ok), httptest.NewUnstartedServer(ok)
	start(t, secure, secure.StartTLS)
	start(t, plain, plain.Start)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	trust := x509.NewCertPool()
	trust.AddCert(secure.Certificate())
	lookUpFails := transport.New(nil)
	lookUpFails.DialContext = func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}
	}
	renamed := transport.New(trust)
	renamed.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, secure.Listener.Addr().String())
	}
	cases := []struct {
		name    string
		carrier http.RoundTripper
		address string
		says    string
	}{
		{"untrusted authority", transport.New(x509.NewCertPool()), secure.URL, "SSL_CERT_FILE"},
		{"certificate of another host", renamed, "https://127.0.0.9:1", "another host"},
		{"no TLS", transport.New(nil), strings.Replace(plain.URL, "http:", "https:", 1), "TLS"},
		{"refused", transport.New(nil), "https://" + closed.Addr().String(), "refused the connection"},
		{"unknown name", lookUpFails, "https://graph.invalid", "graph.invalid is not known (DNS)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := fail(t, c.carrier, c.address)
			if text := strings.Join(p.Lines(), "\n"); p.Kind != problem.Network || !strings.Contains(text, c.says) {
				t.Errorf("%q is missing in kind %d:\n%s", c.says, p.Kind, text)
			}
		})
	}
}

func TestExplainNamesTheProxyWithoutItsPassword(t *testing.T) {
	cases := map[int]string{407: "407 Proxy Authentication Required", 403: "refused to connect to graph.invalid", 503: "could not connect to graph.invalid"}
	for status, says := range cases {
		proxy := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodConnect || r.Header.Get("Proxy-Authorization") == "" {
				t.Errorf("the proxy got %s with %v", r.Method, r.Header)
			}
			w.WriteHeader(status)
		}))
		start(t, proxy, proxy.Start)
		t.Setenv("HTTPS_PROXY", "http://user:"+secret+"@"+proxy.Listener.Addr().String())
		t.Setenv("NO_PROXY", "")
		if p := fail(t, transport.New(nil), "https://graph.invalid"); p.Kind != problem.Network || !strings.Contains(p.Why, says) {
			t.Errorf("%d gives kind %d: %q", status, p.Kind, p.Lines())
		}
	}
	for _, address := range []string{"%s@proxy:port", "ftp://%s@proxy", "htp://%s", "://%s", "http://user:%s@:8080", "http://user:%s%%zz@proxy"} {
		t.Setenv("HTTPS_PROXY", fmt.Sprintf(address, secret))
		if p := fail(t, transport.New(nil), "https://graph.invalid"); p.Kind != problem.Configuration || !strings.Contains(p.Why, "HTTPS_PROXY") {
			t.Errorf("a proxy's address like %s gives kind %d: %q", address, p.Kind, p.Lines())
		}
	}
	t.Setenv("HTTPS_PROXY", "http://user:"+secret+"@127.0.0.1:1")
	if p := fail(t, transport.New(nil), "https://graph.invalid"); !strings.Contains(p.Why, "proxy") {
		t.Errorf("a proxy that is not there gives %q", p.Lines())
	}
}

func TestExplainHasTheContextsError(t *testing.T) {
	u := &url.URL{Scheme: "https", Host: "graph.invalid"}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := transport.Explain(cancelled, errors.New("x"), u); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	late, cancel := context.WithDeadline(t.Context(), time.Unix(0, 0))
	defer cancel()
	if err := transport.Explain(late, errors.New("x"), u); !errors.Is(err, context.DeadlineExceeded) || !slices.Contains(err.Remedies, problem.AllowMoreTime) {
		t.Errorf("got %q", err.Lines())
	}
}
