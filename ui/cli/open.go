package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"peerdash/graphapi/reports"
	"peerdash/model"
)

func (p Program) openCommand() *cobra.Command {
	var flags dashboardFlags
	command := &cobra.Command{
		Use:   "open FILE...",
		Short: "Show the dashboard for CSV reports",
		Long: `Show the dashboard for CSV reports, as Graph, the Microsoft 365 admin center and "peerdash print --format csv" write them.
Files may be compressed with gzip; "-" is standard input. Nothing is stored.

The header of a file identifies its report. If two reports share a header, --report selects one of them. Without --period, the
shortest period of the files is shown first.`,
		Example:           "  peerdash open sessions.csv\n  peerdash open reports/*.csv --period all\n  curl -s https://intranet/sessions.csv | peerdash open -",
		Args:              someArguments("at least one file, or - for standard input"),
		ValidArgsFunction: completeReportFiles,
		RunE: func(command *cobra.Command, names []string) error {
			return p.open(command, names, flags)
		},
	}
	flags.register(command)
	for _, graphFlag := range []string{"every", "max-age", "offline", "refresh", "timeout"} {
		command.Flags().Lookup(graphFlag).Hidden = true
	}
	return command
}

func (p Program) open(command *cobra.Command, names []string, flags dashboardFlags) error {
	p.restricted = flags.restricted
	if words := p.sshCommand(); len(words) > 0 {
		return refusedCommand(words, "", "Use no command for the dashboard.")
	}
	keyboard, closeKeyboard, err := p.keyboardBeside(names)
	if err != nil {
		return err
	}
	defer closeKeyboard()
	session, err := p.openFiles(command.Context(), names, flags.report.named())
	if err != nil {
		return err
	}
	flags.report.definition = session.firstReport
	if !command.Flags().Changed("period") {
		flags.report.period = session.firstPeriod
	}
	p.Input = keyboard
	return p.show(command.Context(), session, flags)
}

// keyboardBeside returns the file to read keys from: standard input, or the terminal where standard input is a report.
func (p Program) keyboardBeside(names []string) (keyboard *os.File, closeKeyboard func(), err error) {
	instead := "Run `peerdash print FILE` to print a report."
	if p.restricted {
		instead = "Use `ssh -t` for the dashboard."
	}
	if !slices.Contains(names, reports.StandardInput) {
		return p.Input, func() {}, p.needTerminal(instead)
	}
	terminal, err := openTerminal()
	if err != nil {
		return nil, nil, noTerminal("there is no terminal to read keys from", instead)
	}
	p.Input = terminal
	if err := p.needTerminal(instead); err != nil {
		_ = terminal.Close()
		return nil, nil, err
	}
	return terminal, func() { _ = terminal.Close() }, nil
}

// openFiles opens a session on CSV files that hold a report, or any report where it is nil.
func (p Program) openFiles(ctx context.Context, names []string, report *model.Definition) (*session, error) {
	if err := checkFileNames(names); err != nil {
		return nil, err
	}
	files, err := reports.OpenFiles(ctx, reports.Inputs(names, p.Input, p.Now), report, p.Now())
	if err != nil {
		return nil, err
	}
	return filesSession(files, names, report), nil
}

// checkFileNames refuses the name of a report that stands where that of a file is expected.
func checkFileNames(names []string) error {
	for _, name := range names {
		definition, ok := model.Find(name)
		if _, err := os.Stat(name); ok && errors.Is(err, fs.ErrNotExist) {
			return wrongUsage(fmt.Sprintf("%q is a report, not a file", name), "Use --report "+definition.Name+" to select the report.")
		}
	}
	return nil
}

func filesSession(files *reports.Files, names []string, report *model.Definition) *session {
	name := filepath.Base(names[0])
	switch {
	case len(names) > 1:
		name = plural(len(names), "file")
	case name == reports.StandardInput:
		name = "standard input"
	}
	available := files.Definitions()
	if report == nil {
		report = available[0]
	}
	return &session{
		reports: files, name: name, available: available, firstReport: report, firstPeriod: files.Periods(report)[0],
		close: func() {},
	}
}
