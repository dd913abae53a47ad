package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestDoctorNoticesAFullDiskAndAReadOnlyOne(t *testing.T) {
	for name, test := range map[string]struct {
		flags   uintptr
		options string
		says    string
	}{
		"full":      {0, "size=64k", "Free some space"},
		"read-only": {syscall.MS_RDONLY, "", "writable"},
	} {
		t.Run(name, func(t *testing.T) {
			_, box := startGraph(t)
			state := filepath.Join(box.home, "state")
			if err := os.Mkdir(state, 0o700); err != nil {
				t.Fatal(err)
			}
			if err := syscall.Mount("tmpfs", state, "tmpfs", test.flags, test.options); err != nil {
				t.Skipf("no file system can be mounted: %v", err)
			}
			t.Cleanup(func() { _ = syscall.Unmount(state, 0) })
			got := box.run(t, "doctor", "--format", "json")
			if outcome := checked(t, got)["store"]; outcome != "failure" || !strings.Contains(got.output, test.says) {
				t.Errorf("the store is %q, want a failure:\n%s", outcome, got.output)
			}
		})
	}
}
