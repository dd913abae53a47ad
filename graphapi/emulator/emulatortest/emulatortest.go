// Package emulatortest is an emulated Graph for tests: with faults on demand, reports of the test's own, and a record of the
// requests.
package emulatortest

import (
	"context"
	"net/http"
	"sync"
	"time"

	"peerdash/graphapi/emulator"
	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/transport"
	"peerdash/model"
)

// Host is one of the emulated hosts.
type Host = emulator.Host

// The hosts of an exchange.
const (
	Graph    = emulator.Graph
	Download = emulator.Download
	SignIn   = emulator.SignIn
)

// Config is how an Emulator behaves. Its zero value is that of the demo.
type Config struct {
	// Now is the clock, which also decides the dates of the reports; nil means time.Now.
	Now func() time.Time
	// Throttle limits requests for reports as Graph does: 14 in ten minutes.
	Throttle bool
	// Latency is added to the time of each request.
	Latency time.Duration
	// SignIn configures the sign-in root; empty fields are those of the demo.
	SignIn authority.Config
}

// Emulator is a running emulator. Its methods are safe for use by several goroutines at once.
type Emulator struct {
	*emulator.Emulator
	latency time.Duration
	faults  faults
	traffic *traffic
	reports reports
}

// Start starts an emulator on free ports of loopback addresses; Close ends it.
func Start(config Config) (*Emulator, error) {
	if config.Now == nil {
		config.Now = time.Now
	}
	e := &Emulator{latency: config.Latency, traffic: newTraffic(config.Now)}
	started, err := emulator.Start(emulator.Config{
		Now: config.Now, Throttle: config.Throttle, SignIn: config.SignIn, Wrap: e.wrap, Report: e.reports.of,
	})
	e.Emulator = started
	return e, err
}

// wrap records and delays each request to a host, and applies the current fault.
func (e *Emulator) wrap(host Host, handler http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer e.traffic.begin(host, r)()
		wrapped := e.faults.wrap(host, handler)
		if e.latency > 0 {
			pause(r, e.latency)
		}
		wrapped.ServeHTTP(w, r)
	})
}

// Transport is a new transport that trusts the emulator. The caller closes its idle connections.
func (e *Emulator) Transport() *http.Transport { return transport.New(e.CertPool()) }

// GiveReport makes csv the default report of a period from now on, in place of the emulator's own.
func (e *Emulator) GiveReport(period model.Period, csv string) {
	e.GiveFile(model.Default().Function, period, csv)
}

// GiveFile makes csv the file of a function and a period from now on, in place of the emulator's own.
func (e *Emulator) GiveFile(function model.Function, period model.Period, csv string) {
	e.reports.set(request{function, period}, csv)
}

// Inject applies a fault to the next requests to a host, a number of times or Always. Each fault of a host applies after those
// injected before it are used up.
func (e *Emulator) Inject(at Host, times int, fault Fault) { e.faults.add(at, times, fault) }

// Requests are the last thousand requests, oldest first.
func (e *Emulator) Requests() []Request { return e.traffic.all() }

// PeakInFlight is the largest number of concurrent requests to a host.
func (e *Emulator) PeakInFlight(host Host) int { return e.traffic.peakOf(host) }

// AwaitInFlight returns when there are at least count concurrent requests to a host, or with the error of ctx.
func (e *Emulator) AwaitInFlight(ctx context.Context, host Host, count int) error {
	return e.traffic.awaitInFlight(ctx, host, count)
}

// reports are the CSV files that tests have set.
type reports struct {
	mutex sync.Mutex
	csv   map[request]string
}

type request struct {
	function model.Function
	period   model.Period
}

func (r *reports) set(of request, csv string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.csv == nil {
		r.csv = make(map[request]string)
	}
	r.csv[of] = csv
}

// of is the file that was set for a function and a period, if one was.
func (r *reports) of(function model.Function, period model.Period) (csv string, ok bool) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	csv, ok = r.csv[request{function, period}]
	return csv, ok
}
