package cli

import (
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"peerdash/graphapi/problem"
)

// manCommand writes the manual pages from the command tree, so that they agree with the help.
func (p Program) manCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "man DIRECTORY",
		Short: "Write a manual page for each command",
		Long: `Write a manual page for each command into a directory, which is created if necessary. man finds the pages in directories
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
				What: "Could not write the manual pages to " + directory,
				Why:  rootCause(err).Error(),
				Do:   "Use a directory in which you may write.",
				Err:  err,
			})
		},
	}
}
