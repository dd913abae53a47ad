package graphapi_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// network connects a client to its servers in memory, so that a test in a synctest bubble waits for nothing.
type network map[string]*listener

// dial is for http.Transport.
func (n network) dial(_ context.Context, _, address string) (net.Conn, error) {
	server, ok := n[address]
	if !ok {
		host, _, _ := net.SplitHostPort(address)
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	ours, theirs := net.Pipe()
	select {
	case server.connections <- theirs:
		return ours, nil
	case <-server.closed:
		return nil, net.ErrClosed
	}
}

// serve starts a TLS server on host and ends it with the test.
func (n network) serve(t *testing.T, host string, handler http.Handler) *httptest.Server {
	t.Helper()
	l := &listener{address: host + ":443", connections: make(chan net.Conn), closed: make(chan struct{})}
	n[l.address] = l
	server := httptest.NewUnstartedServer(handler)
	_ = server.Listener.Close()
	server.Listener = l
	server.Config.ErrorLog = discard
	server.StartTLS()
	server.URL = "https://" + host
	t.Cleanup(server.Close)
	return server
}

// listener accepts connections in memory.
type listener struct {
	address     string
	connections chan net.Conn
	closed      chan struct{}
	once        sync.Once
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case connection := <-l.connections:
		return connection, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Addr() net.Addr { return memoryAddress(l.address) }

type memoryAddress string

func (a memoryAddress) Network() string { return "memory" }
func (a memoryAddress) String() string  { return string(a) }
