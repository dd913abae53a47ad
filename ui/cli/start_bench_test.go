package cli_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// The start of each program, from its process to the frame that shows the text, on a terminal that never answers.
// Compare BenchmarkStartDemo and BenchmarkStartStored, which reads stored data, with BenchmarkStartBare, a minimal program.

func BenchmarkStartBare(b *testing.B) {
	bare := buildBare(b)
	benchmarkStart(b, "hello", func() *exec.Cmd { return exec.CommandContext(b.Context(), bare) })
}

// buildBare builds a minimal Bubble Tea program.
func buildBare(b *testing.B) string {
	bare := filepath.Join(b.TempDir(), "bare")
	if output, err := exec.Command("go", "build", "-o", bare, "./testdata/bare").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, output)
	}
	return bare
}

func BenchmarkStartDemo(b *testing.B) {
	box := newSandbox(b)
	benchmarkStart(b, "File Transfer", func() *exec.Cmd { return box.command(b.Context(), b, "demo") })
}

func BenchmarkStartStored(b *testing.B) {
	_, box := startGraph(b)
	for _, period := range []string{"D7", "D30", "D90", "D180"} {
		box.run(b, "print", "--period", period)
	}
	benchmarkStart(b, "File Transfer", func() *exec.Cmd {
		return box.command(b.Context(), b, "--period", "D180", "--offline")
	})
}

func benchmarkStart(b *testing.B, text string, command func() *exec.Cmd) {
	command() // builds the program before the time counts
	written := 0
	for b.Loop() {
		program := command()
		terminal, err := pty.StartWithSize(program, &pty.Winsize{Cols: 80, Rows: 24})
		if err != nil {
			b.Fatal(err)
		}
		var frame strings.Builder
		buffer := make([]byte, 64<<10)
		for !strings.Contains(frame.String(), text) {
			n, err := terminal.Read(buffer)
			if err != nil {
				b.Fatalf("it ended before it showed %q: %v\n%q", text, err, frame.String())
			}
			frame.Write(buffer[:n])
		}
		written += frame.Len()
		b.StopTimer()
		_ = program.Process.Kill()
		_ = program.Wait()
		_ = terminal.Close()
		b.StartTimer()
	}
	b.ReportMetric(float64(written)/float64(b.N), "bytes/op")
}
