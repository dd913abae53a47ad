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
	command := p.dashboardCommand(Program.openDemo, &dashboardFlags{})
	command.Use = "demo"
	command.Short = "Show the dashboard with sample data, without an account or a network"
	command.Long = `Show the dashboard with the reports of a sample organization, which leaves Skype for Business for Teams. demo starts an
emulated Microsoft Graph on loopback addresses, with sign-in, redirect and download over HTTPS, and fetches the reports from
there. Nothing is stored.`
	command.Example = "  peerdash demo\n  peerdash demo --report teams-messages --period D180\n  peerdash demo print --format json"
	command.AddCommand(p.printCommand(Program.openDemo))
	return command
}

// openDemo opens a session on an emulated Graph that runs until the session is closed.
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
		origin: reports.FromDemo, unlimited: true,
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
