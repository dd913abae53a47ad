package cli_test

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"testing"

	"peerdash/graphapi/emulator/emulatortest"
)

// checked gives each step's outcome by its name.
func checked(t *testing.T, got outcome) map[string]string {
	t.Helper()
	var report struct {
		Steps []struct{ Name, Outcome, Found, Do string }
	}
	if err := json.Unmarshal([]byte(got.output), &report); err != nil {
		t.Fatalf("%v in %q", err, got.output)
	}
	outcomes := map[string]string{}
	for _, step := range report.Steps {
		outcomes[step.Name] = step.Outcome
		if step.Outcome == "failure" && step.Do == "" {
			t.Errorf("the failure of %q has no remedy: %s", step.Name, step.Found)
		}
	}
	return outcomes
}

func TestDoctorFindsWhatIsWrong(t *testing.T) {
	refusal := emulatortest.Respond(403, http.Header{"Content-Type": {"application/json"}},
		`{"error":{"code":"S2SUnauthorized","message":"No."}}`)
	tests := []struct {
		name  string
		spoil func(*emulatortest.Emulator, sandbox) sandbox
		code  int
		want  map[string]string
	}{
		{"nothing", func(_ *emulatortest.Emulator, s sandbox) sandbox { return s }, 0, map[string]string{
			"configuration": "ok", "proxy": "ok", "sign-in root": "ok", "Graph root": "ok", "sign-in": "ok", "token": "ok",
			"Graph's answer": "ok", "download host": "ok", "report": "ok", "store": "ok", "terminal": "ok",
		}},
		{"secret", func(_ *emulatortest.Emulator, s sandbox) sandbox {
			return s.with("AZURE_CLIENT_SECRET=wrong")
		}, 3, map[string]string{"Graph root": "ok", "sign-in": "failure", "token": "skipped", "report": "skipped"}},
		{"permission", func(e *emulatortest.Emulator, s sandbox) sandbox {
			e.Inject(emulatortest.Graph, 1, emulatortest.Delay(0)) // the step that only looks whether Graph answers
			e.Inject(emulatortest.Graph, emulatortest.Always, refusal)
			return s
		}, 3, map[string]string{"sign-in": "ok", "Graph's answer": "failure", "download host": "skipped"}},
		{"download", func(e *emulatortest.Emulator, s sandbox) sandbox {
			e.Inject(emulatortest.Download, emulatortest.Always, emulatortest.Respond(404, nil, ""))
			return s
		}, 4, map[string]string{"Graph's answer": "ok", "download host": "failure", "report": "skipped"}},
		{"report", func(e *emulatortest.Emulator, s sandbox) sandbox {
			e.Inject(emulatortest.Download, emulatortest.Always, emulatortest.Respond(200, nil, "<html>"))
			return s
		}, 5, map[string]string{"Graph's answer": "ok", "download host": "ok", "report": "failure"}},
		{"trust", func(_ *emulatortest.Emulator, s sandbox) sandbox {
			return s.with("SSL_CERT_FILE=/dev/null", "SSL_CERT_DIR=/dev/null")
		}, 4, map[string]string{"sign-in root": "failure", "Graph root": "failure"}},
		{"configuration", func(_ *emulatortest.Emulator, s sandbox) sandbox {
			return s.with("AZURE_TENANT_ID=", "AZURE_CLIENT_ID=")
		}, 2, map[string]string{"configuration": "failure"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			graph, box := startGraph(t)
			got := test.spoil(graph, box).run(t, "doctor", "--format", "json")
			got.wantExit(t, test.code)
			outcomes := checked(t, got)
			for name, want := range test.want {
				if outcomes[name] != want {
					t.Errorf("%s: %q, want %q\n%s", name, outcomes[name], want, got.output)
				}
			}
			if strings.Contains(got.output, graph.ClientSecret()) {
				t.Error("the client secret was shown")
			}
		})
	}
}

func TestDoctorAsksForOneReport(t *testing.T) {
	graph, box := startGraph(t)
	got := box.run(t, "doctor")
	got.wantExit(t, 0)
	if asked := reportRequests(graph); asked != 1 {
		t.Errorf("%d report requests, want 1", asked)
	}
	graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Respond(503, nil, ""))
	box.run(t, "doctor").wantExit(t, 4)
	if asked := reportRequests(graph); asked != 2 {
		t.Errorf("%d report requests of a doctor to whom Graph fails, want 1", asked-1)
	}
	if !strings.Contains(got.output, "AZURE_CLIENT_SECRET is set, ") && !strings.Contains(got.output, "AZURE_CLIENT_SECRET is set\n") {
		t.Errorf("it does not say why it signs in with the secret:\n%s", got.output)
	}
}

// reportRequests is how many requests for a report Graph has had.
func reportRequests(graph *emulatortest.Emulator) int {
	count := 0
	for _, request := range graph.Requests() {
		if request.Host == emulatortest.Graph && strings.Contains(request.Path, "/reports/") {
			count++
		}
	}
	return count
}

// TestDoctorBlamesOnlyTheHostThatTakesAllTheTime lets Graph's root accept connections and never answer.
func TestDoctorBlamesOnlyTheHostThatTakesAllTheTime(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = silent.Close() }()
	box := newSandbox(t).with("PEERDASH_ACCESS_TOKEN=token", "PEERDASH_GRAPH_URL=http://"+silent.Addr().String()+"/v1.0")
	got := box.run(t, "doctor", "--timeout", "300ms", "--format", "json")
	got.wantExit(t, 4)
	steps := checked(t, got)
	for name, want := range map[string]string{
		"Graph root": "failure", "sign-in": "skipped", "token": "skipped", "Graph's answer": "skipped", "report": "skipped", "store": "ok",
	} {
		if steps[name] != want {
			t.Errorf("%s: %s, want %s", name, steps[name], want)
		}
	}
}
