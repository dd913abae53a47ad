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
			write := p.Output.Write
			if !isTerminal(p.Output) { // a file may be read in another locale, and has to name the authors correctly
				write = p.Output.writeUnchanged
			}
			_, err := write(licenses.Notices)
			return err
		},
	}
}
