package cli

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peerdash/model"
	"peerdash/ui/format"
)

// printFlags select what is printed, in which format, and where to.
type printFlags struct {
	report    reportFlags
	signIn    signInFlags
	format    format.Format
	output    string
	revisions bool
	dates     dateRange
	chart     chartFlags

	// periodIsGiven reports whether --period chooses the period, readsFiles whether files are printed.
	periodIsGiven, readsFiles bool
}

func (f *printFlags) register(command *cobra.Command) {
	f.format = format.Table
	f.report.register(command)
	f.chart.register(command.Flags())
	flags := command.Flags()
	flags.Var(choiceFlag(&f.format, "format", format.Formats()...), "format", "output format: table, csv, json, ndjson or chart")
	flags.StringVar(&f.output, "output", "", "write to this `file` instead of standard output, complete or not at all")
	flags.BoolVar(&f.revisions, "revisions", false, "list every revision of each stored day (with --format ndjson)")
	flags.Var(dateFlag(&f.dates.since), "since", "first `day` to print, like 2021-06-22; without --period, selects the shortest period that reaches back to it")
	flags.Var(dateFlag(&f.dates.until), "until", "last `day` to print")
}

const printExample = `  peerdash print
  peerdash print --report teams-messages --period D30
  peerdash print --period D30 --format csv --output sessions.csv
  peerdash print --since 2021-06-01 --until 2021-06-28 --format ndjson
  peerdash print --format json | jq '.value[-1].im'
  peerdash print saved-report.csv`

// printCommand prints the report, from the session that open opens or from the files that are its arguments.
func (p Program) printCommand(open opener) *cobra.Command {
	var flags printFlags
	command := &cobra.Command{
		Use:               "print [FILE...]",
		Short:             "Print a report as table, CSV, JSON, NDJSON or chart",
		Long:              printLong,
		Example:           printExample,
		ValidArgsFunction: completeReportFiles,
		RunE: func(command *cobra.Command, files []string) error {
			if err := flags.check(command.Flags()); err != nil {
				return err
			}
			session, err := p.openSession(command.Context(), open, files, flags.signIn, flags.report)
			if err != nil {
				return err
			}
			defer session.close()
			flags.readsFiles = len(files) > 0
			flags.periodIsGiven = flags.revisions || command.Flags().Changed("period")
			if flags.readsFiles {
				flags.report.definition = session.firstReport
			}
			if flags.readsFiles && !flags.periodIsGiven {
				flags.report.period = session.firstPeriod
			}
			return p.print(command.Context(), session, flags)
		},
	}
	flags.register(command)
	flags.signIn.register(command.Flags())
	return command
}

const printLong = `Print a report of one period. Only data goes to standard output; messages go to standard error.

A stored report is printed while it is fresh (see --max-age), and is otherwise fetched from Graph. With files as
arguments, these CSV reports are printed instead; "-" is standard input. print never prompts: if a person has to sign
in, it ends with exit code 3.

--since and --until select days. Without --period, the shortest period that reaches back to --since is read. If the report does
not cover all of these days, print fails, so that no days are missing unnoticed.`

func (f *printFlags) check(set *pflag.FlagSet) error {
	if f.output == "" && set.Changed("output") {
		return wrongUsage("--output names no file", "Name a file, or omit --output to write to standard output.")
	}
	if f.revisions {
		if f.format != format.NDJSON {
			return wrongUsage("--revisions requires NDJSON", "Add --format ndjson.")
		}
		f.report.period = model.All
	}
	return f.dates.check()
}

func (p Program) print(ctx context.Context, session *session, flags printFlags) error {
	reading, err := p.readRange(ctx, session, flags)
	p.warn(session.signInNotes(err))
	p.warn(reading.Notes)
	if err != nil {
		return err
	}
	if flags.revisions {
		return p.printRevisions(ctx, session, flags)
	}
	reading.Report = reading.Report.Between(flags.dates.since, flags.dates.until)
	canvas := p.chartCanvas(flags.chart)
	return p.writeOutput(ctx, flags.output, func(w io.Writer) error {
		return format.Write(w, flags.format, reading, canvas)
	})
}

// printRevisions prints every revision of each stored day, with the refresh date of its report.
func (p Program) printRevisions(ctx context.Context, session *session, flags printFlags) error {
	days, err := session.reports.Revisions(ctx, flags.report.definition)
	if err != nil {
		return err
	}
	days = slices.DeleteFunc(days, func(day model.Day) bool { return !day.Date.Within(flags.dates.since, flags.dates.until) })
	return p.writeOutput(ctx, flags.output, func(w io.Writer) error {
		return format.WriteNDJSON(w, flags.report.definition, days, model.All)
	})
}
