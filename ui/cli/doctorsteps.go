package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"

	"peerdash/graphapi/doctor"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/store"
	"peerdash/ui"
	"peerdash/ui/theme"
)

// secretVariables are set or not; their values are never told.
var secretVariables = []string{clientSecretVariable, certificatePasswordVariable, accessTokenVariable}

// configurationStep tells where each value of the configuration comes from.
func (p Program) configurationStep(flags signInFlags, config configuration) doctor.Step {
	from := func(flag, name, variable string) string {
		if flag != "" {
			return name
		}
		return "$" + variable
	}
	var parts []string
	tell := func(what, value, origin string) {
		if value != "" {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", what, sanitize.Line(value, 200), origin))
		}
	}
	tell("tenant", config.settings.Tenant, from(flags.tenant, "--tenant", tenantVariable))
	tell("client id", config.settings.ClientID, from(flags.clientID, "--client-id", clientIDVariable))
	tell("certificate", config.settings.CertificatePath, "$"+certificatePathVariable)
	tell("federated token file", config.settings.FederatedTokenFile, "$"+federatedTokenFileVariable)
	tell("Graph", config.graphRoot.String(), config.graphOrigin)
	tell("sign-in", config.loginRoot.String(), config.loginOrigin)
	for _, variable := range secretVariables {
		if p.Getenv(variable) != "" {
			parts = append(parts, "$"+variable+" is set")
		}
	}
	return doctor.Step{Name: "configuration", Outcome: doctor.OK, Found: strings.Join(parts, ", ")}
}

// storeStep opens what is kept.
func (p Program) storeStep(ctx context.Context) doctor.Step {
	const name = "store"
	if p.StateDirectory == "" {
		return doctor.Failed(name, problem.New(problem.Error{
			What: "Nothing can be stored", Why: "This user has no home directory.",
			Do: "Set HOME or XDG_STATE_HOME to a directory that can be written.",
		}))
	}
	path := configuration{stateDirectory: p.StateDirectory}.storePath()
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return doctor.Step{Name: name, Outcome: doctor.OK, Found: sanitize.Line(path, 200) + " does not exist yet; the first report makes it"}
	}
	kept, err := store.Open(ctx, path, p.Now)
	if err != nil {
		return doctor.Failed(name, err)
	}
	defer func() { _ = kept.Close() }()
	if err := kept.Check(ctx); err != nil {
		return doctor.Failed(name, err)
	}
	tenants, err := kept.Tenants(ctx)
	if err != nil {
		return doctor.Failed(name, err)
	}
	step := doctor.Step{Name: name, Outcome: doctor.OK, Found: fmt.Sprintf("%s keeps %s", sanitize.Line(path, 200), plural(len(tenants), "tenant"))}
	if notes := kept.TakeNotes(); len(notes) > 0 {
		step.Outcome, step.Found = doctor.Warning, strings.Join(notes, "; ")
	}
	return step
}

func plural(count int, noun string) string {
	if count == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", count, noun)
}

// terminalStep tells what the dashboard would have to draw with.
func (p Program) terminalStep() doctor.Step {
	const name = "terminal"
	if !isTerminal(p.Output) {
		return doctor.Step{Name: name, Outcome: doctor.OK, Found: "standard output is no terminal; the dashboard needs one, print does not"}
	}
	width, height, err := term.GetSize(p.Output.Fd())
	if err != nil {
		return doctor.Failed(name, problem.New(problem.Error{
			What: "The terminal does not tell its size", Why: err.Error(), Do: "Set it with `stty rows 24 cols 80`.", Err: err,
		}))
	}
	seen := theme.Detect(p.Getenv, true)
	step := doctor.Step{Name: name, Outcome: doctor.OK, Found: fmt.Sprintf("TERM=%s, %d×%d, %s, %s",
		sanitize.Line(p.Getenv("TERM"), 50), width, height, tierNames[seen.Tier], glyphNames[seen.Glyphs])}
	if width < ui.MinimumWidth || height < ui.MinimumHeight {
		step.Outcome = doctor.Warning
		step.Do = fmt.Sprintf("Make it at least %d×%d for the dashboard.", ui.MinimumWidth, ui.MinimumHeight)
	}
	return step
}

var tierNames = map[theme.Tier]string{
	theme.Mono: "no colours", theme.Colours16: "16 colours", theme.Colours256: "256 colours", theme.TrueColour: "true colour",
}

var glyphNames = map[theme.GlyphSet]string{
	theme.Unicode: "UTF-8", theme.Neutral: "UTF-8 with East Asian widths", theme.Console: "the console's font", theme.ASCII: "ASCII alone",
}
