package cli

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/charmbracelet/x/term"

	"peerdash/graphapi/checkup"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
	"peerdash/model/visible"
	"peerdash/ui"
	"peerdash/ui/theme"
)

// secretVariables are set or not; their values are never told.
var secretVariables = []string{clientSecretVariable, certificatePasswordVariable, accessTokenVariable}

// configurationStep tells where each value of the configuration comes from.
func (p Program) configurationStep(flags signInFlags, config configuration) checkup.Step {
	from := func(flag, name, variable string) string {
		if flag != "" {
			return name
		}
		return "$" + variable
	}
	var parts []string
	tell := func(what, value, origin string) {
		if value != "" {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", what, visible.Line(value, 200), origin))
		}
	}
	tell("tenant", config.settings.Tenant, from(flags.tenant, "--tenant", tenantVariable))
	tell("client id", config.settings.ClientID, from(flags.clientID, "--client-id", clientIDVariable))
	tell("certificate", config.settings.CertificatePath, "$"+certificatePathVariable)
	tell("federated token file", config.settings.FederatedTokenFile, "$"+federatedTokenFileVariable)
	tell("Graph", config.graphRoot.String(), p.setOrDefault(graphURLVariable))
	tell("sign-in", config.loginRoot.String(), p.setOrDefault(loginURLVariable))
	for _, variable := range secretVariables {
		if p.Getenv(variable) != "" {
			parts = append(parts, "$"+variable+" is set")
		}
	}
	return checkup.Step{Name: "configuration", Outcome: checkup.OK, Found: strings.Join(parts, ", ")}
}

func (p Program) setOrDefault(variable string) string {
	if p.Getenv(variable) != "" {
		return "$" + variable
	}
	return "default"
}

// storeStep opens what is kept.
func (p Program) storeStep(ctx context.Context) checkup.Step {
	const name = "store"
	path := configuration{stateDirectory: p.StateDirectory}.storePath()
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return checkup.Step{Name: name, Outcome: checkup.OK, Found: visible.Line(path, 200) + " does not exist yet; the first report makes it"}
	}
	kept, err := store.Open(ctx, path, p.Now)
	if err != nil {
		return checkup.Failed(name, err)
	}
	defer func() { _ = kept.Close() }()
	if err := kept.Check(ctx); err != nil {
		return checkup.Failed(name, err)
	}
	tenants, err := kept.Tenants(ctx)
	if err != nil {
		return checkup.Failed(name, err)
	}
	step := checkup.Step{Name: name, Outcome: checkup.OK, Found: fmt.Sprintf("%s keeps %s", visible.Line(path, 200), plural(len(tenants), "tenant"))}
	if notes := kept.TakeNotes(); len(notes) > 0 {
		step.Outcome, step.Found = checkup.Warning, strings.Join(notes, "; ")
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
func (p Program) terminalStep() checkup.Step {
	const name = "terminal"
	if !isTerminal(p.Output) {
		return checkup.Step{Name: name, Outcome: checkup.OK, Found: "standard output is no terminal; the dashboard needs one, print does not"}
	}
	width, height, err := term.GetSize(p.Output.Fd())
	if err != nil {
		return checkup.Failed(name, problem.New(problem.Error{
			What: "The terminal does not tell its size", Why: err.Error(), Do: "Set it with `stty rows 24 cols 80`.", Err: err,
		}))
	}
	seen := theme.Detect(p.Getenv, true)
	step := checkup.Step{Name: name, Outcome: checkup.OK, Found: fmt.Sprintf("TERM=%s, %d×%d, %s, %s",
		visible.Line(p.Getenv("TERM"), 50), width, height, tierNames[seen.Tier], glyphNames[seen.Glyphs])}
	if width < ui.MinimumWidth || height < ui.MinimumHeight {
		step.Outcome = checkup.Warning
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
