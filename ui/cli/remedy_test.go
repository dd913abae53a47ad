package cli

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/signin"
)

var (
	namedCommand = regexp.MustCompile("`peerdash ([a-z ]+)`")
	namedFlag    = regexp.MustCompile(`--([a-z-]+)`)
)

// TestRemediesNameCommandsAndFlagsThatExist holds the wording of every remedy against the command tree.
func TestRemediesNameCommandsAndFlagsThatExist(t *testing.T) {
	root := Program{}.rootCommand()
	for _, remedy := range problem.Remedies() {
		text := remedies[remedy]
		if text == "" {
			t.Errorf("remedy %d has no words", remedy)
		}
		for _, match := range namedCommand.FindAllStringSubmatch(text, -1) {
			if _, rest, err := root.Find(strings.Fields(match[1])); err != nil || len(rest) > 0 {
				t.Errorf("%q names a command that does not exist", text)
			}
		}
		for _, match := range namedFlag.FindAllStringSubmatch(text, -1) {
			if !anyCommandHas(root, match[1]) {
				t.Errorf("%q names a flag that does not exist", text)
			}
		}
	}
}

func anyCommandHas(command *cobra.Command, flag string) bool {
	for _, child := range command.Commands() {
		if anyCommandHas(child, flag) {
			return true
		}
	}
	return command.Flags().Lookup(flag) != nil
}

func TestRemediesFollowWhatTheProblemSays(t *testing.T) {
	cause := errors.New("cause")
	err := problem.New(problem.Error{
		What: "It failed", Do: "Ask an administrator.", Err: cause,
		Remedies: []problem.Remedy{problem.SignInAgain, problem.ReadStored},
	})
	tests := []struct {
		method signin.Method
		want   string
	}{
		{signin.ByDeviceCode, "Ask an administrator. Run `peerdash login`. Use --offline to show stored data."},
		{signin.BySecret, "Ask an administrator. The token is new, so check that Graph and the sign-in belong to one cloud; `peerdash doctor` shows both. Use --offline to show stored data."},
		{signin.ByReadyToken, "Ask an administrator. Set a new PEERDASH_ACCESS_TOKEN. Use --offline to show stored data."},
	}
	for _, test := range tests {
		worded := wording{method: test.method}.word(err)
		if got := problem.As(worded).Do; got != test.want {
			t.Errorf("%s: remedy %q, want %q", test.method, got, test.want)
		}
		if again := (wording{method: test.method}).word(worded); problem.As(again).Do != test.want {
			t.Errorf("worded twice: %q", problem.As(again).Do)
		}
		if !errors.Is(worded, cause) {
			t.Error("the cause is lost")
		}
	}
}

func TestPermissionThatTheTokenHasIsNotAskedFor(t *testing.T) {
	const permission = signin.ReportPermission
	tests := []struct {
		name   string
		method signin.Method
		claims signin.Claims
		want   string
		login  bool
	}{
		{"application with it", signin.BySecret, signin.Claims{Roles: []string{permission}}, "This token has the permission", false},
		{"application without it", signin.BySecret, signin.Claims{}, "Ask an administrator", false},
		{"user with it", signin.ByDeviceCode, signin.Claims{Scopes: []string{permission}}, "check the role", false},
		{"user without it", signin.ByDeviceCode, signin.Claims{}, "Ask an administrator", true},
	}
	for _, test := range tests {
		words := wording{method: test.method, claims: func() (signin.Claims, bool) { return test.claims, true }}
		got := words.remedy(problem.GetPermission)
		if !strings.Contains(got, test.want) || strings.Contains(got, "peerdash login") != test.login {
			t.Errorf("%s: %q, want %q, and login named: %t", test.name, got, test.want, test.login)
		}
	}
}
