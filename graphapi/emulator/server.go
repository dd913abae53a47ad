package emulator

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// rootAddress and downloadAddress are a free port each, on loopback addresses that differ.
const (
	rootAddress     = "127.0.0.1:0"
	downloadAddress = "127.0.0.2:0"
)

// listener accepts connections to one host of the emulator.
type listener struct {
	net.Listener
	host string // name or address, and port, as in a URL
}

// listeners is indexed by Host.
type listeners [HostCount]listener

// listen opens a port for each host. If the download host's address is not available, as on macOS, which has only one
// loopback address, that host differs from the roots by its name.
func listen(downloadAddress string) (listeners, error) {
	var opened listeners
	for host, address := range [HostCount]string{Graph: rootAddress, SignIn: rootAddress, Download: downloadAddress} {
		socket, err := net.Listen("tcp", address)
		switch {
		case err == nil:
			opened[host] = listener{socket, socket.Addr().String()}
			continue
		case Host(host) == Download:
			opened[host], err = listenAsLocalhost()
		}
		if err != nil {
			opened.close()
			return listeners{}, err
		}
	}
	return opened, nil
}

func listenAsLocalhost() (listener, error) {
	socket, err := net.Listen("tcp", rootAddress)
	if err != nil {
		return listener{}, err
	}
	_, port, err := net.SplitHostPort(socket.Addr().String())
	return listener{socket, net.JoinHostPort("localhost", port)}, err
}

// addresses are those on which the hosts listen, and the loopback addresses of localhost.
func (l listeners) addresses() []net.IP {
	addresses := []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if address, ok := l[Download].Addr().(*net.TCPAddr); ok && !address.IP.Equal(addresses[0]) {
		addresses = append(addresses, address.IP)
	}
	return addresses
}

func (l listeners) close() {
	for _, listener := range l {
		if listener.Listener != nil {
			_ = listener.Close() // it has no connections
		}
	}
}

// server serves one host of the emulator.
type server struct {
	host        string
	http        *http.Server
	served      chan error // what Serve returned
	connections sync.WaitGroup
}

// serve answers a listener's connections until close.
func serve(l listener, leaf tls.Certificate, handler http.Handler) *server {
	s := &server{host: l.host, served: make(chan error, 1)}
	s.http = &http.Server{
		Handler:           handler,
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{leaf}, MinVersion: tls.VersionTLS12},
		ReadHeaderTimeout: time.Minute,
		ConnState:         s.count,
		ErrorLog:          log.New(io.Discard, "", 0), // it would report clients that disconnect
	}
	go func() {
		s.served <- s.http.ServeTLS(l, "", "")
		close(s.served)
	}()
	return s
}

// count counts the connections whose goroutines have not ended.
func (s *server) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.connections.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.connections.Done()
	}
}

// close closes all connections and returns when their goroutines have ended.
func (s *server) close() error {
	err := s.http.Close()
	if ended := <-s.served; err == nil && !errors.Is(ended, http.ErrServerClosed) {
		err = ended
	}
	s.connections.Wait()
	return err
}
