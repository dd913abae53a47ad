package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peerdash/graphapi/problem"
)

// sshCommandVariable is where OpenSSH's server passes the command that the client asked for, if it runs the command of
// ForceCommand or of command= in authorized_keys instead.
const sshCommandVariable = "SSH_ORIGINAL_COMMAND"

// sshCommand is the command that an SSH client asked for, split into words at blanks and tabs; none without --restricted. A word may
// have any other character.
func (p Program) sshCommand() []string {
	if !p.restricted {
		return nil
	}
	line := strings.TrimRight(p.Getenv(sshCommandVariable), "\r\n")
	return strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
}

// fixedFlags are the flags that a viewer cannot change if the administrator has set them.
var fixedFlags = []string{"offline", "tenant", "client-id", "cloud"}

// runRestricted runs the command that an SSH client asked for without a shell: print or reports. It refuses any other command. The
// flags of the dashboard apply to the command, too, if it has them.
func (p Program) runRestricted(dashboard *cobra.Command, open opener, words []string) error {
	allowed := []*cobra.Command{p.printCommand(open), p.reportsCommand()}
	named := func(command *cobra.Command) bool { return command.Name() == words[0] }
	if character := shellCharacter(words); character != "" {
		return refusedCommand(words, "No shell interprets it, so it must not contain "+character+".",
			"Use `print` or `reports` with their flags, without quotes and the like.")
	}
	if !slices.ContainsFunc(allowed, named) {
		return refusedCommand(words, "", "Use `print` or `reports` with their flags, or no command for the dashboard.")
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
			if err := inheritFlags(command.Flags(), dashboard.Flags()); err != nil {
				return err
			}
			return checkRefresh(command.Flags())
		}
		parent.AddCommand(command)
	}
	parent.SetArgs(words)
	return parent.ExecuteContext(dashboard.Context())
}

func refusedCommand(words []string, why, do string) error {
	return problem.New(problem.Error{
		Kind: problem.Configuration, Why: why, Do: do,
		What: "The command that the SSH client asked for is not allowed: " + strings.Join(words, " "),
	})
}

// shellCharacter is the first character of the words that only a shell would interpret, or that may be taken for a blank; "" if there
// is none.
func shellCharacter(words []string) string {
	for _, r := range strings.Join(words, "") {
		switch {
		case r < ' ' || r > '~':
			return strconv.QuoteRuneToASCII(r)
		case strings.ContainsRune("\"'`\\$&|;<>(){}[]*?!#~", r):
			return string(r)
		}
	}
	return ""
}

// checkRefresh refuses --refresh if the administrator allows no request.
func checkRefresh(flags *pflag.FlagSet) error {
	refresh, _ := flags.GetBool("refresh")
	if offline, _ := flags.GetBool("offline"); refresh && offline {
		return wrongUsage("--refresh is not allowed, since --offline applies to this session", "Leave out --refresh.")
	}
	return nil
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
