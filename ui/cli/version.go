package cli

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (p Program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print version, commit and Go version",
		Example: "  peerdash version",
		Args:    noArguments,
		RunE:    func(*cobra.Command, []string) error { return p.printVersion() },
	}
}

// addVersionFlag adds --version, which makes the root command print its version instead of running. Cobra's own flag would be
// obeyed before the arguments are checked.
func (p Program) addVersionFlag(root *cobra.Command) {
	print := root.Flags().BoolP("version", "v", false, "version for peerdash")
	run := root.RunE
	root.RunE = func(command *cobra.Command, arguments []string) error {
		if *print {
			return p.printVersion()
		}
		return run(command, arguments)
	}
}

func (p Program) printVersion() error {
	_, err := fmt.Fprintln(p.Output, versionLine())
	return err
}

// linkedVersion and linkedCommit are set by the linker (-X) where packages are built, since source archives and worktrees of
// Git leave no version for the Go command to record.
var linkedVersion, linkedCommit string

// versionLine returns version and commit as they were linked or as the Go command recorded them in the binary.
func versionLine() string {
	version, commit := "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version = info.Main.Version
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				commit = setting.Value
			}
		}
	}
	version, commit = cmp.Or(linkedVersion, version), cmp.Or(linkedCommit, commit)
	return fmt.Sprintf("peerdash %s, commit %s, %s %s/%s", version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
