package transport_test

import (
	"context"
	"encoding/pem"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

// sendTo sends one request with a very short timeout.
func sendTo(t *testing.T, carrier http.RoundTripper, address string) *problem.Error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = transport.NewSender(carrier, time.Now).Send(request)
	if err == nil {
		t.Fatalf("%s answered", address)
	}
	return problem.As(err)
}

// stuck is a transport whose requests get no further than a step.
type stuck func(*httptrace.ClientTrace)

func (s stuck) RoundTrip(request *http.Request) (*http.Response, error) {
	s(httptrace.ContextClientTrace(request.Context()))
	return silent(request)
}

// deaf is a listener on loopback that accepts connections and never answers.
func deaf(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { _ = connection.Close() })
		}
	}()
	return listener.Addr().String()
}

func TestNoConnectionHasTheRemedyOfItsCause(t *testing.T) {
	lookup := stuck(func(trace *httptrace.ClientTrace) { trace.DNSStart(httptrace.DNSStartInfo{}) })
	connect := stuck(func(trace *httptrace.ClientTrace) { trace.ConnectStart("tcp", "192.0.2.1:443") })
	for name, test := range map[string]struct {
		proxy, exceptions string
		carrier           http.RoundTripper
		address           string
		why, do           string
	}{
		"silent name server":              {carrier: lookup, why: "name server", do: "/etc/resolv.conf"},
		"dropped packets":                 {carrier: connect, why: "firewall", do: "allows graph.example"},
		"dropped packets behind NO_PROXY": {proxy: "proxy:8080", exceptions: "graph.example", carrier: connect, why: "firewall", do: "NO_PROXY excludes graph.example"},
		"dropped packets to the proxy":    {proxy: "proxy:8080", carrier: connect, why: "proxy in HTTPS_PROXY does not accept", do: "HTTPS_PROXY"},
		"silent proxy":                    {proxy: deaf(t), why: "proxy in HTTPS_PROXY accepts a connection, but does not answer", do: "HTTPS_PROXY"},
		"no handshake":                    {address: "https://" + deaf(t), why: "TLS handshake", do: "127.0.0.1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("HTTPS_PROXY", test.proxy)
			t.Setenv("NO_PROXY", test.exceptions)
			carrier, address := test.carrier, test.address
			if carrier == nil {
				carrier = transport.New(nil)
			}
			if address == "" {
				address = "https://graph.example"
			}
			failure := sendTo(t, carrier, address)
			if !strings.Contains(failure.Why, test.why) || !strings.Contains(failure.Do, test.do) || failure.Kind != problem.Network ||
				len(failure.Remedies) > 0 || len(failure.Lines()) != 3 {
				t.Errorf("got remedies %v: %q, want %q and %q", failure.Remedies, failure.Lines(), test.why, test.do)
			}
			if test.exceptions != "" && strings.Contains(failure.Do, "set HTTPS_PROXY") {
				t.Errorf("NO_PROXY excludes the host, yet: %q", failure.Do)
			}
		})
	}
}

func TestSilenceOfAHostThatWasReachedNeedsMoreTime(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer server.Close()
	if failure := sendTo(t, transport.New(nil), server.URL); !slices.Contains(failure.Remedies, problem.AllowMoreTime) || failure.Why != "No answer came." {
		t.Errorf("got remedies %v: %q", failure.Remedies, failure.Lines())
	}
}

func TestTooManyOpenFilesAreNamed(t *testing.T) {
	for _, err := range []error{
		&net.OpError{Op: "dial", Err: os.NewSyscallError("socket", syscall.EMFILE)},
		&net.OpError{Op: "dial", Err: &net.DNSError{Err: "dial udp 127.0.0.53:53: socket: too many open files", Name: "graph.example"}},
	} {
		failure := transport.Explain(t.Context(), err, &url.URL{Scheme: "https", Host: "graph.example"})
		if !strings.Contains(failure.Why, "Too many files") || !strings.Contains(failure.Do, "ulimit -n") {
			t.Errorf("%v gives %q", err, failure.Lines())
		}
	}
}

