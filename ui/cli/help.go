package cli

import "github.com/spf13/cobra"

// helpCommand shows the help of the command that its arguments name.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show help for a command",
		RunE: func(command *cobra.Command, names []string) error {
			found, rest, err := command.Root().Find(names)
			if err != nil || len(rest) > 0 {
				parent := command.Root()
				if found != nil {
					parent = found
				}
				return noArguments(parent, append(rest, names...))
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
		ValidArgsFunction: completeCommands,
		Example:           "  peerdash help print\n  peerdash help store forget",
	}
}

// checkHelp makes --help after an unknown command an error, like the unknown command without the flag. Cobra's help returns no
// error, so the returned function returns it after the command has been executed.
func checkHelp(root *cobra.Command) func() error {
	var unknown error
	help := root.HelpFunc()
	root.SetHelpFunc(func(command *cobra.Command, arguments []string) {
		if command.HasSubCommands() {
			if unknown = noArguments(command, command.Flags().Args()); unknown != nil {
				return
			}
		}
		help(command, arguments)
	})
	return func() error { return unknown }
}
