package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// sshCommandVariable is where OpenSSH's server passes the command that the client asked for, in place of which it runs
// that of ForceCommand or of command= in authorized_keys.
const sshCommandVariable = "SSH_ORIGINAL_COMMAND"

// sshCommand is the command that an SSH client asked for, split into words; none without --restricted.
func (p Program) sshCommand(restricted bool) []string {
	if !restricted {
		return nil
	}
	return strings.Fields(p.Getenv(sshCommandVariable))
}

// fixedFlags are those that a viewer cannot change where the administrator has given them.
var fixedFlags = []string{"offline", "tenant", "client-id", "cloud"}

// runRestricted runs the print command that an SSH client asked for, without a shell, and refuses every other one. The
// flags of the dashboard that print has too hold for it.
func (p Program) runRestricted(dashboard *cobra.Command, open opener, words []string) error {
	if words[0] != "print" || slices.ContainsFunc(words, isForShell) {
		return refusedCommand(words, "Use `print` with its flags, or no command for the dashboard.")
	}
	printing := p.printCommand(open)
	printing.Args = noArguments
	printing.PreRunE = func(command *cobra.Command, _ []string) error {
		if command.Flags().Changed("output") {
			return wrongUsage("--output is not allowed in a restricted session", "Redirect the output on your own computer.")
		}
		return inheritFlags(command.Flags(), dashboard.Flags())
	}
	parent := &cobra.Command{Use: dashboard.CommandPath(), SilenceErrors: true, SilenceUsage: true}
	parent.SetFlagErrorFunc(func(command *cobra.Command, err error) error { return invalidFlag(command, err) })
	parent.SetIn(p.Input)
	parent.SetOut(p.Output)
	parent.SetErr(p.Errors)
	parent.AddCommand(printing)
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

// inheritFlags sets the flags that were given to the dashboard, those that are not fixed only where they were not given.
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
