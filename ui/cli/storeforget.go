package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/store"
	"peerdash/model"
)

// forgetFlags select what to remove.
type forgetFlags struct {
	tenant   string
	report   *model.Definition // nil for all
	imported int64
	dates    dateRange
	yes      bool
}

func (p Program) storeForgetCommand() *cobra.Command {
	var flags forgetFlags
	command := &cobra.Command{
		Use:   "forget {--tenant TENANT [--report NAME] [--since DAY] [--until DAY] | --import NUMBER}",
		Short: "Remove stored data of a tenant, a report or some days, or an import",
		Long: `Remove all stored data of a tenant or of one of its reports, the days between two dates, or the counts of an import. Days that
Graph still reports are stored again when they are next fetched. Days with counts of the import get back the counts that they had
without it.`,
		Example: "  peerdash store forget --tenant contoso.onmicrosoft.com\n" +
			"  peerdash store forget --tenant contoso.onmicrosoft.com --report teams-messages --since 2099-01-01\n" +
			"  peerdash store forget --import 3",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := flags.check(command); err != nil {
				return err
			}
			return p.withStore(command.Context(), func(ctx context.Context, stored *store.Store) error {
				return p.forget(ctx, stored, flags)
			})
		},
	}
	command.Flags().StringVar(&flags.tenant, "tenant", "", "`id or domain` of the tenant")
	registerReport(command.Flags(), &flags.report, "`name` or Graph function of the report to remove (default all reports)")
	command.Flags().Var(dateFlag(&flags.dates.since), "since", "first `day` to remove, like 2021-06-22")
	command.Flags().Var(dateFlag(&flags.dates.until), "until", "last `day` to remove")
	command.Flags().Int64Var(&flags.imported, "import", 0, "`number` of the import to remove, as listed by peerdash store")
	command.Flags().BoolVar(&flags.yes, "yes", false, "remove without confirmation")
	return command
}

func (f forgetFlags) check(command *cobra.Command) error {
	isImport := command.Flags().Changed("import")
	switch {
	case f.tenant == "" && !isImport:
		return wrongUsage("No tenant is named", "Use --tenant, or --import; `peerdash store` lists both.")
	case isImport && (f.tenant != "" || f.report != nil || f.hasRange()):
		return wrongUsage("--import cannot be combined with --tenant, --report, --since or --until", "Use --import alone.")
	default:
		return f.dates.check()
	}
}

func (f forgetFlags) hasRange() bool { return !f.dates.since.IsZero() || !f.dates.until.IsZero() }

// String is what is removed.
func (f forgetFlags) String() string {
	of := sanitize.Line(f.tenant, 200)
	if f.report != nil {
		of = f.report.Name + " of " + of
	}
	switch {
	case f.tenant == "":
		return fmt.Sprintf("import %d", f.imported)
	case !f.hasRange():
		return "all stored data of " + of
	}
	text := "the stored days of " + of
	if !f.dates.since.IsZero() {
		text += " from " + f.dates.since.String()
	}
	if !f.dates.until.IsZero() {
		text += " until " + f.dates.until.String()
	}
	return text
}

func (p Program) forget(ctx context.Context, stored *store.Store, flags forgetFlags) error {
	if !flags.yes {
		if err := p.confirm("Remove " + flags.String() + "? [y/N] "); err != nil {
			return err
		}
	}
	if flags.tenant == "" {
		changed, err := stored.ForgetImport(ctx, flags.imported)
		if err != nil {
			return err
		}
		return p.printLine(fmt.Sprintf("Removed import %d: %s changed.", flags.imported, plural(changed, "day")))
	}
	days, found, err := forgetEverywhere(ctx, stored, flags)
	switch {
	case err != nil:
		return err
	case flags.hasRange():
		return p.printLine("Removed " + plural(days, "day") + ".")
	case found:
		return p.printLine("Removed " + flags.String() + ".")
	default:
		return p.printLine("No" + strings.TrimPrefix(flags.String(), "all") + ".")
	}
}

// forgetEverywhere removes what is stored of the tenant for each Graph root. It gives the number of days removed from a
// range, and whether there was anything of the tenant.
func forgetEverywhere(ctx context.Context, stored *store.Store, flags forgetFlags) (days int, found bool, err error) {
	all, err := stored.Tenants(ctx)
	if err != nil {
		return 0, false, err
	}
	roots := map[string]bool{}
	for _, info := range all {
		if roots[info.GraphRoot] {
			continue
		}
		roots[info.GraphRoot] = true
		tenant := store.Tenant{GraphRoot: info.GraphRoot, Name: flags.tenant}
		if flags.hasRange() {
			removed, err := stored.ForgetDays(ctx, tenant, flags.report, flags.dates.since, flags.dates.until)
			if err != nil {
				return days, found, err
			}
			days += removed
			continue
		}
		removed, err := stored.Forget(ctx, tenant, flags.report)
		if err != nil {
			return days, found, err
		}
		found = found || removed
	}
	return days, found, nil
}

// confirm asks for confirmation, and is nil only after a yes.
func (p Program) confirm(question string) error {
	if !isTerminal(p.Input) {
		return wrongUsage("Cannot ask for confirmation: standard input is not a terminal", "Use --yes to remove without confirmation.")
	}
	_, _ = fmt.Fprint(p.Errors, question)
	answer, _ := bufio.NewReader(p.Input).ReadString('\n')
	if answer = strings.ToLower(strings.TrimSpace(answer)); answer == "y" || answer == "yes" {
		return nil
	}
	return problem.New(problem.Error{What: "Nothing was removed"})
}
