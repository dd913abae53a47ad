package cli

import (
	"os"
	"strings"
	"testing"
)

func TestREADMENamesEveryCommandAndVariable(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(text)
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
