package cloud

import (
	"slices"
	"strings"
	"testing"

	"peerdash/model"
)

func TestDocumentedReports(t *testing.T) {
	for name, undocumented := range map[Name]string{Global: "", USGov: "skype-", USGovDoD: "skype-", China: ""} {
		cloud := Named(name)
		for _, report := range model.Catalogue() {
			want := undocumented == "" || !strings.HasPrefix(report.Name, undocumented)
			if got := cloud.Documents(string(report.Function)); got != want {
				t.Errorf("%s documents %s: %t, want %t", name, report.Name, got, want)
			}
		}
	}
	if got, want := Named(USGov).Documented(), []string{"Teams", "active-user", "email"}; !slices.Equal(got, want) {
		t.Errorf("usgov documents %q, want %q", got, want)
	}
	if got := Named(China).Documented(); len(got) != 4 {
		t.Errorf("china documents %q, want all four groups", got)
	}
}

// TestEachReportHasAFamily holds the families against the catalogue.
func TestEachReportHasAFamily(t *testing.T) {
	for _, function := range model.Functions() {
		if !slices.ContainsFunc(families, func(f family) bool { return strings.HasPrefix(string(function), f.prefix) }) {
			t.Errorf("%s has no family", function)
		}
	}
}
