package transport

import (
	"context"
	"crypto/tls"
	"net/http/httptrace"
	"sync"
)

// stage is what an attempt has reached.
type stage int

const (
	notStarted  stage = iota // no connection was needed yet, or nothing is known
	lookingUp                // the name server has not answered
	connecting               // the host, or the proxy before it, has not accepted the connection
	connected                // the connection is accepted, but a proxy has not connected to the host yet
	securing                 // the TLS handshake has not ended
	established              // the connection can be used
)

// progress records the stage that an attempt has reached, for the error of one that runs out of time.
type progress struct {
	mutex   sync.Mutex
	reached stage
}

// at is the stage that was reached.
func (p *progress) at() stage {
	if p == nil {
		return notStarted
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.reached
}

func (p *progress) set(reached stage) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	// Two addresses of a host may be tried at once. The furthest stage counts.
	p.reached = max(p.reached, reached)
}

// trace is ctx, in which a request records its progress.
func (p *progress) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart:     func(httptrace.DNSStartInfo) { p.set(lookingUp) },
		ConnectStart: func(string, string) { p.set(connecting) },
		ConnectDone: func(_, _ string, err error) {
			if err == nil {
				p.set(connected)
			}
		},
		TLSHandshakeStart: func() { p.set(securing) },
		TLSHandshakeDone: func(_ tls.ConnectionState, err error) {
			if err == nil {
				p.set(established)
			}
		},
		GotConn: func(httptrace.GotConnInfo) { p.set(established) },
	})
}
