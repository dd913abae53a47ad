package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/store"
)

func (p Program) storeCommand() *cobra.Command {
	var format listFormat
	command := &cobra.Command{
		Use:   "store",
		Short: "Show, clean up and recover stored data",
		Long: `Show where reports are stored, which days of which reports and tenants, which files were imported, and which damaged
stores were renamed. $PEERDASH_STORE names another place for the store.`,
		Example: "  peerdash store\n  peerdash store --format json\n" +
			"  peerdash store forget --tenant contoso.onmicrosoft.com --report teams-messages",
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return p.showStore(command.Context(), format)
		},
	}
	list := &cobra.Command{
		Use: "list", Aliases: []string{"info"}, Short: "Show stored data", Example: "  peerdash store list", Args: noArguments,
		RunE: command.RunE, Hidden: true,
	}
	for _, shown := range []*cobra.Command{command, list} {
		registerListFormat(shown.Flags(), &format, tableFormat)
	}
	command.AddCommand(list, p.storeForgetCommand(), p.storeRecoverCommand(), p.storeVacuumCommand())
	return command
}

// lineLength is the most characters of a path or name in a line of output.
const lineLength = 400

func (p Program) storeVacuumCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "vacuum",
		Aliases: []string{"compact"},
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

// storePath returns the path of the store: $PEERDASH_STORE, or peerdash.db in the state directory; "" if there is neither.
func (p Program) storePath() (string, error) {
	path := strings.TrimSpace(p.Getenv(storeVariable))
	switch {
	case path != "" && isQuoted(path):
		return "", wrongUsage(storeVariable+" has quotes around it: "+path, "Set it to the path alone, without quotes.")
	case path != "":
		return path, nil
	case p.StateDirectory == "":
		return "", nil
	default:
		return filepath.Join(p.StateDirectory, "peerdash.db"), nil
	}
}

// openStore opens the store at a path, whose owner is trusted where $PEERDASH_STORE names it.
func (p Program) openStore(ctx context.Context, path string) (*store.Store, error) {
	if p.namesStore() {
		return store.OpenNamed(ctx, path, p.Now)
	}
	return store.Open(ctx, path, p.Now)
}

// namesStore reports whether $PEERDASH_STORE names the store.
func (p Program) namesStore() bool { return strings.TrimSpace(p.Getenv(storeVariable)) != "" }

var errNoHome = problem.New(problem.Error{
	Kind: problem.Configuration,
	What: "Nothing can be stored",
	Why:  "This user has no home directory.",
	Do:   "Set HOME or XDG_STATE_HOME to a directory that can be written, or " + storeVariable + " to a file in one.",
})

// withStore opens the store for a function; if there is none it says so.
func (p Program) withStore(ctx context.Context, use func(context.Context, *store.Store) error) error {
	path, err := p.storePath()
	if err != nil {
		return err
	}
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
	path, err := p.storePath()
	if err != nil {
		return err
	}
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
