package cli

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"

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

var commandInText = regexp.MustCompile("`peerdash( [^`]+)`")

func TestREADMENamesCommandsAndFlagsThatExist(t *testing.T) {
	found := commandInText.FindAllStringSubmatch(readREADME(t), -1)
	if least := 10; len(found) < least {
		t.Errorf("%d commands were found in the text, want at least %d", len(found), least)
	}
	for _, match := range found {
		command, arguments, err := (Program{}).rootCommand().Find(strings.Fields(match[1]))
		if err == nil {
			err = command.ParseFlags(arguments)
		}
		isPlaceholder := strings.HasPrefix(match[1], " COMMAND ")
		if left := command.Flags().Args(); err == nil && !command.HasParent() && len(left) > 0 && !isPlaceholder {
			err = fmt.Errorf("there is no command %s", left[0])
		}
		if err != nil && !errors.Is(err, pflag.ErrHelp) {
			t.Errorf("peerdash%s: %v", match[1], err)
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
