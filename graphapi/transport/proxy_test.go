package transport_test

import (
	"net/http"
	"net/url"
	"testing"

	"peerdash/graphapi/transport"
)

func TestTheEnvironmentChoosesTheProxy(t *testing.T) {
	cases := []struct{ proxy, exceptions, address, want string }{
		{proxy: "", address: "https://graph.example"},
		{proxy: "proxy:8080", address: "https://graph.example", want: "http://proxy:8080"},
		{proxy: "http://who:word@proxy:8080", address: "https://graph.example", want: "http://who:word@proxy:8080"},
		{proxy: "https://proxy", address: "https://graph.example", want: "https://proxy"},
		{proxy: "socks5://proxy:1080", address: "https://graph.example", want: "socks5://proxy:1080"},
		{proxy: "proxy:8080", exceptions: "graph.example", address: "https://graph.example"},
		{proxy: "proxy:none", exceptions: "graph.example", address: "https://graph.example"},
		{proxy: "proxy:none", address: "https://127.0.0.1"},
	}
	for _, c := range cases {
		t.Setenv("HTTPS_PROXY", c.proxy)
		t.Setenv("NO_PROXY", c.exceptions)
		address, err := url.Parse(c.address)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		proxy, err := transport.New(nil).Proxy(&http.Request{URL: address})
		if proxy != nil {
			got = proxy.String()
		}
		if err != nil || got != c.want {
			t.Errorf("HTTPS_PROXY=%s NO_PROXY=%s give %s the proxy %q, %v; want %q", c.proxy, c.exceptions, c.address, got, err, c.want)
		}
	}
}
