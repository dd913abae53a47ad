package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/signin"
	"peerdash/ui"
	"peerdash/ui/program"
	"peerdash/ui/theme"
)

// dashboardFlags select how the dashboard starts.
type dashboardFlags struct {
	report      reportFlags
	signIn      signInFlags
	every       time.Duration
	view        ui.View
	viewFlag    *pflag.Flag
	theme       themeChoice
	ascii       bool
	noAltScreen bool
	mouse       bool
	plain       bool
	restricted  bool
	idle        time.Duration
}

func (f *dashboardFlags) register(command *cobra.Command) {
	f.report.register(command)
	flags := command.Flags()
	flags.Var(durationFlag(&f.every, 10*time.Minute), "every", "refresh from Graph at this interval, at least 10m")
	f.viewFlag = flags.VarPF(viewFlag(&f.view), "view", "", "view to show first: stacked, lines, panels, share or table")
	f.theme = autoTheme
	flags.Var(choiceFlag(&f.theme, "theme", autoTheme, darkTheme, lightTheme, monoTheme), "theme", "colors: auto, dark, light or mono")
	flags.BoolVar(&f.ascii, "ascii", false, "draw with ASCII characters only")
	flags.BoolVar(&f.noAltScreen, "no-alt-screen", false, "draw below the prompt and leave the last frame on the screen")
	flags.BoolVar(&f.plain, "plain", false, "print lines of text instead of drawing a screen, for screen readers and logs (default with TERM=dumb)")
	flags.BoolVar(&f.restricted, "restricted", false,
		"turn off exports, suspending and signing in; of the commands in $"+sshCommandVariable+", run only print and reports")
	flags.Var(durationFlag(&f.idle, time.Second), "idle", "quit after this long without a key, such as 8h")
	flags.BoolVar(&f.mouse, "mouse", false, "use the mouse for clicks and wheel; the terminal then cannot select text")
}

// graphDashboardCommand shows the dashboard for reports of Graph.
func (p Program) graphDashboardCommand() *cobra.Command {
	var flags dashboardFlags
	command := p.dashboardCommand(Program.openGraph, &flags)
	flags.signIn.register(command.Flags())
	return command
}

// dashboardCommand shows the dashboard for the session that open opens.
func (p Program) dashboardCommand(open opener, flags *dashboardFlags) *cobra.Command {
	command := &cobra.Command{
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			p := p
			p.restricted = flags.restricted
			if words := p.sshCommand(); len(words) > 0 {
				return p.localWording().word(p.runRestricted(command, open, words))
			}
			return p.localWording().word(p.runDashboard(command, open, *flags))
		},
	}
	flags.register(command)
	return command
}

// runDashboard shows the dashboard for the session that open opens.
func (p Program) runDashboard(command *cobra.Command, open opener, flags dashboardFlags) error {
	instead := "Run `" + command.CommandPath() + " print` to print a report."
	if p.restricted {
		instead = "Use `ssh -t` for the dashboard, or the command `print`."
	}
	if err := p.needTerminal(instead); err != nil {
		return err
	}
	flags.report.watches = flags.report.offline
	session, err := p.openSession(command.Context(), open, nil, flags.signIn, flags.report)
	if err != nil {
		return err
	}
	defer session.close()
	return p.show(command.Context(), session, flags)
}

// show runs the dashboard until its user quits it.
func (p Program) show(ctx context.Context, session *session, flags dashboardFlags) error {
	config := ui.Config{
		Reports:   session.reports,
		Tenant:    session.name,
		Report:    flags.report.definition,
		Available: session.available,
		Period:    flags.report.period,
		View:      flags.view,
		Theme:     p.theme(flags),
		Every:     flags.every,
		Mouse:     flags.mouse,
		Offline:   flags.report.offline,
		Now:       p.Now,
		Environ:   p.Getenv,
		Files:     p.files,

		ViewRequested: flags.viewFlag.Changed,

		Watch:      session.watch,
		Restricted: flags.restricted,
		Idle:       flags.idle,
	}
	if session.signIn != nil {
		config.Reports = &annotatedReports{reportSource: session.reports, signIn: session.signIn}
	}
	if session.signIn != nil && session.signIn.Method() == signin.ByDeviceCode && !flags.restricted {
		config.SignIn = wordedSignIn{SignIn: session.signIn, wording: session.wording}
	}
	run := program.Run
	if flags.plain || p.Getenv("TERM") == "dumb" {
		run = program.RunPlain
	}
	err := run(ctx, config, program.Terminal{
		Input: p.Input, Output: p.Output.File, AltScreen: !flags.noAltScreen, Getenv: p.Getenv,
	})
	if errors.Is(err, program.ErrIdle) {
		p.sayIdle(flags.idle)
		return nil
	}
	var interrupted *program.Interrupted
	if errors.As(err, &interrupted) || errors.Is(err, context.Canceled) {
		return errDashboardInterrupted
	}
	return err
}

// sayIdle says why an idle dashboard has quit. A terminal that accepts no output does not delay its end.
func (p Program) sayIdle(idle time.Duration) {
	briefly(func() {
		_, _ = fmt.Fprintf(p.Errors, "peerdash: Quit after %s without a key (--idle)\n", shortDuration(idle))
	})
}

func (p Program) theme(flags dashboardFlags) theme.Theme {
	detected := theme.Detect(p.Getenv, true)
	switch flags.theme {
	case darkTheme:
		detected.Background = theme.Dark
	case lightTheme:
		detected.Background = theme.Light
	case monoTheme:
		detected.Tier = theme.Mono
	}
	if flags.ascii {
		detected.Glyphs = theme.ASCII
	}
	return theme.New(detected.Tier, detected.Background, detected.Glyphs)
}

// themeChoice is a value of --theme.
type themeChoice string

const (
	autoTheme  themeChoice = "auto"
	darkTheme  themeChoice = "dark"
	lightTheme themeChoice = "light"
	monoTheme  themeChoice = "mono"
)

func viewFlag(target *ui.View) pflag.Value {
	var names []string
	for _, view := range ui.Views() {
		names = append(names, view.String())
	}
	return parsedFlag[ui.View]{target, "view", ui.ParseView, ui.View.String, names}
}

// needTerminal returns an error unless input and output are terminals; instead is what to do without them.
func (p Program) needTerminal(instead string) error {
	switch {
	case !isTerminal(p.Input):
		return noTerminal("standard input is not a terminal", instead)
	case !isTerminal(p.Output):
		return noTerminal("standard output is not a terminal", instead)
	default:
		return nil
	}
}

func noTerminal(why, instead string) error {
	return problem.New(problem.Error{
		Kind: problem.Configuration,
		What: "Cannot show the dashboard: " + why,
		Do:   instead,
	})
}
