package cli_test

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLogoutThatCannotRemoveTokensSaysSo(t *testing.T) {
	tokens := func(box sandbox) string { return filepath.Join(box.home, "state", "peerdash", "tokens") }
	const name = "contoso.com_0123456789abcdef.json"
	tests := []struct {
		name  string
		spoil func(box sandbox) error
		want  string
	}{
		{"no directory", func(box sandbox) error { return os.WriteFile(tokens(box), nil, 0o600) }, "tokens"},
		{"a directory in place of a file", func(box sandbox) error {
			return os.MkdirAll(filepath.Join(tokens(box), name, "inside"), 0o700)
		}, name},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			box := newSandbox(t)
			if err := os.MkdirAll(filepath.Dir(tokens(box)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := test.spoil(box); err != nil {
				t.Fatal(err)
			}
			got := box.run(t, "logout", "--all")
			got.wantExit(t, 1, "could not be removed", test.want)
			if got.output != "" {
				t.Errorf("standard output holds %q", got.output)
			}
		})
	}
}
