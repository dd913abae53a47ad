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
)

func (p Program) importCommand() *cobra.Command {
	var flags signInFlags
	command := &cobra.Command{
		Use:   "import FILE...",
		Short: "Take CSV reports saved earlier into what is kept",
		Long: `Take CSV reports saved earlier into what is kept, so that the curve reaches back beyond the 180 days that Graph
remembers. Files may be of any period, in any order, and compressed with gzip; "-" is standard input. Of a day that is told
twice the later refresh date counts, so importing again changes nothing. A file with anything wrong in it is refused whole,
and the others are imported all the same.

The reports belong to the tenant of --tenant or AZURE_TENANT_ID, or else to the only one that is kept.`,
		Example:           "  peerdash import saved/*.csv\n  gunzip -c old.csv.gz | peerdash import --tenant contoso.onmicrosoft.com -",
		Args:              someArguments("at least one file, or - for standard input"),
		ValidArgsFunction: completeReportFiles,
		RunE: func(command *cobra.Command, names []string) error {
			return p.importFiles(command.Context(), flags, names)
		},
	}
	flags.register(command.Flags())
	return command
}

func (p Program) importFiles(ctx context.Context, flags signInFlags, names []string) error {
	config, err := p.configure(flags)
	if err != nil {
		return err
	}
	kept, err := store.Open(ctx, config.storePath(), p.Now)
	if err != nil {
		return err
	}
	defer func() { _ = kept.Close() }()
	tenant, err := p.importTenant(ctx, config.ofTenant(flags.tenant), kept)
	if err != nil {
		return err
	}
	var failures []error
	inputs := reports.Inputs(names, p.Input, p.Now)
	for i, input := range inputs {
		p.showProgress(i, len(inputs))
		changes, err := reports.Import(ctx, input, kept, tenant, p.Now())
		p.hideProgress(len(inputs))
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			p.tell(problem.As(unknownMethod.of(err)))
			failures = append(failures, err)
		default:
			_, _ = fmt.Fprintf(p.Output, "%s: %s new, %d revised, %d unchanged\n",
				sanitize.Line(input.Name, 200), plural(changes.New, "day"), changes.Revised, changes.Unchanged)
		}
	}
	p.warn(kept.TakeNotes())
	return worst(failures)
}

// importTenant is whose reports the files are: of the tenant that is named, or of the only one that is kept.
func (p Program) importTenant(ctx context.Context, config configuration, kept *store.Store) (store.Tenant, error) {
	// Without credentials there may still be a kept sign-in, which knows the tenant's id.
	signIn, _ := signin.New(config.signInConfig(nil, p.Now))
	tenant, err := owner{config: config, signIn: signIn, store: kept}.tenant(ctx)
	if failure := problem.As(err); failure != nil && failure.Kind == problem.NotStored {
		return tenant, wrongUsage("Whose reports these are is not known", "Say it with --tenant, or set AZURE_TENANT_ID.")
	}
	return tenant, err
}

// worst is the failure that decides the exit code of several that were told: one that is not the report, if any is.
func worst(failures []error) error {
	if len(failures) == 0 {
		return nil
	}
	for _, err := range failures {
		if problem.As(err).Kind == problem.NotReport {
			return toldAlready{problem.NotReport}
		}
	}
	return toldAlready{problem.As(failures[0]).Kind}
}

// manyFiles is from how many files on their progress is shown.
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
