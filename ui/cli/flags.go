package cli

import (
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peerdash/graphapi/cloud"
	"peerdash/model"
)

// signInFlags select the tenant, the app and the national cloud.
type signInFlags struct {
	tenant, clientID string
	// cloud is "" if the environment chooses it.
	cloud cloud.Name
}

func (f *signInFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.tenant, "tenant", "", "`id or domain` of the tenant (default $AZURE_TENANT_ID)")
	flags.StringVar(&f.clientID, "client-id", "", "client `id` of the app registration (default $AZURE_CLIENT_ID)")
	flags.Var(choiceFlag(&f.cloud, "cloud", cloud.Names()...), "cloud",
		"national cloud: global, usgov, usgov-dod or china (default from $AZURE_AUTHORITY_HOST, or global)")
}

const reportUsage = "`name` or Graph function of the report; \"peerdash reports\" lists them"

// reportFlags select the report and its period, and whether it is fetched or read from the store.
type reportFlags struct {
	flags            *pflag.FlagSet
	definition       *model.Definition
	period           model.Period
	refresh, offline bool
	// watches reports whether the store is read again whenever it may have changed.
	watches         bool
	timeout, maxAge time.Duration
}

func (f *reportFlags) register(command *cobra.Command) {
	f.definition, f.period, f.maxAge = model.Default(), model.D7, time.Hour
	flags := command.Flags()
	f.flags = flags
	registerReport(flags, &f.definition, reportUsage)
	flags.Var(periodFlag(&f.period), "period", "report period: D7, D30, D90, D180 or all")
	flags.BoolVar(&f.refresh, "refresh", false, "fetch from Graph even if stored data is fresh")
	flags.BoolVar(&f.offline, "offline", false, "show stored data only, send no request")
	registerTimeout(flags, &f.timeout, "longest time for sign-in, request and download together")
	flags.Var(durationFlag(&f.maxAge, 0), "max-age", "age up to which stored data is fresh")
}

// named is the report that --report names; nil if the flag is not given.
func (f *reportFlags) named() *model.Definition {
	if !f.flags.Changed(reportFlagName) {
		return nil
	}
	return f.definition
}

func registerTimeout(flags *pflag.FlagSet, timeout *time.Duration, usage string) {
	*timeout = 30 * time.Second
	flags.Var(durationFlag(timeout, time.Millisecond), "timeout", usage)
}
