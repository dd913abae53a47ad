package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/signin"
	"peerdash/graphapi/store"
	"peerdash/model"
)

func (p Program) reportsCommand() *cobra.Command {
	var flags struct {
		signIn signInFlags
		format listFormat
	}
	command := &cobra.Command{
		Use:   "reports",
		Short: "List the reports",
		Long: `List the reports that --report selects: name, Graph function, unit, series, and which days are stored. No request is sent.

The stored days are those of the tenant that --tenant or AZURE_TENANT_ID names or, if neither is set, of the only stored tenant.`,
		Example: "  peerdash reports\n  peerdash reports --format json | jq -r '.reports[] | select(.stored.days > 0) | .name'",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			stored, err := p.storedReports(command.Context(), flags.signIn)
			if err != nil {
				return err
			}
			write := p.writeCatalogueText
			if flags.format == jsonFormat {
				write = p.writeCatalogueJSON
			}
			return outputFailure("standard output", write(stored))
		},
	}
	flags.signIn.register(command.Flags())
	registerListFormat(command.Flags(), &flags.format, tableFormat)
	return command
}

// storedReport is a report of the catalogue with its stored days.
type storedReport struct {
	*model.Definition
	// days are nil if they are unknown, since the store cannot be read or the tenant is not known.
	days *store.Days
}

// storedReports are all reports. A store that cannot be read is a warning.
func (p Program) storedReports(ctx context.Context, flags signInFlags) ([]storedReport, error) {
	config, err := p.configure(flags)
	if err != nil {
		return nil, err
	}
	reports := make([]storedReport, len(model.Catalogue()))
	for i, definition := range model.Catalogue() {
		reports[i] = storedReport{Definition: definition}
	}
	if err := p.readStoredDays(ctx, config.ofTenant(flags.tenant), reports); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		p.warn([]string{"The stored days are unknown: " + problem.As(p.localWording().word(err)).Sentences()})
	}
	return reports, nil
}

// readStoredDays sets the days of each report that are stored.
func (p Program) readStoredDays(ctx context.Context, config configuration, reports []storedReport) error {
	if _, err := os.Lstat(config.storePath); config.storePath == "" || errors.Is(err, fs.ErrNotExist) {
		for i := range reports {
			reports[i].days = &store.Days{}
		}
		return nil
	}
	stored, err := p.openStore(ctx, config.storePath)
	if err != nil {
		return err
	}
	defer func() { _ = stored.Close() }()
	defer func() { p.warn(stored.TakeNotes()) }()
	// Without credentials there may still be stored tokens, which contain the tenant's id.
	signIn, _ := signin.New(config.signInConfig(nil, p.Now))
	tenant, err := owner{config: config, signIn: signIn, store: stored}.tenant(ctx)
	nothingStored := err != nil && problem.As(err).Kind == problem.NotStored
	if nothingStored && problem.As(err).Why != "" {
		p.warn([]string{problem.As(p.localWording().word(err)).Sentences()})
	}
	if err != nil && !nothingStored {
		return err
	}
	for i := range reports {
		days := store.Days{}
		if !nothingStored {
			if days, _, err = stored.Days(ctx, tenant, reports[i].Definition); err != nil {
				return err
			}
		}
		reports[i].days = &days
	}
	return nil
}
