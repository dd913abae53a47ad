// Package cli is the command tree of peerdash: its flags, environment and exit codes. It is the one place where the
// client, the store, the clock and the terminal are made and handed on; it neither draws nor speaks HTTP or SQL.
package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"
	"github.com/charmbracelet/x/term"
)

// Program is what one run of peerdash is given from outside.
type Program struct {
	// Arguments are the command line without the program's name.
	Arguments []string
	// Getenv looks up a variable of the environment, as os.Getenv does.
	Getenv func(name string) string
	Input  *os.File
	Output *os.File
	// Errors is where messages go, each of one to three lines.
	Errors io.Writer
	Now    func() time.Time
	// StateDirectory is where reports and tokens are stored.
	StateDirectory string
}

// Main runs peerdash as the operating system started it, and returns its exit code. A signal such as SIGINT cancels what
// it does; a second signal, or no end within two seconds, ends the process at once.
func Main() int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer cancelOnSignal(cancel, os.Stdin, os.Stdout)()
	program := Program{
		Arguments:      os.Args[1:],
		Getenv:         os.Getenv,
		Input:          os.Stdin,
		Output:         os.Stdout,
		Errors:         os.Stderr,
		Now:            time.Now,
		StateDirectory: filepath.Join(xdg.StateHome, "peerdash"),
	}
	return program.Run(ctx)
}

// Run runs the command that the arguments name and returns its exit code. It returns when the command is done or ctx
// has ended.
func (p Program) Run(ctx context.Context) int {
	root := p.rootCommand()
	root.SetArgs(p.Arguments)
	root.SetIn(p.Input)
	root.SetOut(p.Output)
	root.SetErr(p.Errors)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitDone
	}
	return p.fail(ctx, err)
}

// clock gives the time now.
type clock = func() time.Time

func isTerminal(file *os.File) bool { return term.IsTerminal(file.Fd()) }

// errorsAreTerminal reports whether messages are read as they are written.
func (p Program) errorsAreTerminal() bool {
	file, ok := p.Errors.(*os.File)
	return ok && isTerminal(file)
}
