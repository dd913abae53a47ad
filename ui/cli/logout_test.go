package cli_test

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLogoutThatCannotRemoveTokensSaysSo(t *testing.T) {
	tokens := func(around surroundings) string { return filepath.Join(around.home, "state", "peerdash", "tokens") }
	const name = "contoso.com_0123456789abcdef.json"
	tests := []struct {
		name  string
		spoil func(around surroundings) error
		want  string
	}{
		{"no directory", func(around surroundings) error { return os.WriteFile(tokens(around), nil, 0o600) }, "tokens"},
		{"a directory in place of a file", func(around surroundings) error {
			return os.MkdirAll(filepath.Join(tokens(around), name, "inside"), 0o700)
		}, name},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			around := nowhere(t)
			if err := os.MkdirAll(filepath.Dir(tokens(around)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := test.spoil(around); err != nil {
				t.Fatal(err)
			}
			got := around.run(t, "logout", "--all")
			got.wants(t, 1, "could not be removed", test.want)
			if got.output != "" {
				t.Errorf("standard output holds %q", got.output)
			}
		})
	}
}
