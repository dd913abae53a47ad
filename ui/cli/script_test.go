package cli_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/emulator/emulatortest"
	"peerdash/model"
)

// TestScripts runs the sessions in testdata/script with the program itself. Besides the commands of testscript they have:
//
//	peerdash ARGUMENT...                     run peerdash, which succeeds
//	fails CODE ARGUMENT...                   run peerdash, which ends with the exit code and one to three lines of message
//	graph                                    start an emulated Graph and configure peerdash for it
//	report FUNCTION PERIOD FILE              make Graph answer with the CSV in the file
//	fault HOST STATUS BODY [HEADER VALUE]    make Graph, Download or SignIn answer with an error from now on
//	requests COUNT                           check how many reports Graph was asked for
//	interrupted ARGUMENT...                  run peerdash, and interrupt it while Graph does not answer
func TestScripts(t *testing.T) {
	t.Parallel()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			for name, value := range map[string]string{
				"PATH": filepath.Dir(path) + string(os.PathListSeparator) + os.Getenv("PATH"),
				"HOME": env.WorkDir, "XDG_STATE_HOME": filepath.Join(env.WorkDir, "state"),
				"TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC",
			} {
				env.Setenv(name, value)
			}
			env.Values[graphKey{}] = &scriptGraph{}
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, arguments []string){
			"peerdash":    always(runInScript),
			"fails":       always(failInScript),
			"graph":       always(startGraphInScript),
			"report":      always(giveReportInScript),
			"fault":       always(injectFaultInScript),
			"requests":    always(countRequestsInScript),
			"interrupted": always(interruptInScript),
		},
	})
}

// graphKey is the key of a script's *scriptGraph.
type graphKey struct{}

// scriptGraph is the emulated Graph of a script, nil until it is started.
type scriptGraph struct{ *emulatortest.Emulator }

func graphOf(ts *testscript.TestScript) *scriptGraph { return ts.Value(graphKey{}).(*scriptGraph) }

// always is a command that cannot be negated.
func always(run func(*testscript.TestScript, []string)) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, negated bool, arguments []string) {
		if negated {
			ts.Fatalf("this command cannot be negated")
		}
		run(ts, arguments)
	}
}

func runInScript(ts *testscript.TestScript, arguments []string) {
	ts.Check(ts.Exec("peerdash", arguments...))
}

func failInScript(ts *testscript.TestScript, arguments []string) {
	code, err := strconv.Atoi(arguments[0])
	ts.Check(err)
	var exit *exec.ExitError
	if err := ts.Exec("peerdash", arguments[1:]...); !errors.As(err, &exit) || exit.ExitCode() != code {
		ts.Fatalf("peerdash ended with %v, want exit code %d", err, code)
	}
	message := ts.ReadFile("stderr")
	if lines := strings.Count(message, "\n"); !strings.HasPrefix(message, "peerdash: ") || lines > 3 {
		ts.Fatalf("the message has %d lines, or does not start with the program's name", lines)
	}
	if output := ts.ReadFile("stdout"); output != "" {
		ts.Fatalf("standard output has %q", output)
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
	started, err := emulatortest.Start(emulatortest.Config{SignIn: authority.Config{}})
	ts.Check(err)
	ts.Defer(func() { _ = started.Close() })
	certificate := ts.MkAbs("authority.pem")
	ts.Check(os.WriteFile(certificate, started.CertificatePEM(), 0o600))
	for name, value := range graphVariables(started, certificate) {
		ts.Setenv(name, value)
	}
	graphOf(ts).Emulator = started
}

func giveReportInScript(ts *testscript.TestScript, arguments []string) {
	period, err := model.ParsePeriod(arguments[1])
	ts.Check(err)
	graphOf(ts).GiveFile(model.Function(arguments[0]), period, ts.ReadFile(arguments[2]))
}

var scriptHosts = map[string]emulatortest.Host{
	"Graph": emulatortest.Graph, "Download": emulatortest.Download, "SignIn": emulatortest.SignIn,
}

func injectFaultInScript(ts *testscript.TestScript, arguments []string) {
	host, known := scriptHosts[arguments[0]]
	if !known {
		ts.Fatalf("no host %s", arguments[0])
	}
	status, err := strconv.Atoi(arguments[1])
	ts.Check(err)
	header := http.Header{"Content-Type": {"application/json"}}
	if len(arguments) > 3 {
		header.Set(arguments[3], arguments[4])
	}
	graphOf(ts).Inject(host, emulatortest.Always, emulatortest.Respond(status, header, arguments[2]))
}

func countRequestsInScript(ts *testscript.TestScript, arguments []string) {
	want, err := strconv.Atoi(arguments[0])
	ts.Check(err)
	if got := reportRequests(graphOf(ts).Emulator); got != want {
		ts.Fatalf("Graph was asked for %d reports, want %d", got, want)
	}
}

func interruptInScript(ts *testscript.TestScript, arguments []string) {
	graph, release := graphOf(ts), make(chan struct{})
	defer close(release)
	graph.Inject(emulatortest.Graph, emulatortest.Always, emulatortest.Hold(release))
	path, err := binary()
	ts.Check(err)
	var message strings.Builder
	command := exec.Command(path, arguments...)
	command.Stderr = &message
	command.Env = []string{"XDG_STATE_HOME=" + ts.Getenv("XDG_STATE_HOME"), "HOME=" + ts.Getenv("HOME")}
	for name, value := range graphVariables(graph.Emulator, ts.Getenv("SSL_CERT_FILE")) {
		command.Env = append(command.Env, name+"="+value)
	}
	ts.Check(command.Start())
	ctx, cancel := context.WithTimeout(context.Background(), testTimeout)
	defer cancel()
	ts.Check(graph.AwaitInFlight(ctx, emulatortest.Graph, 1))
	ts.Check(command.Process.Signal(os.Interrupt))
	_ = command.Wait()
	if code := command.ProcessState.ExitCode(); code != 130 || strings.Count(message.String(), "\n") != 1 {
		ts.Fatalf("interrupted, peerdash ended with exit code %d and the message %q", code, message.String())
	}
}
