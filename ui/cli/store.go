package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/store"
)

func (p Program) storeCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "store",
		Short: "Show, clean up and recover stored data",
		Long: `Show where reports are stored, which days of which tenants, which files were imported, and which damaged stores were
renamed. $PEERDASH_STORE names another place for the store.`,
		Example: "  peerdash store\n  peerdash store forget --tenant contoso.onmicrosoft.com --since 2026-01-01",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return p.withStore(command.Context(), p.showStore)
		},
	}
	info := &cobra.Command{
		Use: "info", Short: "Show stored data", Example: "  peerdash store info", Args: noArguments, RunE: command.RunE, Hidden: true,
	}
	command.AddCommand(info, p.storeForgetCommand(), p.storeRecoverCommand(), p.storeVacuumCommand())
	return command
}

// lineLength is the most characters of a path or name in a line of output.
const lineLength = 400

func (p Program) showStore(ctx context.Context, stored *store.Store) error {
	if err := stored.Check(ctx); err != nil {
		return err
	}
	tenants, err := stored.Tenants(ctx)
	if err != nil {
		return err
	}
	size, err := stored.Size()
	if err != nil {
		return err
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s, %d KiB, %s\n", sanitize.Line(stored.Path(), lineLength), kibibytes(size), plural(len(tenants), "tenant"))
	if reason := stored.ReadOnly(); reason != nil {
		fmt.Fprintf(&text, "Read-only: %s\n", reason)
	}
	for _, info := range tenants {
		imports, err := stored.Imports(ctx, info.Tenant())
		if err != nil {
			return err
		}
		writeTenant(&text, info, imports)
	}
	damaged, err := stored.Damaged()
	if err != nil {
		return err
	}
	writeDamaged(&text, damaged)
	_, err = p.Output.WriteString(text.String())
	return outputFailure("standard output", err)
}

func writeTenant(text *strings.Builder, info store.TenantInfo, imports []store.ImportInfo) {
	fmt.Fprintf(text, "\n%s\n", sanitize.Line(info.Label(), lineLength))
	if info.ID != "" && info.ID != info.Label() {
		fmt.Fprintf(text, "  tenant id  %s\n", sanitize.Line(info.ID, lineLength))
	}
	fmt.Fprintf(text, "  Graph      %s\n", sanitize.Line(info.GraphRoot, lineLength))
	for _, report := range info.Reports {
		writeReport(text, report)
	}
	for _, imported := range imports {
		fmt.Fprintf(text, "  import %-3d %s, %s, imported %s\n", imported.ID, sanitize.Line(imported.File, lineLength),
			plural(imported.Days, "day"), imported.At.Local().Format(time.DateTime))
	}
}

func writeReport(text *strings.Builder, report store.ReportInfo) {
	fmt.Fprintf(text, "  %s\n", sanitize.Line(report.Name, lineLength))
	if report.Days == 0 {
		text.WriteString("    days       none\n")
		return
	}
	fmt.Fprintf(text, "    days       %d from %s to %s, %s missing\n    refreshed  %s\n",
		report.Days, report.First, report.Last, plural(report.Gaps, "day"), report.RefreshDate)
}

func writeDamaged(text *strings.Builder, damaged []string) {
	if len(damaged) == 0 {
		return
	}
	text.WriteString("\nDamaged stores, which were renamed (`peerdash store recover FILE` merges what can be read):\n")
	for _, path := range damaged {
		fmt.Fprintf(text, "  %s\n", sanitize.Line(path, lineLength))
	}
}

// kibibytes is a size rounded up.
func kibibytes(bytes int64) int64 { return (bytes + 1023) / 1024 }

func (p Program) storeVacuumCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "vacuum",
		Short:   "Free the disk space of removed data",
		Example: "  peerdash store vacuum",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return p.withStore(command.Context(), func(ctx context.Context, stored *store.Store) error {
				before, err := stored.Size()
				if err != nil {
					return err
				}
				if err := stored.Vacuum(ctx); err != nil {
					return err
				}
				after, err := stored.Size()
				if err != nil {
					return err
				}
				return p.printLine(fmt.Sprintf("%d KiB before, %d KiB now.", kibibytes(before), kibibytes(after)))
			})
		},
	}
}

// printLine writes a line to standard output.
func (p Program) printLine(line string) error {
	_, err := fmt.Fprintln(p.Output, line)
	return outputFailure("standard output", err)
}

// storePath is where the store lies: $PEERDASH_STORE, or peerdash.db in the state directory; "" if there is neither.
func (p Program) storePath() string {
	if path := strings.TrimSpace(p.Getenv(storeVariable)); path != "" {
		return path
	}
	if p.StateDirectory == "" {
		return ""
	}
	return filepath.Join(p.StateDirectory, "peerdash.db")
}

// openStore opens the store at a path, whose owner is trusted where $PEERDASH_STORE names it.
func (p Program) openStore(ctx context.Context, path string) (*store.Store, error) {
	if strings.TrimSpace(p.Getenv(storeVariable)) != "" {
		return store.OpenNamed(ctx, path, p.Now)
	}
	return store.Open(ctx, path, p.Now)
}

var errNoHome = problem.New(problem.Error{
	Kind: problem.Configuration,
	What: "Nothing can be stored",
	Why:  "This user has no home directory.",
	Do:   "Set HOME or XDG_STATE_HOME to a directory that can be written, or " + storeVariable + " to a file in one.",
})

// withStore opens the store for a function; if there is none it says so.
func (p Program) withStore(ctx context.Context, use func(context.Context, *store.Store) error) error {
	path := p.storePath()
	if path == "" {
		return errNoHome
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return p.printLine("No stored data: " + sanitize.Line(path, lineLength) + " does not exist.")
	}
	return p.withNewStore(ctx, use)
}

// withNewStore opens the store for a function and creates it if there is none.
func (p Program) withNewStore(ctx context.Context, use func(context.Context, *store.Store) error) error {
	path := p.storePath()
	if path == "" {
		return errNoHome
	}
	stored, err := p.openStore(ctx, path)
	if err != nil {
		return err
	}
	defer func() { _ = stored.Close() }()
	err = use(ctx, stored)
	p.warn(stored.TakeNotes())
	return err
}
