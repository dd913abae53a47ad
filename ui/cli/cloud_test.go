package cli_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
)

// stepNamed returns what doctor's JSON says of one step.
func stepNamed(t *testing.T, got outcome, name string) (outcome, found string) {
	t.Helper()
	var report struct {
		Steps []struct{ Name, Outcome, Found string }
	}
	if err := json.Unmarshal([]byte(got.output), &report); err != nil {
		t.Fatalf("%v in %q", err, got.output)
	}
	for _, step := range report.Steps {
		if step.Name == name {
			return step.Outcome, step.Found
		}
	}
	t.Fatalf("doctor has no step %q:\n%s", name, got.output)
	return "", ""
}

// refusingProxy is a proxy that records the hosts that it should connect to, and connects to none.
func refusingProxy(t *testing.T) (address string, hosts func() []string) {
	t.Helper()
	var mutex sync.Mutex
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		if !slices.Contains(asked, r.Host) {
			asked = append(asked, r.Host)
		}
		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(proxy.Close)
	return proxy.URL, func() []string {
		mutex.Lock()
		defer mutex.Unlock()
		return slices.Sorted(slices.Values(asked))
	}
}

func TestCloudChoosesBothRoots(t *testing.T) {
	tests := []struct {
		name                  string
		arguments, variables  []string
		cloud, graph, version string
		login                 string
	}{
		{"default", nil, nil, "global (default)", "graph.microsoft.com", "v1.0", "login.microsoftonline.com"},
		{"global", []string{"--cloud", "global"}, []string{"AZURE_AUTHORITY_HOST=https://login.microsoftonline.us"},
			"global (--cloud)", "graph.microsoft.com", "v1.0", "login.microsoftonline.com"},
		{"usgov", []string{"--cloud", "usgov"}, nil, "usgov (--cloud)", "graph.microsoft.us", "beta", "login.microsoftonline.us"},
		{"usgov-dod", []string{"--cloud", "usgov-dod"}, nil, "usgov-dod (--cloud)", "dod-graph.microsoft.us", "beta", "login.microsoftonline.us"},
		{"china", []string{"--cloud", "china"}, nil, "china (--cloud)", "microsoftgraph.chinacloudapi.cn", "beta", "login.partner.microsoftonline.cn"},
		{"authority of China", nil, []string{"AZURE_AUTHORITY_HOST=https://login.chinacloudapi.cn/"},
			"china ($AZURE_AUTHORITY_HOST)", "microsoftgraph.chinacloudapi.cn", "beta", "login.chinacloudapi.cn"},
		{"authority without scheme", nil, []string{"AZURE_AUTHORITY_HOST=login.microsoftonline.us"},
			"usgov ($AZURE_AUTHORITY_HOST)", "graph.microsoft.us", "beta", "login.microsoftonline.us"},
		{"login URL before authority", nil, []string{"PEERDASH_LOGIN_URL=https://sts.contoso.com", "AZURE_AUTHORITY_HOST=https://login.microsoftonline.us"},
			"global (default)", "graph.microsoft.com", "v1.0", "sts.contoso.com"},
		{"URLs before the cloud", []string{"--cloud", "china"}, []string{"PEERDASH_LOGIN_URL=https://sts.contoso.com", "PEERDASH_GRAPH_URL=https://gateway.contoso.com/v1.0"},
			"china (--cloud)", "gateway.contoso.com", "v1.0", "sts.contoso.com"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			proxy, hosts := refusingProxy(t)
			box := newSandbox(t).with("HTTPS_PROXY="+proxy, "AZURE_TENANT_ID=contoso.com", "AZURE_CLIENT_ID=app", "AZURE_CLIENT_SECRET=secret")
			got := box.with(test.variables...).run(t, append([]string{"doctor", "--format", "json"}, test.arguments...)...)
			if _, found := stepNamed(t, got, "cloud"); !strings.HasPrefix(found, test.cloud+":") {
				t.Errorf("cloud: %s, want %s", found, test.cloud)
			}
			want := []string{test.graph + ":443", test.login + ":443"}
			slices.Sort(want)
			if got := hosts(); !slices.Equal(got, want) {
				t.Errorf("connected to %v, want %v", got, want)
			}
			if _, found := stepNamed(t, got, "configuration"); !strings.Contains(found, "https://"+test.graph+"/"+test.version+" (") {
				t.Errorf("configuration: %s, want %s of %s", found, test.version, test.graph)
			}
		})
	}
}

