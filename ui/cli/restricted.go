package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// sshCommandVariable is where OpenSSH's server passes the command that the client asked for, if it runs the command of
// ForceCommand or of command= in authorized_keys instead.
const sshCommandVariable = "SSH_ORIGINAL_COMMAND"

// sshCommand is the command that an SSH client asked for, split into words; none without --restricted.
func (p Program) sshCommand(restricted bool) []string {
	if !restricted {
		return nil
	}
	return strings.Fields(p.Getenv(sshCommandVariable))
}

// fixedFlags are the flags that a viewer cannot change if the administrator has set them.
var fixedFlags = []string{"offline", "tenant", "client-id", "cloud"}

// runRestricted runs the command that an SSH client asked for without a shell: print or reports. It refuses any other command. The
// flags of the dashboard apply to the command, too, if it has them.
func (p Program) runRestricted(dashboard *cobra.Command, open opener, words []string) error {
	allowed := []*cobra.Command{p.printCommand(open), p.reportsCommand()}
	named := func(command *cobra.Command) bool { return command.Name() == words[0] }
	if !slices.ContainsFunc(allowed, named) || slices.ContainsFunc(words, isForShell) {
		return refusedCommand(words, "Use `print` or `reports` with their flags, or no command for the dashboard.")
	}
	parent := &cobra.Command{Use: dashboard.CommandPath(), SilenceErrors: true, SilenceUsage: true}
	parent.SetFlagErrorFunc(func(command *cobra.Command, err error) error { return invalidFlag(command, err) })
	parent.SetIn(p.Input)
	parent.SetOut(p.Output)
	parent.SetErr(p.Errors)
	for _, command := range allowed {
		command.Args = noArguments
		command.PreRunE = func(command *cobra.Command, _ []string) error {
			if output := command.Flags().Lookup("output"); output != nil && output.Changed {
				return wrongUsage("--output is not allowed in a restricted session", "Redirect the output on your own computer.")
			}
			return inheritFlags(command.Flags(), dashboard.Flags())
		}
		parent.AddCommand(command)
	}
	parent.SetArgs(words)
	return parent.ExecuteContext(dashboard.Context())
}

func refusedCommand(words []string, do string) error {
	return wrongUsage("The command that the SSH client asked for is not allowed: "+strings.Join(words, " "), do)
}

// isForShell reports whether a word has characters that only a shell would interpret.
func isForShell(word string) bool {
	return strings.ContainsFunc(word, func(r rune) bool {
		return r < ' ' || r > '~' || strings.ContainsRune("\"'`\\$&|;<>(){}[]*?!#~", r)
	})
}

// inheritFlags sets the flags to those of the dashboard. Flags that are not fixed stay as they are if they were set.
func inheritFlags(flags, dashboard *pflag.FlagSet) error {
	var failure error
	dashboard.Visit(func(given *pflag.Flag) {
		own := flags.Lookup(given.Name)
		if own == nil || own.Changed && !slices.Contains(fixedFlags, given.Name) {
			return
		}
		if err := flags.Set(given.Name, given.Value.String()); err != nil && failure == nil {
			failure = err
		}
	})
	return failure
}
