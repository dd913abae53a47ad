//go:build !windows

package doctor

import (
	"io/fs"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// owner names the other user to whom a file belongs; "" if it belongs to this one or to root.
func owner(info fs.FileInfo) string {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(stat.Uid) == os.Geteuid() || stat.Uid == 0 {
		return ""
	}
	id := strconv.FormatUint(uint64(stat.Uid), 10)
	if account, err := user.LookupId(id); err == nil {
		return account.Username
	}
	return "uid " + id
}
