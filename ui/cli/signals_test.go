//go:build linux

package cli_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// blocked is a process of peerdash in a call that does not return.
type blocked struct {
	name  string
	start func(t *testing.T, box sandbox) (*exec.Cmd, *bytes.Buffer)
}

var blockedCalls = []blocked{
	{"standard output without a reader", func(t *testing.T, box sandbox) (*exec.Cmd, *bytes.Buffer) {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = read.Close() })
		// A full pipe blocks the first byte.
		fill(t, write)
		return startBlocked(t, box, write, "demo", "print")
	}},
	{"help without a reader", func(t *testing.T, box sandbox) (*exec.Cmd, *bytes.Buffer) {
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = read.Close() })
		fill(t, write)
		return startBlocked(t, box, write, "--help")
	}},
	{"--output to a pipe without a reader", func(t *testing.T, box sandbox) (*exec.Cmd, *bytes.Buffer) {
		return startBlocked(t, box, nil, "demo", "print", "--output", namedPipe(t, box))
	}},
	{"import of a pipe without a writer", func(t *testing.T, box sandbox) (*exec.Cmd, *bytes.Buffer) {
		return startBlocked(t, box, nil, "import", "--tenant", "contoso.com", namedPipe(t, box))
	}},
	{"print of a pipe without a writer", func(t *testing.T, box sandbox) (*exec.Cmd, *bytes.Buffer) {
		return startBlocked(t, box, nil, "print", namedPipe(t, box))
	}},
}

func namedPipe(t *testing.T, box sandbox) string {
	t.Helper()
	path := filepath.Join(box.home, "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func fill(t *testing.T, pipe *os.File) {
	t.Helper()
	if err := pipe.SetWriteDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := pipe.Write(make([]byte, 8<<20)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("the pipe is not full: %v", err)
	}
}

func startBlocked(t *testing.T, box sandbox, output *os.File, arguments ...string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	command := box.command(t.Context(), t, arguments...)
	var failures bytes.Buffer
	command.Stderr = &failures
	if output != nil {
		command.Stdout = output
		defer func() { _ = output.Close() }()
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	return command, &failures
}

// awaitBlocked waits until a thread of the process blocks on a pipe.
func awaitBlocked(t *testing.T, process int) {
	t.Helper()
	deadline := time.Now().Add(testTimeout)
	for time.Now().Before(deadline) {
		waits, err := filepath.Glob(filepath.Join("/proc", strconv.Itoa(process), "task", "*", "wchan"))
		if err != nil {
			t.Fatal(err)
		}
		for _, wait := range waits {
			where, _ := os.ReadFile(wait) // a thread may have ended
			if string(where) == "0" {
				t.Skip("this kernel does not say where a thread waits")
			}
			if strings.Contains(string(where), "pipe_write") || string(where) == "wait_for_partner" {
				return
			}
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatal("peerdash does not block")
}

func TestASignalEndsACallThatBlocks(t *testing.T) {
	for _, test := range blockedCalls {
		for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
			t.Run(test.name+"/"+signal.String(), func(t *testing.T) {
				t.Parallel()
				command, failures := test.start(t, newSandbox(t))
				awaitBlocked(t, command.Process.Pid)
				if err := command.Process.Signal(signal); err != nil {
					t.Fatal(err)
				}
				if code := waitWithin(t, command, testTimeout); code != 130 {
					t.Errorf("exit code %d, want 130", code)
				}
				if failures.String() != "peerdash: Interrupted\n" {
					t.Errorf("standard error holds %q", failures.String())
				}
			})
		}
	}
}

// TestASecondSignalEndsAtOnce sends the second signal while a call blocks that the first one did not end.
func TestASecondSignalEndsAtOnce(t *testing.T) {
	t.Parallel()
	command, _ := blockedCalls[1].start(t, newSandbox(t))
	awaitBlocked(t, command.Process.Pid)
	begin := time.Now()
	done := make(chan struct{})
	defer close(done)
	go func() {
		for { // Signals that come together become one.
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
				_ = command.Process.Signal(syscall.SIGINT)
			}
		}
	}()
	if code := waitWithin(t, command, testTimeout); code != 130 {
		t.Errorf("exit code %d, want 130", code)
	}
	t.Logf("ended after %s", time.Since(begin))
}

// TestAnIgnoredHangupStaysIgnored starts peerdash like nohup.
func TestAnIgnoredHangupStaysIgnored(t *testing.T) {
	t.Parallel()
	box := newSandbox(t)
	pipe := namedPipe(t, box)
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), "sh", "-c", `trap "" HUP; exec "$0" print "$1"`, path, pipe)
	command.Env, command.Dir = box.environ(), box.home
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	awaitBlocked(t, command.Process.Pid)
	if err := command.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pipe, []byte(header+"2021-06-28,2021-06-28,7,1,2,3,4,5\n"), 0); err != nil {
		t.Fatal(err)
	}
	if code := waitWithin(t, command, testTimeout); code != 0 {
		t.Errorf("exit code %d, want 0", code)
	}
}

func waitWithin(t *testing.T, command *exec.Cmd, most time.Duration) int {
	t.Helper()
	timer := time.AfterFunc(most, func() { _ = command.Process.Kill() })
	_ = command.Wait()
	if !timer.Stop() {
		t.Fatal("peerdash did not end")
	}
	return command.ProcessState.ExitCode()
}

func TestOutputToDevicesAndPipes(t *testing.T) {
	box := newSandbox(t)
	box.run(t, "demo", "print", "--output", "/dev/null").wantExit(t, 0)
	got := box.run(t, "demo", "print", "--format", "csv", "--output", "/dev/stdout")
	got.wantExit(t, 0)
	if !strings.HasPrefix(got.output, header) {
		t.Errorf("/dev/stdout got %.80q", got.output)
	}
	box.run(t, "demo", "print", "--output", box.home).wantExit(t, 1, "directory")
}
