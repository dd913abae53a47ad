package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/signin"
	"peerdash/ui"
	"peerdash/ui/program"
	"peerdash/ui/theme"
)

// dashboardFlags say how the dashboard begins.
type dashboardFlags struct {
	report      reportFlags
	signIn      signInFlags
	every       time.Duration
	view        ui.View
	look        look
	ascii       bool
	noAltScreen bool
	mouse       bool
	plain       bool
}

func (f *dashboardFlags) register(command *cobra.Command) {
	f.report.register(command)
	flags := command.Flags()
	flags.Var(durationFlag(&f.every, 10*time.Minute), "every", "ask Graph again after each such time, at least 10m")
	flags.Var(viewFlag(&f.view), "view", "stacked, lines, panels, share or table")
	f.look = autoLook
	flags.Var(choiceFlag(&f.look, "look", autoLook, darkLook, lightLook, monoLook), "theme", "auto, dark, light or mono")
	flags.BoolVar(&f.ascii, "ascii", false, "draw with ASCII alone")
	flags.BoolVar(&f.noAltScreen, "no-alt-screen", false, "draw below the prompt, and leave the last frame there")
	flags.BoolVar(&f.plain, "plain", false, "no screen: print the figures line by line, for screen readers and logs (default with TERM=dumb)")
	flags.BoolVar(&f.mouse, "mouse", false, "capture the mouse: click and wheel work, selecting text does not")
}

// graphDashboardCommand shows the dashboard on Graph.
func (p Program) graphDashboardCommand() *cobra.Command {
	var flags dashboardFlags
	command := p.dashboardCommand(p.openGraph, &flags)
	flags.signIn.register(command.Flags())
	return command
}

// dashboardCommand shows the dashboard on the reports that open opens.
func (p Program) dashboardCommand(open opener, flags *dashboardFlags) *cobra.Command {
	command := &cobra.Command{
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := p.needTerminal(command.CommandPath() + " print"); err != nil {
				return err
			}
			session, err := p.openSession(command.Context(), open, nil, flags.signIn, flags.report)
			if err != nil {
				return err
			}
			defer session.close()
			return p.show(command.Context(), session, *flags)
		},
	}
	flags.register(command)
	return command
}

// show runs the dashboard until its user quits it.
func (p Program) show(ctx context.Context, session *session, flags dashboardFlags) error {
	config := ui.Config{
		Reports: session.reports,
		Tenant:  session.name,
		Period:  flags.report.period,
		View:    flags.view,
		Theme:   p.theme(flags),
		Every:   flags.every,
		Mouse:   flags.mouse,
		Offline: flags.report.offline,
		Now:     p.Now,
		Environ: p.Getenv,
		Files:   p.files,
	}
	if session.signIn != nil {
		config.Reports = &remarked{reportSource: session.reports, signIn: session.signIn}
	}
	if session.signIn != nil && session.signIn.Method() == signin.ByDeviceCode {
		config.SignIn = wordedSignIn{SignIn: session.signIn, wording: session.wording}
	}
	run := program.Run
	if flags.plain || p.Getenv("TERM") == "dumb" {
		run = program.RunPlain
	}
	err := run(ctx, config, program.Terminal{
		Input: p.Input, Output: p.Output.File, AltScreen: !flags.noAltScreen, Getenv: p.Getenv,
	})
	var interrupted *program.Interrupted
	if errors.As(err, &interrupted) || errors.Is(err, context.Canceled) {
		return errDashboardInterrupted
	}
	return err
}

func (p Program) theme(flags dashboardFlags) theme.Theme {
	seen := theme.Detect(p.Getenv, true)
	switch flags.look {
	case darkLook:
		seen.Background = theme.Dark
	case lightLook:
		seen.Background = theme.Light
	case monoLook:
		seen.Tier = theme.Mono
	}
	if flags.ascii {
		seen.Glyphs = theme.ASCII
	}
	return theme.New(seen.Tier, seen.Background, seen.Glyphs)
}

// look is what --theme asks for.
type look string

const (
	autoLook  look = "auto"
	darkLook  look = "dark"
	lightLook look = "light"
	monoLook  look = "mono"
)

func viewFlag(target *ui.View) pflag.Value {
	var names []string
	for _, view := range ui.Views() {
		names = append(names, view.String())
	}
	return parsedFlag[ui.View]{target, "view", ui.ParseView, ui.View.String, names}
}

// needTerminal refuses to draw where nobody could see it or press a key; instead is the command that needs none.
func (p Program) needTerminal(instead string) error {
	switch {
	case !isTerminal(p.Input):
		return noTerminal("standard input is none", instead)
	case !isTerminal(p.Output):
		return noTerminal("standard output is none", instead)
	default:
		return nil
	}
}

func noTerminal(why, instead string) error {
	return problem.New(problem.Error{
		Kind: problem.Configuration,
		What: "The dashboard needs a terminal, and " + why,
		Do:   "For scripts use `" + instead + "`.",
	})
}
