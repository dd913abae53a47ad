// Package cli is the command tree of peerdash: its flags, environment and exit codes. It is the one place where the
// client, the store, the clock and the terminal are created; it neither draws nor uses HTTP or SQL.
package cli

import (
	"context"
	"io"
	"log"
	"os"
	"time"

	"github.com/charmbracelet/x/term"

	"peerdash/ui/outfile"
)

// Program is one run of peerdash and what it gets from its environment.
type Program struct {
	// Arguments are the command line without the program's name.
	Arguments []string
	// Getenv looks up a variable of the environment, as os.Getenv does.
	Getenv func(name string) string
	Input  *os.File
	Output *StandardOutput
	// Errors receives messages, each of one to three lines.
	Errors io.Writer
	Now    func() time.Time
	// StateDirectory is where reports and tokens are stored.
	StateDirectory string

	// restricted reports whether viewers use the program who can change nothing on this host.
	restricted bool

	files   *outfile.Writer
	signIns *signIns
}

// Main runs peerdash as the operating system started it, and returns its exit code. SIGINT, SIGTERM and SIGHUP end
// it gracefully, a second one at once.
func Main() int {
	log.SetOutput(io.Discard) // net/http logs bytes from a server there, which would break the screen and may be secret
	program := Program{
		Arguments:      os.Args[1:],
		Getenv:         os.Getenv,
		Input:          os.Stdin,
		Output:         newStandardOutput(os.Stdout, lacksUTF8(os.Getenv)),
		Errors:         os.Stderr,
		Now:            time.Now,
		StateDirectory: stateDirectory(),
		files:          new(outfile.Writer),
		signIns:        new(signIns),
	}
	if lacksUTF8(os.Getenv) {
		program.Errors = asciiFile{os.Stderr}
	}
	defer program.removeTemporary()
	return runUntilSignal(program.Run, program.signIns.wait, program.abandonment())
}

// Run runs the command that the arguments name and returns its exit code. It returns when the command is done or ctx
// has ended.
func (p Program) Run(ctx context.Context) int {
	root := p.rootCommand()
	root.SetArgs(p.Arguments)
	unknownCommand := checkHelp(root)
	err := root.ExecuteContext(ctx)
	if err == nil {
		err = unknownCommand()
	}
	if failure := p.Output.Failure(); failure != nil {
		err = failure
	}
	if err == nil {
		return exitDone
	}
	return p.fail(ctx, err)
}

// clock gives the time now.
type clock = func() time.Time

func isTerminal(file interface{ Fd() uintptr }) bool { return term.IsTerminal(file.Fd()) }

// errorsAreTerminal reports whether messages go to a terminal.
func (p Program) errorsAreTerminal() bool {
	file, ok := p.Errors.(interface{ Fd() uintptr })
	return ok && isTerminal(file)
}
