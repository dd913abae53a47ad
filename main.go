// Command peerdash shows Microsoft Graph usage reports of Skype for Business, Teams and email in a terminal.
package main

import (
	"os"

	"peerdash/ui/cli"
	"peerdash/ui/noquery"
)

func main() {
	noquery.Restore()
	os.Exit(cli.Main())
}
