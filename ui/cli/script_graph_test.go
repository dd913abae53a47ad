package cli_test

import (
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// graphKey is the key of a script's *scriptGraph.
type graphKey struct{}

// scriptGraph is the emulated Graph of a script, nil until it is started.
type scriptGraph struct {
	*emulatortest.Emulator
	// faults are those of each host at the moment; nil where it works.
	faults [3]atomic.Pointer[emulatortest.Fault]
}

func graphOf(ts *testscript.TestScript) *scriptGraph { return ts.Value(graphKey{}).(*scriptGraph) }

// setFault gives a host a fault, or ends it if it is nil.
func (g *scriptGraph) setFault(host emulatortest.Host, fault emulatortest.Fault) {
	g.faults[host].Store(&fault)
}

// current is the fault of a host at the moment.
func (g *scriptGraph) current(host emulatortest.Host) emulatortest.Fault {
	return func(handler http.Handler) http.Handler {
		if fault := g.faults[host].Load(); fault != nil && *fault != nil {
			return (*fault)(handler)
		}
		return handler
	}
}

// graphVariables configure peerdash for an emulated Graph.
func graphVariables(graph *emulatortest.Emulator, certificate string) map[string]string {
	return map[string]string{
		"SSL_CERT_FILE":       certificate,
		"PEERDASH_GRAPH_URL":  graph.GraphRoot().String(),
		"PEERDASH_LOGIN_URL":  graph.LoginRoot().String(),
		"AZURE_TENANT_ID":     graph.Tenant(),
		"AZURE_CLIENT_ID":     graph.ClientID(),
		"AZURE_CLIENT_SECRET": graph.ClientSecret(),
	}
}

func startGraphInScript(ts *testscript.TestScript, _ []string) {
	registered, _ := appCertificate()
	started, err := emulatortest.Start(emulatortest.Config{SignIn: authority.Config{
		Interval: time.Second, Certificates: []*x509.Certificate{registered}, FederatedTokens: []string{"workload.federated.token"},
	}})
	ts.Check(err)
	ts.Defer(func() { _ = started.Close() })
	certificate := ts.MkAbs("authority.pem")
	ts.Check(os.WriteFile(certificate, started.CertificatePEM(), 0o600))
	for name, value := range graphVariables(started, certificate) {
		ts.Setenv(name, value)
	}
	graph := graphOf(ts)
	graph.Emulator = started
	for _, host := range scriptHosts {
		graph.setFault(host, nil)
		started.Inject(host, emulatortest.Always, graph.current(host))
	}
}

func giveReportInScript(ts *testscript.TestScript, arguments []string) {
	period, err := model.ParsePeriod(arguments[1])
	ts.Check(err)
	graphOf(ts).GiveFile(model.Function(arguments[0]), period, ts.ReadFile(arguments[2]))
}

var scriptHosts = map[string]emulatortest.Host{
	"Graph": emulatortest.Graph, "Download": emulatortest.Download, "SignIn": emulatortest.SignIn,
}

func scriptHost(ts *testscript.TestScript, name string) emulatortest.Host {
	host, known := scriptHosts[name]
	if !known {
		ts.Fatalf("no host %s", name)
	}
	return host
}

func injectFaultInScript(ts *testscript.TestScript, arguments []string) {
	status, err := strconv.Atoi(arguments[1])
	ts.Check(err)
	header := http.Header{"Content-Type": {"application/json"}}
	if len(arguments) > 3 {
		header.Set(arguments[3], arguments[4])
	}
	graphOf(ts).setFault(scriptHost(ts, arguments[0]), emulatortest.Respond(status, header, arguments[2]))
}

func delayInScript(ts *testscript.TestScript, arguments []string) {
	delay, err := time.ParseDuration(arguments[1])
	ts.Check(err)
	graphOf(ts).setFault(scriptHost(ts, arguments[0]), emulatortest.Delay(delay))
}

func endFaultInScript(ts *testscript.TestScript, arguments []string) {
	graphOf(ts).setFault(scriptHost(ts, arguments[0]), nil)
}

func countRequestsInScript(ts *testscript.TestScript, arguments []string) {
	want, err := strconv.Atoi(arguments[0])
	ts.Check(err)
	if got := reportRequests(graphOf(ts).Emulator); got != want {
		ts.Fatalf("Graph was asked for %d reports, want %d", got, want)
	}
}

func startProxyInScript(ts *testscript.TestScript, arguments []string) {
	status, err := strconv.Atoi(arguments[0])
	ts.Check(err)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	ts.Defer(proxy.Close)
	ts.Setenv("HTTPS_PROXY", proxy.URL)
}
