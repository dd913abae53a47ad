package cli

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"peerdash/graphapi/problem"
)

// manCommand writes the manual from the command tree, so that it cannot tell anything else than the help.
func (p Program) manCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIRECTORY",
		Short: "Write the manual pages of every command into a directory",
		Long: `Write the manual pages of every command into a directory, which is made where it is missing. Put them where man looks
for section 1, such as ~/.local/share/man/man1.`,
		Example:           "  peerdash man ~/.local/share/man/man1 && man peerdash-print",
		Args:              oneArgument("a directory"),
		ValidArgsFunction: completeDirectories,
		RunE: func(_ *cobra.Command, arguments []string) error {
			directory := arguments[0]
			root.DisableAutoGenTag = true
			date := p.Now()
			err := os.MkdirAll(directory, 0o755)
			if err == nil {
				err = doc.GenManTree(root, &doc.GenManHeader{Title: "PEERDASH", Section: "1", Source: "peerdash", Date: &date}, directory)
			}
			if err == nil {
				return nil
			}
			return problem.New(problem.Error{
				What: "The manual could not be written to " + directory,
				Why:  rootCause(err).Error(),
				Do:   "Name a directory in which you may write.",
				Err:  err,
			})
		},
	}
}
