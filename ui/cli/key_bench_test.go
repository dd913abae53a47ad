package cli_test

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// The time from a key to the first byte that the program writes because of it. Compare BenchmarkKeyDemo with BenchmarkKeyBare, a
// minimal program.

func BenchmarkKeyBare(b *testing.B) {
	bare := buildBare(b)
	benchmarkKey(b, "hello", exec.CommandContext(b.Context(), bare))
}

func BenchmarkKeyDemo(b *testing.B) {
	benchmarkKey(b, "File Transfer", newSandbox(b).command(b.Context(), b, "demo", "--period", "D30"))
}

func benchmarkKey(b *testing.B, text string, program *exec.Cmd) {
	terminal, err := pty.StartWithSize(program, &pty.Winsize{Cols: 80, Rows: 24})
	if err != nil {
		b.Fatal(err)
	}
	defer func() {
		_ = program.Process.Kill()
		_ = program.Wait()
		_ = terminal.Close()
	}()
	output := make(chan []byte)
	go func() {
		defer close(output)
		for {
			buffer := make([]byte, 64<<10)
			n, err := terminal.Read(buffer)
			if err != nil {
				return
			}
			output <- buffer[:n]
		}
	}()
	for frame := ""; !strings.Contains(frame, text); {
		frame += string(<-output)
	}
	written := 0
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		// The output of the previous key has ended once nothing is written for a while.
		for quiet := false; !quiet; {
			select {
			case bytes := <-output:
				written += len(bytes)
			case <-time.After(40 * time.Millisecond):
				quiet = true
			}
		}
		b.StartTimer()
		if _, err := terminal.WriteString("hl"[i%2 : i%2+1]); err != nil {
			b.Fatal(err)
		}
		written += len(<-output)
	}
	b.ReportMetric(float64(written)/float64(b.N), "bytes/op")
}
