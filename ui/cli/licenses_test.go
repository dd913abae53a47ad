package cli_test

import (
	"strings"
	"testing"
)

func TestLicensesNameTheModuleWithoutALicense(t *testing.T) {
	got := newSandbox(t).run(t, "licenses")
	got.wantExit(t, 0)
	for _, want := range []string{
		"github.com/mattn/go-localereader v0.0.1: no license file (Windows)\n", "Mozilla Public License", "Apache License",
	} {
		if !strings.Contains(got.output, want) {
			t.Errorf("the licenses do not contain %q", want)
		}
	}
}
