package emulatortest

import (
	"io"
	"net/http"
	"sync"
	"time"

	"peerdash/graphapi/emulator"
)

// A Fault wraps the handler of a host: it answers in its place, or breaks its answer.
type Fault func(host http.Handler) http.Handler

// Always is the number of times for a fault that applies to all requests.
const Always = 0

// Respond answers with the status, header and body.
func Respond(status int, header http.Header, body string) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for name, values := range header {
				w.Header()[http.CanonicalHeaderKey(name)] = values
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body) // the client may have disconnected
		})
	}
}

// Drop aborts the request without an answer.
func Drop() Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	}
}

// Hold delays the request until release is closed. It ends when the client disconnects or the emulator is closed.
func Hold(release <-chan struct{}) Fault {
	return func(handler http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-release:
				handler.ServeHTTP(w, r)
			case <-r.Context().Done():
				panic(http.ErrAbortHandler)
			}
		})
	}
}

// Delay delays the request.
func Delay(delay time.Duration) Fault {
	return func(handler http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			pause(r, delay)
			handler.ServeHTTP(w, r)
		})
	}
}

// CutAfter aborts the answer after this number of bytes of its body.
func CutAfter(bytes int) Fault {
	return func(handler http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			handler.ServeHTTP(&cutWriter{ResponseWriter: w, left: bytes}, r)
		})
	}
}

// Endless answers with the header and then the line, again and again, with a pause after each, for as long as the client
// reads.
func Endless(header, line string, between time.Duration) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/csv")
			_, err := io.WriteString(w, header)
			for err == nil {
				if between > 0 {
					_ = http.NewResponseController(w).Flush()
					pause(r, between)
				}
				_, err = io.WriteString(w, line)
			}
		})
	}
}

// pause waits, and ends the request where its client disconnects.
func pause(r *http.Request, duration time.Duration) {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
		panic(http.ErrAbortHandler)
	}
}

// cutWriter aborts the request once enough of the body is written.
type cutWriter struct {
	http.ResponseWriter
	left int
}

func (c *cutWriter) Write(body []byte) (int, error) {
	if len(body) < c.left {
		c.left -= len(body)
		return c.ResponseWriter.Write(body)
	}
	_, _ = c.ResponseWriter.Write(body[:c.left])
	_ = http.NewResponseController(c.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}

// faults are the faults that are still to be applied.
type faults struct {
	mu      sync.Mutex
	waiting [emulator.HostCount][]*waitingFault
}

type waitingFault struct {
	fault Fault
	left  int // the number of requests left, or Always
}

func (f *faults) add(host Host, times int, fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting[host] = append(f.waiting[host], &waitingFault{fault: fault, left: times})
}

// wrap wraps the handler in the current fault.
func (f *faults) wrap(host Host, handler http.Handler) http.Handler {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.waiting[host]) == 0 {
		return handler
	}
	first := f.waiting[host][0]
	if first.left != Always {
		if first.left--; first.left == 0 {
			f.waiting[host] = f.waiting[host][1:]
		}
	}
	return first.fault(handler)
}
