package contract_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"peerdash/graphapi"
	"peerdash/graphapi/cloud"
	"peerdash/graphapi/doctor"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/signin"
	"peerdash/graphapi/transport"
	"peerdash/model"
)

// recordVariable names the folder for the answers of a real tenant.
const recordVariable = "PEERDASH_CONTRACT_RECORD"

// TestRealTenant runs only where recordVariable is set, with the sign-in of the environment. It checks the way to the report as
// doctor does, requests each report whose answer the folder lacks, and writes the redacted answers.
func TestRealTenant(t *testing.T) {
	folder := os.Getenv(recordVariable)
	if folder == "" {
		t.Skip("set " + recordVariable + " to a folder, see README.md")
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	tenant := openTenant(t)
	tenant.checkWay(t)
	const most = 12 // requests in ten minutes; doctor has sent one, and Graph allows 14
	sent := 0
	for _, function := range model.Functions() {
		path := filepath.Join(folder, string(function)+".http")
		if _, err := os.Stat(path); err == nil {
			t.Logf("%s: recorded already", function)
			continue
		}
		if sent == most {
			t.Logf("%s: run again in ten minutes", function)
			continue
		}
		sent++
		tenant.record(t, function, path)
	}
}

// realTenant is a Graph root and a sign-in for it.
type realTenant struct {
	loginRoot, graphRoot *url.URL
	signIn               *signin.SignIn
	carrier              *http.Transport
}

func openTenant(t *testing.T) realTenant {
	t.Helper()
	global := cloud.Named(cloud.Global)
	tenant := realTenant{
		loginRoot: root(t, "PEERDASH_LOGIN_URL", global.LoginRoot), graphRoot: root(t, "PEERDASH_GRAPH_URL", global.GraphRoot),
		carrier: transport.New(nil),
	}
	t.Cleanup(tenant.carrier.CloseIdleConnections)
	signIn, err := signin.New(signin.Config{
		Settings: signin.Settings{
			Tenant: os.Getenv("AZURE_TENANT_ID"), ClientID: os.Getenv("AZURE_CLIENT_ID"), ClientSecret: os.Getenv("AZURE_CLIENT_SECRET"),
			CertificatePath:     os.Getenv("AZURE_CLIENT_CERTIFICATE_PATH"),
			CertificatePassword: os.Getenv("AZURE_CLIENT_CERTIFICATE_PASSWORD"),
			FederatedTokenFile:  os.Getenv("AZURE_FEDERATED_TOKEN_FILE"), AccessToken: os.Getenv("PEERDASH_ACCESS_TOKEN"),
		},
		LoginRoot: tenant.loginRoot, GraphRoot: tenant.graphRoot, Transport: tenant.carrier,
	})
	if err != nil {
		t.Fatal(err)
	}
	tenant.signIn = signIn
	return tenant
}

// root is a root of the environment, or else the standard one.
func root(t *testing.T, variable, standard string) *url.URL {
	t.Helper()
	address := os.Getenv(variable)
	if address == "" {
		address = standard
	}
	parsed, err := transport.ParseRoot(variable, address, standard)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// checkWay takes the steps of doctor, of which none may fail. What they found may name the tenant and is not shown.
func (r realTenant) checkWay(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, step := range doctor.Run(ctx, doctor.Config{
		LoginRoot: r.loginRoot, GraphRoot: r.graphRoot, Transport: r.carrier, Proxy: http.ProxyFromEnvironment, SignIn: r.signIn, Now: time.Now,
	}) {
		t.Logf("%s: %s", step.Name, step.Outcome)
		if step.Outcome == doctor.Failure && step.Kind != problem.NoReport && step.Kind != problem.Unsupported {
			t.Fatalf("%s: %s. %s", step.Name, step.Found, step.Do)
		}
	}
}

// record requests a report and writes the redacted answer. What the client cannot read is an error of the test.
func (r realTenant) record(t *testing.T, function model.Function, path string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	last := &lastAnswer{next: r.carrier}
	client := graphapi.NewClient(graphapi.Config{Root: r.graphRoot, Tokens: r.signIn, Transport: last, Once: true})
	answer, err := client.Fetch(ctx, function, model.D7, "")
	if failure := problem.As(err); failure != nil {
		t.Logf("%s: %s", function, failure.What)
		if failure.Kind == problem.NotReport || failure.Kind == problem.Other || failure.Kind == problem.Network {
			t.Errorf("%s: %s", function, failure.Error())
		}
	}
	for _, definition := range function.Definitions() {
		if _, missing := answer.Report(definition); err == nil && missing != nil {
			t.Errorf("%s: %v", definition.Name, missing)
		}
	}
	if last.status == 0 {
		return
	}
	if err := os.WriteFile(path, redacted(last.status, last.header, last.body), 0o600); err != nil {
		t.Fatal(err)
	}
}

// lastAnswer is a transport that records its last answer.
type lastAnswer struct {
	next http.RoundTripper

	mutex  sync.Mutex
	status int
	header http.Header
	body   []byte
}

// RoundTrip sends the request.
func (l *lastAnswer) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := l.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	const most = 8 << 20
	body, err := io.ReadAll(io.LimitReader(response.Body, most))
	_ = response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.status, l.header, l.body = response.StatusCode, response.Header, body
	return response, nil
}
