package cli

import (
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peerdash/graphapi/cloud"
	"peerdash/model"
)

// signInFlags say whose report, by which app, and in which cloud.
type signInFlags struct {
	tenant, clientID string
	// cloud is "" where the environment chooses it.
	cloud cloud.Name
}

func (f *signInFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.tenant, "tenant", "", "tenant `id or domain` whose report it is (default $AZURE_TENANT_ID)")
	flags.StringVar(&f.clientID, "client-id", "", "client `id` of the app that signs in (default $AZURE_CLIENT_ID)")
	flags.Var(choiceFlag(&f.cloud, "cloud", cloud.Names()...), "cloud",
		"national cloud: global, usgov, usgov-dod or china (default that of $AZURE_AUTHORITY_HOST, or global)")
}

// reportFlags say which report, and how it is come by.
type reportFlags struct {
	period           model.Period
	refresh, offline bool
	timeout, maxAge  time.Duration
}

func (f *reportFlags) register(command *cobra.Command) {
	f.period, f.maxAge = model.D7, time.Hour
	flags := command.Flags()
	flags.Var(periodFlag(&f.period), "period", "report period: D7, D30, D90, D180 or all")
	flags.BoolVar(&f.refresh, "refresh", false, "ask Graph even if what is kept is fresh")
	flags.BoolVar(&f.offline, "offline", false, "ask nobody: show what is kept")
	registerTimeout(flags, &f.timeout, "the whole exchange")
	flags.Var(durationFlag(&f.maxAge, 0), "max-age", "how long a kept answer counts as fresh")
}

func registerTimeout(flags *pflag.FlagSet, timeout *time.Duration, bounds string) {
	*timeout = 30 * time.Second
	flags.Var(durationFlag(timeout, time.Millisecond), "timeout", "how long "+bounds+" may take")
}
