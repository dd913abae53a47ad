package cli_test

import (
	"os/exec"
	"testing"
)

// The whole run of a command that prints. Compare BenchmarkPrintStored with BenchmarkPrintSQLite, in which sqlite3 prints the
// same days from the same store.

func BenchmarkPrintDemo(b *testing.B) { benchmarkPrint(b, newSandbox(b), "demo", "print") }

func BenchmarkPrintStored(b *testing.B) {
	_, box := startGraph(b)
	box.run(b, "print", "--period", "D180")
	benchmarkPrint(b, box, "print", "--period", "D180", "--format", "csv", "--offline")
}

func benchmarkPrint(b *testing.B, box sandbox, arguments ...string) {
	box.run(b, "version") // builds the program before the time counts
	for b.Loop() {
		box.run(b, arguments...).wantExit(b, 0)
	}
}

func BenchmarkPrintSQLite(b *testing.B) {
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		b.Skip(err)
	}
	_, box := startGraph(b)
	box.run(b, "print", "--period", "D180")
	store := storePath(box)
	for b.Loop() {
		output, err := exec.CommandContext(b.Context(), program, "-readonly", "-csv", "-header", store,
			"SELECT * FROM skype_peer_to_peer ORDER BY date").CombinedOutput()
		if err != nil || len(output) == 0 {
			b.Fatalf("%v: %s", err, output)
		}
	}
}
