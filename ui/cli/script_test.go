package cli_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"peerdash/graphapi/emulator/emulatortest"
)

// TestScripts runs the sessions in testdata/script with the program itself. Besides the commands of testscript they have:
//
//	peerdash ARGUMENT...                     run peerdash, which succeeds
//	fails CODE ARGUMENT...                   run peerdash, which ends with the exit code and one to three lines of message
//	graph                                    start an emulated Graph and configure peerdash for it
//	report FUNCTION PERIOD FILE              make Graph answer with the CSV in the file
//	fault HOST STATUS BODY [HEADER VALUE]    make Graph, Download or SignIn answer with an error from now on
//	delay HOST DURATION                      make the host answer later from now on
//	works HOST                               end the fault or delay of the host
//	proxy STATUS                             start a proxy that connects to no host but answers with the status, and use it
//	day VARIABLE DAYS                        set the variable to the date that many days ago
//	requests COUNT                           check how many reports Graph was asked for
//	interrupted ARGUMENT...                  run peerdash, and interrupt it while Graph does not answer
//	login ACTION CODE ARGUMENT...            run peerdash login, whose code is approved, declined or expires, and which ends
//	                                         with the exit code
//	certificates                             write the app's certificate: certificate.pem and key.pem, both as app.pem, and
//	                                         app.pfx, whose password is "password"; and swapped.pem, curve.pem, expired.pem,
//	                                         early.pem and unregistered.pem, which cannot be used
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
			"peerdash":     always(runInScript),
			"fails":        always(failInScript),
			"graph":        always(startGraphInScript),
			"report":       always(giveReportInScript),
			"fault":        always(injectFaultInScript),
			"delay":        always(delayInScript),
			"works":        always(endFaultInScript),
			"proxy":        always(startProxyInScript),
			"day":          always(setDayInScript),
			"requests":     always(countRequestsInScript),
			"interrupted":  always(interruptInScript),
			"login":        always(logInInScript),
			"certificates": always(writeCertificatesInScript),
		},
	})
}

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

// commandInScript is peerdash in the script's directory, with its configuration.
func commandInScript(ts *testscript.TestScript, arguments []string) *exec.Cmd {
	path, err := binary()
	ts.Check(err)
	command := exec.Command(path, arguments...)
	command.Dir = ts.MkAbs(".")
	for name := range graphVariables(graphOf(ts).Emulator, "") {
		command.Env = append(command.Env, name+"="+ts.Getenv(name))
	}
	for _, name := range []string{"HOME", "XDG_STATE_HOME"} {
		command.Env = append(command.Env, name+"="+ts.Getenv(name))
	}
	return command
}

func interruptInScript(ts *testscript.TestScript, arguments []string) {
	graph, release := graphOf(ts), make(chan struct{})
	defer close(release)
	graph.setFault(emulatortest.Graph, emulatortest.Hold(release))
	defer graph.setFault(emulatortest.Graph, nil)
	var message strings.Builder
	command := commandInScript(ts, arguments)
	command.Stderr = &message
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

func setDayInScript(ts *testscript.TestScript, arguments []string) {
	days, err := strconv.Atoi(arguments[1])
	ts.Check(err)
	ts.Setenv(arguments[0], daysAgo(days))
}
