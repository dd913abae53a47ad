package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"peerdash/graphapi/doctor"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/signin"
	"peerdash/graphapi/transport"
	"peerdash/model"
)

func (p Program) doctorCommand() *cobra.Command {
	var flags struct {
		signIn  signInFlags
		report  *model.Definition
		timeout time.Duration
		format  listFormat
	}
	command := &cobra.Command{
		Use:   "doctor",
		Short: "Check each step from configuration to report",
		Long: `Check each step from configuration to report: configuration, proxy, certificates, sign-in, the token's permission, Graph, the
download host, a report, stored data, and the terminal. Each step shows what was found and, if something is wrong, what to do.
The report is requested at most once. The exit code is that of the first failure.`,
		Example: "  peerdash doctor\n  peerdash doctor --format json | jq '.steps[] | select(.outcome != \"ok\")'",
		Args:    noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			ctx, cancel := context.WithTimeout(command.Context(), flags.timeout)
			defer cancel()
			steps := p.checkSteps(ctx, flags.signIn, flags.report)
			if err := command.Context().Err(); err != nil {
				return err
			}
			write := p.writeStepsText
			if flags.format == jsonFormat {
				write = p.writeStepsJSON
			}
			if err := write(steps); err != nil {
				return outputFailure("standard output", err)
			}
			return firstFailure(steps)
		},
	}
	flags.signIn.register(command.Flags())
	flags.report = model.Default()
	registerReport(command.Flags(), &flags.report, reportUsage)
	registerTimeout(command.Flags(), &flags.timeout, "longest time for all steps together")
	registerListFormat(command.Flags(), &flags.format, textFormat)
	return command
}

// checkSteps runs every step, as far as the configuration allows.
func (p Program) checkSteps(ctx context.Context, flags signInFlags, report *model.Definition) []doctor.Step {
	local := p.localSteps(ctx) // before the steps of the network, which may need all the time
	config, err := p.configure(flags)
	if err != nil {
		return unknownMethod.steps(append([]doctor.Step{doctor.Failed("configuration", err)}, local...))
	}
	steps := []doctor.Step{p.configurationStep(flags, config), cloudStep(config.roots, report)}
	client := transport.New(config.trust)
	defer client.CloseIdleConnections()
	signIn, err := signin.New(config.signInConfig(client, p.Now))
	if err == nil {
		p.signIns.add(signIn)
		defer signIn.Wait()
	}
	if err != nil {
		steps[0] = doctor.Failed("configuration", err)
		return unknownMethod.steps(append(steps, local...))
	}
	steps = append(steps, p.credentialSteps(signIn, config)...)
	steps = append(steps, doctor.Run(ctx, doctor.Config{
		LoginRoot:     config.loginRoot,
		GraphRoot:     config.graphRoot,
		Transport:     client,
		Report:        report,
		Proxy:         client.Proxy,
		SignIn:        signIn,
		Method:        fmt.Sprintf("%s: %s", signIn.Method(), signIn.Why()),
		Tenant:        config.settings.Tenant,
		UsesLoginRoot: signIn.Method() != signin.ByReadyToken,
		Now:           p.Now,
	})...)
	return p.wordingOf(signIn, config.roots).steps(append(steps, local...))
}

// localSteps are those that need no configuration.
func (p Program) localSteps(ctx context.Context) []doctor.Step {
	return []doctor.Step{p.storeStep(ctx), p.terminalStep()}
}

// firstFailure gives the exit code of the first step that failed; the steps say everything else.
func firstFailure(steps []doctor.Step) error {
	for _, step := range steps {
		if step.Outcome == doctor.Failure {
			return reportedFailure{step.Kind}
		}
	}
	return nil
}

// reportedFailure is a failure that was reported where it happened; it only carries the exit code.
type reportedFailure struct{ kind problem.Kind }

func (reportedFailure) Error() string { return "failed" }
