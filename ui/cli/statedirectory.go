package cli

import (
	"os"
	"os/user"
	"path/filepath"

	"github.com/adrg/xdg"
)

// stateDirectory is where reports and tokens are stored: peerdash in $XDG_STATE_HOME or its equivalent. If HOME is not
// set, as for root in cron, the password database has the home directory; "" if that has none either.
func stateDirectory() string {
	if _, err := os.UserHomeDir(); err != nil && os.Getenv("XDG_STATE_HOME") == "" {
		account, err := user.Current()
		if err != nil || !filepath.IsAbs(account.HomeDir) || os.Setenv("HOME", account.HomeDir) != nil {
			return ""
		}
		xdg.Reload()
	}
	return filepath.Join(xdg.StateHome, "peerdash")
}
