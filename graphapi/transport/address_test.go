package transport_test

import (
	"strings"
	"testing"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
)

func TestParseRoot(t *testing.T) {
	good := map[string]string{
		"https://graph.microsoft.com/v1.0":    "https://graph.microsoft.com/v1.0",
		" https://graph.microsoft.com/v1.0//": "https://graph.microsoft.com/v1.0",
		"https://graph.example:8443":          "https://graph.example:8443",
		"http://127.0.0.7:80/x/":              "http://127.0.0.7:80/x",
		"http://[::1]:8080":                   "http://[::1]:8080",
		"HTTP://LocalHost":                    "http://LocalHost",
	}
	for raw, want := range good {
		got, err := transport.ParseRoot("ROOT_URL", raw, "https://example")
		if err != nil || got.String() != want {
			t.Errorf("%q gives %v, %v; want %s", raw, got, err, want)
		}
	}
	for _, raw := range []string{
		"", "graph.microsoft.com", "https://", "https:///v1.0", "http://graph.microsoft.com", "http://127.0.0.1.example.com",
		"http://localhost.example.com", "ftp://127.0.0.1", "https://who:secret@graph", "https://secret@graph", "https://graph?secret",
		"https://graph?", "https://graph#secret", "https://graph#", "https://graph/%zzsecret", "https://graph:secret", "https://graph:65536", "https://graph:0", "secret\x1b://x",
	} {
		_, err := transport.ParseRoot("ROOT_URL", raw, "https://example")
		if err == nil {
			t.Errorf("%q is accepted", raw)
			continue
		}
		if p := problem.As(err); p.Kind != problem.Configuration || strings.Contains(strings.Join(p.Lines(), ""), "secret") {
			t.Errorf("%q gives kind %d: %q", raw, p.Kind, p.Lines())
		}
	}
}
