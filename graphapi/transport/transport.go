// Package transport sends requests and reads answers: through the environment's proxy, over TLS, to https addresses alone,
// in bounded size, with retries where they help, and with errors that name the cause. It knows nothing of Graph or of
// tokens.
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
	connectPatience  = 10 * time.Second // for a TCP connection, and again for its TLS
	maxHeaderBytes   = 256 << 10
	idleConnections  = 8
	idlePatience     = 90 * time.Second
	pingAfterSilence = 15 * time.Second
)

// New is a transport with the environment's proxy, trusting the certificates of pool, or the system's where pool is
// nil. It has no limit for a whole answer; the request's context has.
func New(pool *x509.CertPool) *http.Transport {
	if pool == nil {
		pool = environmentPool()
	}
	dialer := &net.Dialer{Timeout: connectPatience, Control: refuseLinkLocal}
	return &http.Transport{
		Proxy:                  proxyOf(httpproxy.FromEnvironment()),
		OnProxyConnectResponse: refusalOf,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    connectPatience,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           idleConnections,
		MaxIdleConnsPerHost:    idleConnections,
		IdleConnTimeout:        idlePatience,
		ForceAttemptHTTP2:      true,
		// A connection that died while the computer slept is noticed, and not waited for.
		HTTP2: &http.HTTP2Config{SendPingTimeout: pingAfterSilence, PingTimeout: pingAfterSilence},
	}
}
