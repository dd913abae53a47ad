// Package transport sends HTTP requests and reads their answers: through the environment's proxy, only to https and loopback
// addresses, with a limit of size, with retries, and with errors that name the cause. It does not know Graph or tokens.
package transport

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"time"

	"golang.org/x/net/http/httpproxy"
)

const (
	connectTimeout   = 10 * time.Second // for a TCP connection, and again for its TLS
	maxHeaderBytes   = 256 << 10
	idleConnections  = 8
	idleTimeout      = 90 * time.Second
	pingAfterSilence = 15 * time.Second
)

// New is a transport with the environment's proxy. It trusts the certificate authorities of pool, or those of the system if pool is
// nil. It does not limit the time for a whole answer; the request's context does.
func New(pool *x509.CertPool) *http.Transport {
	if pool == nil {
		pool = environmentPool()
	}
	dialer := &net.Dialer{Timeout: connectTimeout, Control: refuseLinkLocal}
	return &http.Transport{
		Proxy:                  proxyOf(httpproxy.FromEnvironment()),
		OnProxyConnectResponse: refusalOf,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    connectTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           idleConnections,
		MaxIdleConnsPerHost:    idleConnections,
		IdleConnTimeout:        idleTimeout,
		ForceAttemptHTTP2:      true,
		// Pings detect a connection that broke while the computer slept.
		HTTP2: &http.HTTP2Config{SendPingTimeout: pingAfterSilence, PingTimeout: pingAfterSilence},
	}
}
