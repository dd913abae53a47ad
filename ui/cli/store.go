package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/store"
)

func (p Program) storeCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "store",
		Short: "Look at what is kept, tidy it, forget a tenant",
		Args:  noArguments,
		RunE:  func(command *cobra.Command, _ []string) error { return command.Help() },
	}
	command.AddCommand(p.storeInfoCommand(), p.storeVacuumCommand(), p.storeForgetCommand())
	return command
}

func (p Program) storeInfoCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "info",
		Short:   "Tell what is kept, and where",
		Example: "  peerdash store info",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return p.withStore(command.Context(), func(ctx context.Context, kept *store.Store) error {
				return p.storeInfo(ctx, kept)
			})
		},
	}
}

func (p Program) storeInfo(ctx context.Context, kept *store.Store) error {
	tenants, err := kept.Tenants(ctx)
	if err != nil {
		return err
	}
	size, err := kept.Size()
	if err != nil {
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s, %d KiB, %s\n", sanitize.Line(kept.Path(), 400), kibibytes(size), plural(len(tenants), "tenant"))
	for _, info := range tenants {
		fmt.Fprintf(&text, "\n%s\n", sanitize.Line(info.Label(), 400))
		if info.ID != "" && info.ID != info.Label() {
			fmt.Fprintf(&text, "  tenant id  %s\n", sanitize.Line(info.ID, 400))
		}
		fmt.Fprintf(&text, "  Graph      %s\n", sanitize.Line(info.GraphRoot, 400))
		if info.Days == 0 {
			text.WriteString("  days       none\n")
			continue
		}
		fmt.Fprintf(&text, "  days       %d from %s to %s, %s missing between\n  refreshed  %s\n",
			info.Days, info.First, info.Last, plural(info.Gaps, "day"), info.RefreshDate)
	}
	_, err = p.Output.WriteString(text.String())
	return outputFailure("standard output", err)
}

// kibibytes is a size rounded up.
func kibibytes(bytes int64) int64 { return (bytes + 1023) / 1024 }

func (p Program) storeVacuumCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "vacuum",
		Short:   "Give the space of what was forgotten back to the disk",
		Example: "  peerdash store vacuum",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return p.withStore(command.Context(), func(ctx context.Context, kept *store.Store) error {
				before, err := kept.Size()
				if err != nil {
					return err
				}
				if err := kept.Vacuum(ctx); err != nil {
					return err
				}
				after, err := kept.Size()
				if err != nil {
					return err
				}
				_, _ = fmt.Fprintf(p.Output, "%d KiB before, %d KiB now.\n", kibibytes(before), kibibytes(after))
				return nil
			})
		},
	}
}

func (p Program) storeForgetCommand() *cobra.Command {
	var tenant string
	var yes bool
	command := &cobra.Command{
		Use:     "forget --tenant TENANT",
		Short:   "Remove everything that is kept of a tenant",
		Example: "  peerdash store forget --tenant contoso.onmicrosoft.com",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if tenant == "" {
				return wrongUsage("It is not said which tenant to forget", "Say it with --tenant; see `peerdash store info`.")
			}
			return p.withStore(command.Context(), func(ctx context.Context, kept *store.Store) error {
				return p.forget(ctx, kept, tenant, yes)
			})
		},
	}
	command.Flags().StringVar(&tenant, "tenant", "", "`id or domain` of the tenant to forget")
	command.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return command
}

func (p Program) forget(ctx context.Context, kept *store.Store, tenant string, yes bool) error {
	if !yes {
		if err := p.confirm(ctx, "Remove everything that is kept of "+sanitize.Line(tenant, 200)+"? [y/N] "); err != nil {
			return err
		}
	}
	found, err := forgetEverywhere(ctx, kept, tenant)
	switch {
	case err != nil:
		return err
	case found:
		_, _ = fmt.Fprintln(p.Output, "Forgotten.")
	default:
		_, _ = fmt.Fprintln(p.Output, "Nothing was kept of "+sanitize.Line(tenant, 200)+".")
	}
	return nil
}

// forgetEverywhere removes what is kept of the tenant of whatever Graph root, and reports whether there was anything.
func forgetEverywhere(ctx context.Context, kept *store.Store, tenant string) (bool, error) {
	all, err := kept.Tenants(ctx)
	if err != nil {
		return false, err
	}
	removed := false
	for _, info := range all {
		found, err := kept.Forget(ctx, store.Tenant{GraphRoot: info.GraphRoot, Name: tenant})
		if err != nil {
			return removed, err
		}
		removed = removed || found
	}
	return removed, nil
}

// confirm asks a person, and is nil only for a yes.
func (p Program) confirm(ctx context.Context, question string) error {
	if !isTerminal(p.Input) {
		return wrongUsage("There is nobody to ask whether that is meant", "Give --yes if it is.")
	}
	_, _ = fmt.Fprint(p.Errors, question)
	var answer string
	err := await(ctx, func() error {
		answer, _ = bufio.NewReader(p.Input).ReadString('\n')
		return nil
	})
	if err != nil {
		return err
	}
	if answer = strings.ToLower(strings.TrimSpace(answer)); answer == "y" || answer == "yes" {
		return nil
	}
	return problem.New(problem.Error{What: "Nothing was removed"})
}

// withStore hands the store over where there is one; where nothing was ever kept it says so.
func (p Program) withStore(ctx context.Context, use func(context.Context, *store.Store) error) error {
	path := configuration{stateDirectory: p.StateDirectory}.storePath()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		_, _ = fmt.Fprintln(p.Output, "Nothing is kept yet: "+sanitize.Line(path, 400)+" does not exist.")
		return nil
	}
	kept, err := store.Open(ctx, path, p.Now)
	if err != nil {
		return err
	}
	defer func() { _ = kept.Close() }()
	err = use(ctx, kept)
	p.warn(kept.TakeNotes())
	return err
}
