package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/store"
)

func (p Program) storeRecoverCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "recover FILE...",
		Short: "Merge what can be read of damaged stores",
		Long: `Merge what can be read of damaged stores into the store. Days whose checksums are wrong are left out. The damaged files
stay as they are; remove them when you no longer need them.`,
		Example: "  peerdash store recover ~/.local/state/peerdash/peerdash.db.damaged-20261124T120000",
		Args:    someArguments("at least one file, as listed by `peerdash store`"),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
		RunE: func(command *cobra.Command, paths []string) error {
			return p.withNewStore(command.Context(), func(ctx context.Context, stored *store.Store) error {
				return p.recoverStores(ctx, stored, paths)
			})
		},
	}
}

func (p Program) recoverStores(ctx context.Context, stored *store.Store, paths []string) error {
	var failures []error
	for _, path := range paths {
		recovered, err := stored.Recover(ctx, path)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			p.report(problem.As(unknownMethod.word(err)))
			failures = append(failures, err)
			continue
		}
		for _, tenant := range recovered {
			if err := p.printRecovered(path, tenant); err != nil {
				return err
			}
		}
	}
	return overallFailure(failures)
}

func (p Program) printRecovered(path string, recovered store.Recovered) error {
	missing := ""
	if !recovered.IsComplete {
		missing = "; the other days cannot be read"
	}
	name := sanitize.Line(recovered.Tenant.Name, lineLength)
	if recovered.Reports > 1 {
		name += ", " + plural(recovered.Reports, "report")
	}
	return p.printLine(fmt.Sprintf("%s: %s: %s new, %d revised, %d unchanged%s", sanitize.Line(path, lineLength),
		name, plural(recovered.Changes.New, "day"), recovered.Changes.Revised,
		recovered.Changes.Unchanged, missing))
}
