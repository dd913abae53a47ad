package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peerdash/graphapi/problem"
)

// rootCommand is the dashboard on Graph, with every other command under it.
func (p Program) rootCommand() *cobra.Command {
	root := p.graphDashboardCommand()
	root.Use = "peerdash"
	root.Short = "How an organization's peer-to-peer Skype for Business sessions develop"
	root.Long = rootLong
	root.Example = "  peerdash demo\n  peerdash --period D30\n  peerdash print --format json"
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		return wrongFlag(err, seeHelp(command))
	})
	root.AddCommand(
		p.demoCommand(),
		p.printCommand(p.openGraph),
		p.openCommand(),
		p.importCommand(),
		p.storeCommand(),
		p.loginCommand(),
		p.logoutCommand(),
		p.doctorCommand(),
		p.versionCommand(),
		p.manCommand(root),
	)
	return root
}

const rootLong = `peerdash shows Microsoft Graph's report of peer-to-peer Skype for Business sessions (IM, audio, video, app sharing, file
transfer) as stacked line charts in the terminal, and keeps every day it has seen.

Set AZURE_TENANT_ID and AZURE_CLIENT_ID, sign in with "peerdash login", and run "peerdash". "peerdash demo" needs none of
that; "peerdash doctor" tells what is missing.`

// noArguments refuses arguments in the words of the program.
func noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	what := fmt.Sprintf("`%s` takes no argument, but was given %q", command.CommandPath(), arguments[0])
	if command.HasSubCommands() {
		what = fmt.Sprintf("There is no command %q", command.CommandPath()+" "+arguments[0])
	}
	return wrongUsage(what, seeHelp(command))
}

// someArguments wants at least one argument; what says of which kind.
func someArguments(what string) cobra.PositionalArgs {
	return func(command *cobra.Command, arguments []string) error {
		if len(arguments) == 0 {
			return wrongUsage("`"+command.CommandPath()+"` needs "+what, seeHelp(command))
		}
		return nil
	}
}

// oneArgument wants just one argument; what says of which kind.
func oneArgument(what string) cobra.PositionalArgs {
	return func(command *cobra.Command, arguments []string) error {
		if len(arguments) != 1 {
			return wrongUsage("`"+command.CommandPath()+"` needs "+what+", and nothing else", seeHelp(command))
		}
		return nil
	}
}

// wrongFlag is the failure of a flag that cannot be parsed, told once.
func wrongFlag(err error, do string) error {
	failure := problem.Error{Kind: problem.Configuration, What: capitalized(err.Error()), Do: do, Err: err}
	var value *pflag.InvalidValueError
	if errors.As(err, &value) {
		failure.What = fmt.Sprintf("--%s cannot be %q", value.GetFlag().Name, value.GetValue())
		failure.Why = capitalized(value.Unwrap().Error()) + "."
	}
	return problem.New(failure)
}

func capitalized(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

func seeHelp(command *cobra.Command) string {
	return "See `" + command.CommandPath() + " --help` for how it is used."
}