func TestAnUnusableTrustFileIsNamed(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	start(t, server, server.StartTLS)
	der := server.Certificate().Raw
	text := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	_, missing := os.Stat(filepath.Join(t.TempDir(), "missing"))
	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(text)) {
		wide = append(wide, byte(unit), byte(unit>>8))
	}
	for name, test := range map[string]struct {
		content []byte
		want    string
	}{
		"missing":     {nil, errors.Unwrap(missing).Error()},
		"empty":       {[]byte("\n"), "is empty"},
		"DER":         {der, "DER"},
		"UTF-16":      {wide, "UTF-16"},
		"PKCS 7":      {pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: []byte{1}}), "PKCS 7"},
		"a key":       {pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte{1}}), "PRIVATE KEY"},
		"other text":  {[]byte("hello"), "no certificate"},
		"a directory": {nil, "is a directory"},
		"a device":    {nil, "not a regular file"},
		"another":     {nil, "does not hold that authority"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "authorities.pem")
			switch {
			case name == "a directory":
				path = filepath.Dir(path)
			case name == "a device":
				path = "/dev/zero"
			case name == "another":
				if _, err := os.Stat("/etc/ssl/certs/ca-certificates.crt"); err != nil {
					t.Skip("no list of authorities here")
				}
				path = "/etc/ssl/certs/ca-certificates.crt"
			case test.content != nil:
				if err := os.WriteFile(path, test.content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			t.Setenv("SSL_CERT_FILE", path)
			failure := fail(t, transport.New(nil), server.URL)
			if text := strings.Join(failure.Lines(), "\n"); !strings.Contains(text, path) || !strings.Contains(text, test.want) {
				t.Errorf("%q or the path is missing:\n%s", test.want, text)
			}
			if name == "DER" && !strings.Contains(failure.Do, "openssl x509 -inform der -in "+path) {
				t.Errorf("got %q", failure.Do)
			}
		})
	}
}

func TestRedirectsLeadNowhereUnsafe(t *testing.T) {
	remote, local := "https://graph.microsoft.com/v1.0", "http://127.0.0.1:8080/v1.0"
	for _, test := range []struct {
		root, to string
		allowed  bool
	}{
		{remote, "https://reports.office.com/x", true},
		{remote, "http://127.0.0.1/x", false},
		{"https://127.0.0.1:8443/v1.0", "http://127.0.0.1/x", false},
		{local, "http://127.0.0.1/x", true},
		{local, "http://reports.office.com/x", false},
		{remote, "https://169.254.169.254/latest", false},
		{local, "https://[fe80::1]/x", false},
		{remote, "https://[fe80::1%25eth0]/x", false},
		{remote, "https://[::ffff:169.254.169.254]/x", false},
	} {
		root, err := url.Parse(test.root)
		if err != nil {
			t.Fatal(err)
		}
		to, err := url.Parse(test.to)
		if err != nil {
			t.Fatal(err)
		}
		if err := transport.CheckRedirect(root, to); (err == nil) != test.allowed {
			t.Errorf("from %s to %s: %v, want allowed %t", root, to, err, test.allowed)
		}
	}
}

func TestANameThatLeadsToALinkLocalAddressIsRefused(t *testing.T) {
	failure := sendTo(t, transport.New(nil), "https://169.254.169.254/")
	if !strings.Contains(failure.Why, "link-local") {
		t.Errorf("got %q", failure.Lines())
	}
}

func TestA429WithoutATimeIsNotRetried(t *testing.T) {
	a := &attempts{ends: []ending{answering(429)}}
	if answer, err := send(t, a, http.MethodGet, ""); err != nil || answer.Status != 429 || len(a.bodies) != 1 {
		t.Errorf("got %d, %v after %d requests, want 429 after one", answer.Status, err, len(a.bodies))
	}
}
