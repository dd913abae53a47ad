package cli

import (
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

// addVersionFlag lets the root command print its version instead of running, after its arguments have been checked; the flag
// that cobra adds is obeyed before.
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

// versionLine returns the version as the Go command recorded it in the binary.
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
	return fmt.Sprintf("peerdash %s, commit %s, %s %s/%s", version, commit, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
