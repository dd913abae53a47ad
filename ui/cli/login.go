package cli

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/signin"
	"peerdash/graphapi/transport"
)

func (p Program) loginCommand() *cobra.Command {
	var flags signInFlags
	var timeout time.Duration
	command := &cobra.Command{
		Use:   "login",
		Short: "Sign in with a device code and store the tokens",
		Long: `Sign in with a device code: login prints an address and a code. Open the address in a browser on any computer, enter the
code, and sign in there; login then continues automatically. The tokens are stored for the dashboard and for print.`,
		Example: "  peerdash login\n  peerdash login --tenant contoso.onmicrosoft.com --client-id 00000000-0000-0000-0000-000000000000",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return p.login(command.Context(), flags, timeout)
		},
	}
	flags.register(command.Flags())
	registerTimeout(command.Flags(), &timeout, "longest time for the request for the code")
	return command
}

func (p Program) login(ctx context.Context, flags signInFlags, timeout time.Duration) error {
	config, err := p.configure(flags)
	if err != nil {
		return err
	}
	if method, why := signin.Choose(config.settings); method != signin.ByDeviceCode {
		return problem.New(problem.Error{
			Kind: problem.Configuration,
			What: fmt.Sprintf("No sign-in is necessary: peerdash uses the %s", method),
			Why:  why + ".",
			Do:   "Run `peerdash print`, or unset the variable to sign in with a device code.",
		})
	}
	client := transport.New(config.trust)
	defer client.CloseIdleConnections()
	signIn, err := signin.New(config.signInConfig(client, p.Now))
	if err != nil {
		return err
	}
	if err := signIn.CheckStorage(); err != nil {
		return err
	}
	requesting, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	code, err := signIn.RequestCode(requesting)
	if err != nil {
		return p.wordingOf(signIn, config.roots).word(err)
	}
	minutes := int(math.Ceil(code.Expires.Sub(p.Now()).Minutes()))
	_, _ = fmt.Fprintf(p.Errors, "Open %s in any browser and enter the code %s within %s.\nWaiting; ctrl+c cancels.\n",
		code.Address, code.UserCode, plural(minutes, "minute"))
	err = signIn.AwaitSignIn(ctx, code, p.pollReporter())
	p.warn(signIn.Notes())
	if err != nil {
		return p.wordingOf(signIn, config.roots).word(err)
	}
	_, _ = fmt.Fprintln(p.Errors, signedInLine(signIn, config.settings.Tenant))
	return nil
}

// pollReporter writes a line when the polls for the code begin to fail, when they fail for another reason, and when they
// succeed again.
func (p Program) pollReporter() func(failure error) {
	reported := ""
	return func(failure error) {
		text := ""
		if failure != nil {
			text = "Checking whether you have signed in failed: " + problem.As(failure).Error()
		}
		if text == reported {
			return
		}
		reported = text
		if text == "" {
			text = "Checking whether you have signed in works again."
		}
		_, _ = fmt.Fprintln(p.Errors, text)
	}
}

// signedInLine names who signed in, and to which tenant.
func signedInLine(signIn *signin.SignIn, tenant string) string {
	claims, _ := signIn.Claims()
	user := ""
	if claims.UserPrincipalName != "" {
		user = " as " + claims.UserPrincipalName
	}
	if claims.TenantID != "" && !strings.EqualFold(claims.TenantID, tenant) {
		tenant += " (" + claims.TenantID + ")"
	}
	return "Signed in" + user + " to " + sanitize.Line(tenant, 200) + "."
}

func (p Program) logoutCommand() *cobra.Command {
	var flags signInFlags
	var all bool
	command := &cobra.Command{
		Use:     "logout",
		Short:   "Remove the tokens of a device code sign-in",
		Long:    "Remove the stored tokens of the sign-in of this tenant and client, or with --all those of every sign-in.\nStored reports stay; see peerdash store.",
		Example: "  peerdash logout\n  peerdash logout --all",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return p.logout(command.Context(), flags, all)
		},
	}
	flags.register(command.Flags())
	command.Flags().BoolVar(&all, "all", false, "remove the tokens of every tenant and client")
	return command
}

// mentionAll adds the other way to sign out to the failure of a configuration without a tenant or a client.
func mentionAll(err error) error {
	failure := problem.As(err)
	if failure == nil || failure.Kind != problem.Configuration {
		return err
	}
	worded := *failure
	worded.Do = "Use --tenant and --client-id, or --all to remove the tokens of every sign-in."
	worded.Remedies = nil
	return &worded
}

func (p Program) logout(ctx context.Context, flags signInFlags, all bool) error {
	config, err := p.configure(flags)
	if err != nil {
		return err
	}
	var removed []string
	if all {
		removed, err = signin.SignOutAll(ctx, config.signInConfig(nil, p.Now).Directory)
	} else {
		removed, err = signin.SignOut(ctx, config.signInConfig(nil, p.Now))
		err = mentionAll(err)
	}
	for _, file := range removed {
		_, _ = fmt.Fprintln(p.Output, "Removed "+sanitize.Line(file, 400))
	}
	if err == nil && len(removed) == 0 {
		_, _ = fmt.Fprintln(p.Output, "No sign-in is stored.")
	}
	return err
}
