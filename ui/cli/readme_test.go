package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"peerdash/model"
)

func TestREADMENamesEveryCommandAndVariable(t *testing.T) {
	readme := readREADME(t)
	for _, command := range (Program{}).rootCommand().Commands() {
		if !command.IsAvailableCommand() || command.Name() == "help" {
			continue
		}
		if !strings.Contains(readme, "`peerdash "+command.Name()) && !strings.Contains(readme, "`"+command.Name()+"`") {
			t.Errorf("the README does not name the command %s", command.Name())
		}
	}
	for _, variable := range []string{
		tenantVariable, clientIDVariable, clientSecretVariable, certificatePathVariable, certificatePasswordVariable,
		federatedTokenFileVariable, accessTokenVariable, graphURLVariable, loginURLVariable, storeVariable,
	} {
		if !strings.Contains(readme, "`"+variable+"`") {
			t.Errorf("the README does not name the variable %s", variable)
		}
	}
}

func TestREADMENamesEveryReport(t *testing.T) {
	readme := readREADME(t)
	for _, report := range model.Catalogue() {
		if row := fmt.Sprintf("\n| `%s` | %s | %s | ", report.Name, report.Title, report.Unit); !strings.Contains(readme, row) {
			t.Errorf("the README's table of reports has no row that begins with %q", row)
		}
	}
}

func readREADME(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
