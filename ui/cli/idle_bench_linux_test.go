package cli_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"peerdash/model"
)

// The cost of a program whose user presses no key: its processor time, the bytes that it writes, and the most memory that it
// has had. Compare BenchmarkIdleDemo and BenchmarkIdleAllReports, in which all reports were shown, with BenchmarkIdleBare, a
// minimal program.

func BenchmarkIdleBare(b *testing.B) {
	bare := buildBare(b)
	s := start(b, exec.CommandContext(b.Context(), bare), 80, 24, pty.Winsize{Cols: 80, Rows: 24})
	s.await("hello")
	measureIdle(b, s)
}

func BenchmarkIdleDemo(b *testing.B) {
	s := openDemo(b)
	measureIdle(b, s)
}

func BenchmarkIdleAllReports(b *testing.B) {
	s := openDemo(b)
	for _, report := range model.Catalogue() {
		s.awaitThat("it shows data of "+report.Name, func() bool {
			header, _, _ := strings.Cut(s.text(), "\n")
			return strings.Contains(header, report.Title) && strings.Contains(header, "data to ")
		})
		s.press("]")
	}
	measureIdle(b, s)
}

func openDemo(b *testing.B) *screen {
	command := newSandbox(b).command(b.Context(), b, "demo")
	s := start(b, command, 80, 24, pty.Winsize{Cols: 80, Rows: 24})
	s.await("File Transfer")
	return s
}

// measureIdle measures the program of a screen after it has stopped writing.
func measureIdle(b *testing.B, s *screen) {
	process := []int{s.command.Process.Pid}
	const settled = time.Second
	for written := -1; written != len(s.written()); time.Sleep(settled) {
		written = len(s.written())
	}
	before, written := useOf(b, process), len(s.written())
	for b.Loop() {
		time.Sleep(idleTime)
	}
	used := useOf(b, process).since(before)
	elapsed := b.Elapsed().Seconds()
	b.ReportMetric(100*used.cpu.Seconds()/elapsed, "%core")
	b.ReportMetric(float64(used.wakeups)/elapsed, "wakeups/s")
	b.ReportMetric(float64(len(s.written())-written), "bytes")
	b.ReportMetric(statusOf(fmt.Sprintf("/proc/%d/status", process[0]), "VmHWM")*1024/1e6, "MB-peak")
	b.ReportMetric(0, "ns/op")
	_ = s.command.Process.Kill()
	_ = s.command.Wait()
}
