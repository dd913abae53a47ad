package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/signin"
	"peerdash/graphapi/store"
	"peerdash/model"
)

func (p Program) importCommand() *cobra.Command {
	var flags signInFlags
	var report *model.Definition
	command := &cobra.Command{
		Use:   "import FILE...",
		Short: "Import CSV reports into the store",
		Long: `Import CSV reports into the store, so that the chart reaches back beyond the 180 days that Graph reports. Files may cover
any period, come in any order, and be compressed with gzip; "-" is standard input. If two reports cover a day, the later
refresh date wins, so importing a file again changes nothing. A file that contains an error is rejected completely; the
other files are still imported.

The header of a file identifies its report. If two reports share a header, the file is imported as the first of them
in "peerdash reports", unless --report names the other.

The reports belong to the tenant that --tenant or AZURE_TENANT_ID names or, if neither is set, to the only stored tenant.`,
		Example:           "  peerdash import saved/*.csv\n  gunzip -c old.csv.gz | peerdash import --tenant contoso.onmicrosoft.com -",
		Args:              someArguments("at least one file, or - for standard input"),
		ValidArgsFunction: completeReportFiles,
		RunE: func(command *cobra.Command, names []string) error {
			return p.importFiles(command.Context(), flags, report, names)
		},
	}
	flags.register(command.Flags())
	registerReport(command.Flags(), &report, "`name` of the report in the files, if two reports share a header")
	return command
}

func (p Program) importFiles(
	ctx context.Context, flags signInFlags, report *model.Definition, names []string,
) error {
	if err := checkFileNames(names); err != nil {
		return err
	}
	config, err := p.configure(flags)
	if err != nil {
		return err
	}
	if config.storePath == "" {
		return errNoHome
	}
	stored, err := p.openStore(ctx, config.storePath)
	if err != nil {
		return err
	}
	defer func() { _ = stored.Close() }()
	tenant, err := p.importTenant(ctx, config.ofTenant(flags.tenant), stored)
	if err != nil {
		return err
	}
	var failures []error
	inputs := reports.Inputs(names, p.Input, p.Now)
	for i, input := range inputs {
		p.showProgress(i, len(inputs))
		imported, err := reports.Import(ctx, input, stored, tenant, report, p.Now())
		p.hideProgress(len(inputs))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			p.report(problem.As(unknownMethod.word(err)))
			failures = append(failures, err)
		default:
			_, _ = fmt.Fprintf(p.Output, "%s: %s new, %d revised, %d unchanged (%s)\n", sanitize.Line(input.Name, 200),
				plural(imported.New, "day"), imported.Revised, imported.Unchanged, reportNames(imported.Definitions))
		}
	}
	p.warn(stored.TakeNotes())
	return overallFailure(failures)
}

// importTenant returns the tenant of the files: the one that is named, or the only stored one.
func (p Program) importTenant(ctx context.Context, config configuration, stored *store.Store) (store.Tenant, error) {
	// Without credentials there may still be stored tokens, which contain the tenant's id.
	signIn, _ := signin.New(config.signInConfig(nil, p.Now))
	tenant, err := owner{config: config, signIn: signIn, store: stored}.tenant(ctx)
	if failure := problem.As(err); failure != nil && failure.Kind == problem.NotStored {
		return tenant, wrongUsage("The tenant of these reports is unknown", "Use --tenant, or set AZURE_TENANT_ID.")
	}
	return tenant, err
}

// overallFailure returns the failure that decides the exit code of several reported ones: data that is not the report, if any is.
func overallFailure(failures []error) error {
	if len(failures) == 0 {
		return nil
	}
	for _, err := range failures {
		if problem.As(err).Kind == problem.NotReport {
			return reportedFailure{problem.NotReport}
		}
	}
	return reportedFailure{problem.As(failures[0]).Kind}
}

// manyFiles is the least number of files for which progress is shown.
const manyFiles = 5

func (p Program) showProgress(done, all int) {
	if all >= manyFiles && p.errorsAreTerminal() {
		_, _ = fmt.Fprintf(p.Errors, "\r%d of %d files", done+1, all)
	}
}

func (p Program) hideProgress(all int) {
	if all >= manyFiles && p.errorsAreTerminal() {
		_, _ = fmt.Fprint(p.Errors, "\r\x1b[K")
	}
}
