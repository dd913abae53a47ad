package emulator

import (
	"io"
	"net/http"
	"sync"
	"time"
)

// A Fault stands before a host of the emulator and answers in its place, or spoils the honest answer.
type Fault func(honest http.Handler) http.Handler

// Always is the number of times of a fault that never ends.
const Always = 0

// Respond answers with a status, a header and a body of one's own.
func Respond(status int, header http.Header, body string) Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			for name, values := range header {
				w.Header()[http.CanonicalHeaderKey(name)] = values
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body) // a caller who went away needs no answer
		})
	}
}

// Drop breaks the request off without an answer.
func Drop() Fault {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	}
}

// Hold lets the request wait until release is closed, its caller goes away or the emulator is closed. Then it is
// answered honestly.
func Hold(release <-chan struct{}) Fault {
	return func(honest http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-release:
				honest.ServeHTTP(w, r)
			case <-r.Context().Done():
				panic(http.ErrAbortHandler)
			}
		})
	}
}

// Delay answers honestly, but that much later.
func Delay(delay time.Duration) Fault {
	return func(honest http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			pause(r, delay)
			honest.ServeHTTP(w, r)
		})
	}
}

// CutAfter breaks the honest answer off after so many bytes of its body.
func CutAfter(bytes int) Fault {
	return func(honest http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			honest.ServeHTTP(&cutWriter{ResponseWriter: w, left: bytes}, r)
		})
	}
}

// Endless answers with the header and then the line, again and again, with a pause after each, for as long as the caller
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

// pause waits, and ends the request where its caller goes away meanwhile.
func pause(r *http.Request, duration time.Duration) {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
		panic(http.ErrAbortHandler)
	}
}

// cutWriter breaks the request off once enough of the body is written.
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

// faults are those that wait for their requests.
type faults struct {
	mu      sync.Mutex
	waiting [hostCount][]*waitingFault
}

type waitingFault struct {
	fault Fault
	left  int // how many requests it still meets, Always for every one
}

func (f *faults) add(host Host, times int, fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting[host] = append(f.waiting[host], &waitingFault{fault: fault, left: times})
}

// wrap puts the fault whose turn it is before the honest handler.
func (f *faults) wrap(host Host, honest http.Handler) http.Handler {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.waiting[host]) == 0 {
		return honest
	}
	first := f.waiting[host][0]
	if first.left != Always {
		if first.left--; first.left == 0 {
			f.waiting[host] = f.waiting[host][1:]
		}
	}
	return first.fault(honest)
}
