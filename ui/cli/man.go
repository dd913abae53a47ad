package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"peerdash/graphapi/problem"
)

// manualSection is that of user commands.
const manualSection = "1"

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
			root.DisableAutoGenTag = true
			err := os.MkdirAll(arguments[0], 0o755)
			if err == nil {
				err = p.writeManualPages(root, arguments[0])
			}
			if err == nil {
				return nil
			}
			return problem.New(problem.Error{
				What: "Could not write the manual pages to " + arguments[0],
				Why:  problem.Sentence(rootCause(err).Error()),
				Do:   "Use a directory in which you may write.",
				Err:  err,
			})
		},
	}
}

// writeManualPages writes the page of the command and those of all commands below it.
func (p Program) writeManualPages(command *cobra.Command, directory string) error {
	date := p.manualDate()
	var page bytes.Buffer
	err := doc.GenMan(command, &doc.GenManHeader{Section: manualSection, Source: "peerdash", Date: &date}, &page)
	if err != nil {
		return err
	}
	name := strings.ReplaceAll(command.CommandPath(), " ", "-") + "." + manualSection
	if err := p.files.Replace(filepath.Join(directory, name), page.Bytes()); err != nil {
		return err
	}
	for _, child := range command.Commands() {
		if !child.IsAvailableCommand() {
			continue
		}
		if err := p.writeManualPages(child, directory); err != nil {
			return err
		}
	}
	return nil
}

// manualDate is the date in the pages: SOURCE_DATE_EPOCH if it is set
// (https://reproducible-builds.org/specs/source-date-epoch/), so that builds can be reproduced, else today.
func (p Program) manualDate() time.Time {
	seconds, err := strconv.ParseInt(p.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return p.Now()
	}
	return time.Unix(seconds, 0).UTC()
}
