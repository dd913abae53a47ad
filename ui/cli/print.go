package cli

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"peerdash/model"
	"peerdash/ui/format"
)

// printFlags say what of the report is printed, how, and where to.
type printFlags struct {
	report       reportFlags
	signIn       signInFlags
	format       format.Format
	output       string
	revisions    bool
	since, until model.Date
	chart        chartFlags
}

func (f *printFlags) register(command *cobra.Command) {
	f.format = format.Table
	f.report.register(command)
	f.chart.register(command.Flags())
	flags := command.Flags()
	flags.Var(choiceFlag(&f.format, "format", format.Formats()...), "format", "table, csv, json, ndjson or chart")
	flags.StringVar(&f.output, "output", "", "write to this `file`, whole or not at all, instead of standard output")
	flags.BoolVar(&f.revisions, "revisions", false, "of all kept, list each value that was told of a day (with --format ndjson)")
	flags.Var(dateFlag(&f.since), "since", "leave out days before this one, like 2021-06-22")
	flags.Var(dateFlag(&f.until), "until", "leave out days after this one")
}

const printExample = `  peerdash print
  peerdash print --period D30 --format csv --output sessions.csv
  peerdash print --period all --since 2021-01-01 --format ndjson
  peerdash print --format json | jq '.value[-1].im'
  peerdash print saved-report.csv`

// printCommand prints the report. The reports come from what open opens, or from the files that are its arguments.
func (p Program) printCommand(open opener) *cobra.Command {
	var flags printFlags
	command := &cobra.Command{
		Use:               "print [FILE…]",
		Short:             "Print the report for scripts, or for reading",
		Long:              printLong,
		Example:           printExample,
		ValidArgsFunction: completeReportFiles,
		RunE: func(command *cobra.Command, files []string) error {
			if err := flags.check(); err != nil {
				return err
			}
			session, err := p.openSession(command.Context(), open, files, flags.signIn, flags.report)
			if err != nil {
				return err
			}
			defer session.close()
			if len(files) > 0 && !flags.revisions && !command.Flags().Changed("period") {
				flags.report.period = session.firstPeriod
			}
			return p.print(command.Context(), session, flags)
		},
	}
	flags.register(command)
	flags.signIn.register(command.Flags())
	return command
}

const printLong = `Print the report of one period. Only data goes to standard output; messages go to standard error.

The report comes from Graph, or from what is kept of it while that is fresh (see --max-age); given files, it is read
from these CSV reports instead, "-" being standard input. Nothing is ever asked of a person: where a sign-in needs one,
print ends with exit code 3.`

func (f *printFlags) check() error {
	if f.revisions {
		if f.format != format.NDJSON {
			return wrongUsage("--revisions lists values day by day", "Add --format ndjson.")
		}
		f.report.period = model.All
	}
	return nil
}

func (p Program) print(ctx context.Context, session *session, flags printFlags) error {
	reading, err := session.reports.Report(ctx, flags.report.period)
	p.warn(session.signInNotes(err))
	p.warn(reading.Notes)
	if err != nil {
		return err
	}
	if flags.revisions {
		return p.printRevisions(ctx, session, flags)
	}
	reading.Report = reading.Report.Between(flags.since, flags.until)
	canvas := p.chartCanvas(flags.chart)
	return p.writeOutput(flags.output, func(w io.Writer) error {
		return format.Write(w, flags.format, reading, canvas)
	})
}

// printRevisions prints each value that was told of each day kept, with the refresh date of its report.
func (p Program) printRevisions(ctx context.Context, session *session, flags printFlags) error {
	days, err := session.reports.Revisions(ctx)
	if err != nil {
		return err
	}
	days = slices.DeleteFunc(days, func(day model.Day) bool { return !day.Date.Within(flags.since, flags.until) })
	return p.writeOutput(flags.output, func(w io.Writer) error {
		return format.WriteNDJSON(w, days, model.All)
	})
}
