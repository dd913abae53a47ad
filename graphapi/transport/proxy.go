package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/http/httpproxy"
)

// route is how a host is reached by the environment's settings.
type route int

const (
	direct   route = iota // there is no proxy
	proxied               // through a proxy
	excluded              // directly, since NO_PROXY excludes the host from the proxy
	loopback              // on this computer
)

// routeTo is the route to the host of u.
func routeTo(u *url.URL) route {
	environment := httpproxy.FromEnvironment()
	proxy, err := environment.ProxyFunc()(u)
	switch {
	case proxy != nil || err != nil:
		return proxied
	case isLoopback(u.Hostname()):
		return loopback
	case environment.HTTPSProxy != "" && u.Scheme == "https":
		return excluded
	default:
		return direct
	}
}

// errProxyAddress does not repeat the address, which may hold a password.
var errProxyAddress = errors.New("the address of the proxy cannot be used")

// proxyOf returns a function that finds the environment's proxy for a request. If the address of the proxy cannot be used, requests
// that should go through it fail, so that none bypasses it.
func proxyOf(environment *httpproxy.Config) func(*http.Request) (*url.URL, error) {
	unusable := !isProxyAddress(environment.HTTPSProxy)
	if unusable {
		environment.HTTPSProxy = "stand-in.invalid" // so that choose still selects the requests that it is meant for
	}
	choose := environment.ProxyFunc()
	return func(request *http.Request) (*url.URL, error) {
		proxy, err := choose(request.URL)
		if proxy != nil && unusable && request.URL.Scheme == "https" {
			return nil, errProxyAddress
		}
		return proxy, err
	}
}

// isProxyAddress reports whether text names no proxy, or one as a URL or as HOST:PORT.
func isProxyAddress(text string) bool {
	if text == "" {
		return true
	}
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	proxy, err := url.Parse(text)
	return err == nil && slices.Contains([]string{"http", "https", "socks5"}, proxy.Scheme) &&
		proxy.Hostname() != "" && hasPossiblePort(proxy)
}

// proxyRefusal is a proxy's answer other than 200 to a CONNECT.
type proxyRefusal struct {
	proxy  string
	status int
}

func (r *proxyRefusal) Error() string {
	return "the proxy " + r.proxy + " answered " + statusText(r.status)
}

func refusalOf(_ context.Context, proxy *url.URL, _ *http.Request, response *http.Response) error {
	if response.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyRefusal{proxy: proxy.Host, status: response.StatusCode}
}
