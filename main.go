// Command peerdash shows in a terminal how an organization's peer-to-peer Skype for Business sessions develop.
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
