package cli

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peerdash/graphapi/problem"
)

// rootCommand returns the dashboard command, with every other command below it.
func (p Program) rootCommand() *cobra.Command {
	root := p.graphDashboardCommand()
	root.Use = "peerdash"
	root.Short = "Microsoft 365 usage reports in the terminal"
	root.Long = rootLong
	root.Example = "  peerdash demo\n  peerdash --report teams-messages --period D30\n  peerdash print --format json"
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		return invalidFlag(command, err)
	})
	root.AddCommand(
		p.demoCommand(),
		p.printCommand(Program.openGraph),
		p.reportsCommand(),
		p.openCommand(),
		p.importCommand(),
		p.storeCommand(),
		p.loginCommand(),
		p.logoutCommand(),
		p.doctorCommand(),
		p.licensesCommand(),
		p.versionCommand(),
		p.manCommand(root),
	)
	root.SetIn(p.Input)
	root.SetErr(p.Errors)
	root.SetHelpCommand(helpCommand())
	root.InitDefaultHelpCmd()
	p.addVersionFlag(root)
	root.SetOut(asciiWriter{p.Output}) // scripts are installed for every locale
	root.InitDefaultCompletionCmd()
	root.SetOut(p.Output)
	requireSubcommand(root, "completion")
	registerCompletions(root)
	return root
}

const rootLong = `Show Microsoft Graph usage reports of an organization as charts: what its people did each day in Skype for Business, in
Teams, by email and in the other services of Microsoft 365. The first report is "Skype peer-to-peer sessions"; --report names
another one, and "peerdash reports" lists them. Every fetched day is stored.

To start, set AZURE_TENANT_ID and AZURE_CLIENT_ID, then run "peerdash login" and "peerdash". To try it without an account,
run "peerdash demo". To find out what is missing, run "peerdash doctor".`

// requireSubcommand lets the command of that name refuse a subcommand that does not exist, instead of showing its help.
func requireSubcommand(root *cobra.Command, name string) {
	command, _, err := root.Find([]string{name})
	if err != nil {
		return
	}
	command.Args = noArguments
	command.RunE = func(command *cobra.Command, _ []string) error { return command.Help() }
}

// noArguments refuses arguments; after a command with subcommands it takes the argument for a mistyped one.
func noArguments(command *cobra.Command, arguments []string) error {
	if len(arguments) == 0 {
		return nil
	}
	if command.HasSubCommands() {
		return invalidUsage(command, fmt.Sprintf("Unknown command %q for `%s`", arguments[0], command.CommandPath()),
			suggestCommand(command, arguments[0]))
	}
	return invalidUsage(command, fmt.Sprintf("`%s` takes no argument, but got %q", command.CommandPath(), arguments[0]), "")
}

// someArguments requires at least one argument; what names its kind.
func someArguments(what string) cobra.PositionalArgs {
	return func(command *cobra.Command, arguments []string) error {
		if len(arguments) == 0 {
			return invalidUsage(command, "`"+command.CommandPath()+"` requires "+what, "")
		}
		return nil
	}
}

// oneArgument requires exactly one argument; what names its kind.
func oneArgument(what string) cobra.PositionalArgs {
	return func(command *cobra.Command, arguments []string) error {
		if len(arguments) != 1 {
			return invalidUsage(command, fmt.Sprintf("`%s` requires %s, but got %s",
				command.CommandPath(), what, plural(len(arguments), "argument")), "")
		}
		return nil
	}
}

// invalidUsage is the failure of a command line that points to the command's usage.
func invalidUsage(command *cobra.Command, what, why string) error {
	return problem.New(problem.Error{
		Kind: problem.Configuration, What: what, Why: why, Do: "Run `" + command.CommandPath() + " --help` for usage.",
	})
}

// invalidFlag is the failure of a flag that does not exist or whose value cannot be used.
func invalidFlag(command *cobra.Command, err error) error {
	var value *pflag.InvalidValueError
	var unknown *pflag.NotExistError
	var empty *pflag.ValueRequiredError
	switch {
	case errors.As(err, &value):
		return invalidUsage(command, fmt.Sprintf("Invalid --%s %q", value.GetFlag().Name, value.GetValue()), invalidReason(value))
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return invalidUsage(command, fmt.Sprintf("Unknown flag -%s for `%s`", unknown.GetSpecifiedName(), command.CommandPath()), "")
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedName()
		return invalidUsage(command, fmt.Sprintf("Unknown flag --%s for `%s`", name, command.CommandPath()), suggestFlag(command, name))
	case errors.As(err, &empty):
		return invalidUsage(command, fmt.Sprintf("--%s requires a value", empty.GetSpecifiedName()), "")
	}
	return invalidUsage(command, "Invalid flag: "+err.Error(), "")
}

// invalidReason says which values the flag takes.
func invalidReason(invalid *pflag.InvalidValueError) string {
	if invalid.GetFlag().Value.Type() == "bool" {
		return "Use the flag alone, or with =true or =false."
	}
	var number *strconv.NumError
	if errors.As(invalid, &number) {
		return "Use a whole number."
	}
	return invalid.Unwrap().Error()
}
