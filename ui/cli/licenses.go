package cli

import (
	"github.com/spf13/cobra"

	"peerdash/ui/licenses"
)

func (p Program) licensesCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "licenses",
		Short:   "Print the licenses of the software in this binary",
		Example: "  peerdash licenses | less",
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := p.Output.Write(licenses.Notices)
			return err
		},
	}
}
