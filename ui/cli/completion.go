package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// registerCompletions makes the shell complete the choices of every flag that has some. File names are completed only for
// flags that name a file and for arguments that are files.
func registerCompletions(command *cobra.Command) {
	command.Flags().VisitAll(func(flag *pflag.Flag) {
		if flag.Value.Type() == "bool" || isFileName(flag) {
			return
		}
		complete := func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return completeValue(flag.Value, typed), cobra.ShellCompDirectiveNoFileComp
		}
		// It fails only for a flag that is registered twice, which cobra.Command.Flags rules out.
		_ = command.RegisterFlagCompletionFunc(flag.Name, complete)
	})
	if command.ValidArgsFunction == nil {
		command.ValidArgsFunction = cobra.NoFileCompletions
	}
	for _, child := range command.Commands() {
		registerCompletions(child)
	}
}

// completeValue lists the choices of a flag's value, if it has some.
func completeValue(value pflag.Value, typed string) []cobra.Completion {
	switch value := value.(type) {
	case interface {
		Complete(string) []cobra.Completion
	}:
		return value.Complete(typed)
	case interface{ Choices() []string }:
		return value.Choices()
	}
	return nil
}

// isFileName reports whether the value of a flag names a file.
func isFileName(flag *pflag.Flag) bool {
	kind, _ := pflag.UnquoteUsage(flag)
	return kind == "file"
}

// completeReportFiles completes the names of CSV reports, compressed ones too.
func completeReportFiles(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return []cobra.Completion{"csv", "gz"}, cobra.ShellCompDirectiveFilterFileExt
}

// completeCommands completes the names of the commands below the one that the arguments name.
func completeCommands(command *cobra.Command, names []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	parent, rest, err := command.Root().Find(names)
	if err != nil || len(rest) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var found []cobra.Completion
	for _, child := range parent.Commands() {
		if child.IsAvailableCommand() {
			found = append(found, cobra.CompletionWithDesc(child.Name(), child.Short))
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completeDirectories completes the names of directories.
func completeDirectories(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}
