package cli

import (
	"context"

	"github.com/spf13/cobra"

	"peerdash/graphapi/cloud"
	"peerdash/graphapi/emulator"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
)

func (p Program) demoCommand() *cobra.Command {
	command := p.dashboardCommand(p.openDemo, &dashboardFlags{})
	command.Use = "demo"
	command.Short = "The dashboard on a Graph of its own: no account, no configuration, no network"
	command.Long = `Show the dashboard at work. demo starts a Graph of its own on loopback addresses, with sign-in, redirect and download host
over real HTTPS, and a make-believe organization's report. Nothing is kept.`
	command.Example = "  peerdash demo\n  peerdash demo --period D90 --view lines\n  peerdash demo print --format json"
	command.AddCommand(p.printCommand(p.openDemo))
	return command
}

// openDemo begins a session on an emulated Graph that lives as long as the session.
func (p Program) openDemo(ctx context.Context, _ signInFlags, report reportFlags) (*session, error) {
	graph, err := emulator.Start(emulator.Config{Now: p.Now})
	if err != nil {
		return nil, err
	}
	opened, err := p.connect(ctx, configuration{
		settings: signin.Settings{
			Tenant: graph.Tenant(), ClientID: graph.ClientID(), ClientSecret: graph.ClientSecret(),
		},
		roots:  roots{cloud: cloud.Named(cloud.Global), graphRoot: graph.GraphRoot(), loginRoot: graph.LoginRoot()},
		trust:  graph.CertPool(),
		origin: reports.FromDemo,
	}, report)
	if err != nil {
		_ = graph.Close()
		return nil, err
	}
	closeSession := opened.close
	opened.close = func() {
		closeSession()
		_ = graph.Close()
	}
	return opened, nil
}