func TestDoctorSaysWhichReportsTheCloudDocuments(t *testing.T) {
	_, box := startGraph(t)
	const all = "documents the Skype for Business, Teams, active-user and email reports in "
	for _, test := range []struct{ cloud, report, outcome, text string }{
		{"global", "skype-peer-to-peer", "ok", all + "v1.0"},
		{"china", "skype-devices", "ok", all + "beta"},
		{"usgov", "skype-peer-to-peer", "warning", "documents the Teams, active-user and email reports in beta, but not skype-peer-to-peer"},
		{"usgov-dod", "teams-time", "ok", "documents the Teams, active-user and email reports in beta"},
	} {
		got := box.run(t, "doctor", "--format", "json", "--cloud", test.cloud, "--report", test.report)
		outcome, found := stepNamed(t, got, "cloud")
		if outcome != test.outcome || !strings.HasSuffix(found, test.text) {
			t.Errorf("%s in %s: %s %q, want %s %q", test.report, test.cloud, outcome, found, test.outcome, test.text)
		}
	}
	if _, found := stepNamed(t, box.run(t, "doctor", "--format", "json"), "cloud"); !strings.Contains(found, "PEERDASH_GRAPH_URL") {
		t.Errorf("cloud of a Graph root that was set: %q", found)
	}
}

func TestAuthorityHostIsASignInRoot(t *testing.T) {
	graph, box := startGraph(t)
	for _, address := range []string{graph.LoginRoot().String() + "/", graph.LoginRoot().Host} {
		box.with("PEERDASH_LOGIN_URL=", "AZURE_AUTHORITY_HOST="+address).run(t, "print", "--refresh").wantExit(t, 0)
	}
	box.with("PEERDASH_LOGIN_URL=", "AZURE_AUTHORITY_HOST=http://login.contoso.com").run(t, "print").
		wantExit(t, 2, "AZURE_AUTHORITY_HOST cannot be used")
	box.run(t, "print", "--cloud", "usgov-dot").wantExit(t, 2, "usgov-dod")
}

func TestRefusalSaysThatTheCloudDoesNotDocumentTheReport(t *testing.T) {
	const sentence = "Microsoft does not document skype-peer-to-peer in the US Government L4 cloud"
	graph, box := startGraph(t)
	box.run(t, "print", "--cloud", "usgov").wantExit(t, 0)
	graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Respond(404, http.Header{"Content-Type": {"application/json"}},
		`{"error":{"code":"ResourceNotFound","message":"Not here."}}`))
	box.run(t, "print", "--refresh", "--cloud", "usgov").wantExit(t, 4, sentence)
	for _, documented := range [][]string{{"--cloud", "china"}, {"--cloud", "usgov", "--report", "email"}} {
		got := box.run(t, append([]string{"print", "--refresh"}, documented...)...)
		if got.wantExit(t, 4); strings.Contains(got.errors, "not document") {
			t.Errorf("%v:\n%s", documented, got.errors)
		}
	}
	if _, found := stepNamed(t, box.run(t, "doctor", "--format", "json", "--cloud", "usgov"), "Graph's answer"); found == "" {
		t.Error("doctor did not ask Graph")
	}
}

func TestTenantOfAnotherCloudPointsToTheFlag(t *testing.T) {
	graph, box := startGraph(t)
	graph.Inject(emulatortest.SignIn, emulatortest.Always, emulatortest.Respond(400, http.Header{"Content-Type": {"application/json"}},
		`{"error":"invalid_request","error_description":"AADSTS90038: Confidential Client is not supported in Cross Cloud request.","error_codes":[90038]}`))
	box.run(t, "print").wantExit(t, 3, "--cloud", "usgov-dod", "china")
}

func TestShellCompletesClouds(t *testing.T) {
	for _, command := range []string{"", "print", "login", "logout", "doctor", "import"} {
		arguments := append([]string{"__complete"}, strings.Fields(command)...)
		got := newSandbox(t).run(t, append(arguments, "--cloud", "")...)
		if want := "global\nusgov\nusgov-dod\nchina\n"; !strings.HasPrefix(got.output, want) {
			t.Errorf("peerdash %s --cloud completes %q, want %q", command, got.output, want)
		}
	}
}
