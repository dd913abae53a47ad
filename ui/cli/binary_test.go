package cli_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"peerdash/graphapi/emulator/authority"
	"peerdash/graphapi/emulator/emulatortest"
)

// binary is the path of peerdash itself, built once for all tests.
var binary = sync.OnceValues(func() (string, error) {
	directory, err := os.MkdirTemp("", "peerdash-test-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(directory, "peerdash")
	build := exec.Command("go", "build", "-o", path, "peerdash")
	if output, err := build.CombinedOutput(); err != nil {
		return "", errors.New(string(output))
	}
	return path, nil
})

// parallelTests is the number of tests that run at once: most wait for a process or a clock, so that it may exceed the cores.
const parallelTests = 8

func TestMain(m *testing.M) {
	flag.Parse()
	if parallel := flag.Lookup("test.parallel"); parallel.Value.String() == parallel.DefValue {
		_ = parallel.Value.Set(strconv.Itoa(max(parallelTests, runtime.GOMAXPROCS(0))))
	}
	code := m.Run()
	if path, err := binary(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// sandbox is the home directory and environment of a run.
type sandbox struct {
	home  string
	extra []string
}

// newSandbox is a new home directory without any configuration.
func newSandbox(t testing.TB) sandbox {
	t.Helper()
	return sandbox{home: t.TempDir()}
}

// with adds NAME=value pairs.
func (s sandbox) with(variables ...string) sandbox {
	s.extra = append(append([]string{}, s.extra...), variables...)
	return s
}

func (s sandbox) environ() []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.home, "XDG_STATE_HOME=" + filepath.Join(s.home, "state"),
		"TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC",
	}, s.extra...)
}

// startGraph starts an emulated Graph and returns a new home directory with the configuration for an emulated Graph.
func startGraph(t testing.TB) (*emulatortest.Emulator, sandbox) {
	t.Helper()
	return startGraphWith(t, emulatortest.Config{SignIn: authority.Config{Interval: time.Second}})
}

// startGraphWith is startGraph with a configuration of the emulated Graph.
func startGraphWith(t testing.TB, config emulatortest.Config) (*emulatortest.Emulator, sandbox) {
	t.Helper()
	graph, err := emulatortest.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	box := newSandbox(t)
	certificate := filepath.Join(box.home, "authority.pem")
	if err := os.WriteFile(certificate, graph.CertificatePEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	return graph, box.with(
		"SSL_CERT_FILE="+certificate,
		"PEERDASH_GRAPH_URL="+graph.GraphRoot().String(),
		"PEERDASH_LOGIN_URL="+graph.LoginRoot().String(),
		"AZURE_TENANT_ID="+graph.Tenant(),
		"AZURE_CLIENT_ID="+graph.ClientID(),
		"AZURE_CLIENT_SECRET="+graph.ClientSecret(),
	)
}

// outcome is the result of a run.
type outcome struct {
	output, errors string
	code           int
}

func (s sandbox) command(ctx context.Context, t testing.TB, arguments ...string) *exec.Cmd {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(ctx, path, arguments...)
	command.Env = s.environ()
	command.Dir = s.home
	return command
}

// run runs peerdash to its end, without a terminal.
func (s sandbox) run(t testing.TB, arguments ...string) outcome {
	t.Helper()
	return s.runWith(t, "", arguments...)
}

// runWith is run with an input.
func (s sandbox) runWith(t testing.TB, input string, arguments ...string) outcome {
	t.Helper()
	command := s.command(t.Context(), t, arguments...)
	var output, failures bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(input), &output, &failures
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{output.String(), failures.String(), command.ProcessState.ExitCode()}
}

// wantExit checks the exit code, and that the message has each text and no more than three lines.
func (o outcome) wantExit(t testing.TB, code int, texts ...string) {
	t.Helper()
	if o.code != code {
		t.Errorf("exit code %d, want %d; standard error:\n%s", o.code, code, o.errors)
	}
	for _, text := range texts {
		if !strings.Contains(o.errors, text) {
			t.Errorf("standard error does not say %q:\n%s", text, o.errors)
		}
	}
	if lines := strings.Count(o.errors, "\n"); code != 0 && lines > 3 {
		t.Errorf("the message has %d lines, want at most 3:\n%s", lines, o.errors)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
