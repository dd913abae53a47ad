package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"peerdash/model"
	"peerdash/ui/format"
)

// periodCell is the period that follows the dates of a row.
var periodCell = regexp.MustCompile(`(?m)^([-0-9]+,[-0-9]+),7\b`)

// TestEveryReportIsPrintedAndImported prints each report of the demo in each format, and imports what was printed.
func TestEveryReportIsPrintedAndImported(t *testing.T) {
	t.Parallel()
	box := newSandbox(t).with("AZURE_TENANT_ID=contoso.com")
	var named []string
	for _, report := range model.Catalogue() {
		printed := box.run(t, "demo", "print", "--report", report.Name, "--format", "csv")
		printed.wantExit(t, 0)
		name := filepath.Join(box.home, report.Name+".csv")
		must(t, os.WriteFile(name, []byte(printed.output), 0o600))
		for _, form := range format.Formats() {
			got := box.run(t, "print", "--report", report.Name, "--format", string(form), name)
			got.wantExit(t, 0)
			if want := map[format.Format]string{
				format.JSON: report.Series[0].Key, format.NDJSON: report.Series[0].Key, format.CSV: report.Series[0].Column,
			}[form]; !strings.Contains(got.output, want) || got.output == "" {
				t.Errorf("%s as %s has no %q:\n%.300s", report.Name, form, want, got.output)
			}
		}
		box.run(t, "import", "--report", report.Name, name).wantExit(t, 0)
		again := box.run(t, "print", "--offline", "--report", report.Name, "--period", "all", "--format", "csv")
		if want := periodCell.ReplaceAllString(printed.output, "$1,all"); again.output != want {
			t.Errorf("%s was stored as\n%s\nwant\n%s", report.Name, again.output, want)
		}
		named = append(named, report.Name)
	}
	listed := box.run(t, "reports", "--format", "json")
	listed.wantExit(t, 0)
	var list struct {
		Reports []struct {
			Name   string
			Stored struct{ Days int }
		}
	}
	must(t, json.Unmarshal([]byte(listed.output), &list))
	for i, report := range list.Reports {
		if report.Name != named[i] || report.Stored.Days != 7 {
			t.Errorf("%d days of %s are stored, want 7 of %s", report.Stored.Days, report.Name, named[i])
		}
	}
}
