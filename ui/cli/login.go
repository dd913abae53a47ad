package cli

import (
	"context"
	"fmt"
	"math"
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
		Short: "Sign in with a device code, and keep the sign-in",
		Long: `Sign in with a device code: login prints an address and a code. Open the address in a browser on any machine, enter the
code, and sign in there; login goes on by itself. The tokens are kept for the dashboard and for print.`,
		Example: "  peerdash login\n  peerdash login --tenant contoso.onmicrosoft.com --client-id 00000000-0000-0000-0000-000000000000",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			return p.login(command.Context(), flags, timeout)
		},
	}
	flags.register(command.Flags())
	registerTimeout(command.Flags(), &timeout, "getting the code")
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
			What: fmt.Sprintf("There is nobody to sign in: the %s is used", method),
			Why:  why + ".",
			Do:   "Run `peerdash print` straight away, or unset the variable to sign in with a device code.",
		})
	}
	client := transport.New(config.trust)
	defer client.CloseIdleConnections()
	signIn, err := signin.New(config.signInConfig(client, p.Now))
	if err != nil {
		return err
	}
	asking, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	code, err := signIn.RequestCode(asking)
	if err != nil {
		return err
	}
	minutes := int(math.Ceil(code.Expires.Sub(p.Now()).Minutes()))
	_, _ = fmt.Fprintf(p.Errors, "Open %s in any browser and enter the code %s within %d minutes.\nWaiting; ctrl+c cancels.\n",
		code.Address, code.UserCode, minutes)
	err = signIn.AwaitSignIn(ctx, code)
	p.warn(signIn.Notes())
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(p.Errors, "Signed in.")
	return nil
}

func (p Program) logoutCommand() *cobra.Command {
	var flags signInFlags
	var all bool
	command := &cobra.Command{
		Use:     "logout",
		Short:   "Remove the tokens of a device code sign-in",
		Long:    "Remove the tokens kept of this tenant's and client's sign-in, or with --all those of every sign-in.\nReports that are kept stay; see peerdash store.",
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

// mentionAll adds the other way to sign out to the failure of a configuration that names nobody.
func mentionAll(err error) error {
	failure := problem.As(err)
	if failure == nil || failure.Kind != problem.Configuration {
		return err
	}
	told := *failure
	told.Do = "Name them with --tenant and --client-id, or remove the tokens of every sign-in with --all."
	return &told
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
		_, _ = fmt.Fprintln(p.Output, "No sign-in was kept.")
	}
	return err
}
