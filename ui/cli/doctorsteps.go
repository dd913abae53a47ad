package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/term"

	"peerdash/graphapi/doctor"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/signin"
	"peerdash/ui"
	"peerdash/ui/theme"
)

// secretVariables are set or not; their values are never shown.
var secretVariables = []string{clientSecretVariable, certificatePasswordVariable, accessTokenVariable}

// configurationStep says where each value of the configuration comes from.
func (p Program) configurationStep(flags signInFlags, config configuration) doctor.Step {
	from := func(flag, name, variable string) string {
		if flag != "" {
			return name
		}
		return "$" + variable
	}
	var parts []string
	add := func(what, value, origin string) {
		if value != "" {
			parts = append(parts, fmt.Sprintf("%s %s (%s)", what, sanitize.Line(value, 200), origin))
		}
	}
	add("tenant", config.settings.Tenant, from(flags.tenant, "--tenant", tenantVariable))
	add("client id", config.settings.ClientID, from(flags.clientID, "--client-id", clientIDVariable))
	add("certificate", config.settings.CertificatePath, "$"+certificatePathVariable)
	add("federated token file", config.settings.FederatedTokenFile, "$"+federatedTokenFileVariable)
	add("Graph", config.graphRoot.String(), config.graphOrigin)
	add("sign-in", config.loginRoot.String(), config.loginOrigin)
	for _, variable := range secretVariables {
		if p.Getenv(variable) != "" {
			parts = append(parts, "$"+variable+" is set")
		}
	}
	return doctor.Step{Name: "configuration", Outcome: doctor.OK, Found: strings.Join(parts, ", ")}
}

// credentialSteps check what the sign-in needs of the file system: a directory for its tokens, or the file of its key.
func (p Program) credentialSteps(signIn *signin.SignIn, config configuration) []doctor.Step {
	switch signIn.Method() {
	case signin.ByDeviceCode:
		const name = "token directory"
		if err := signIn.CheckStorage(); err != nil {
			return []doctor.Step{doctor.Failed(name, err)}
		}
		directory := config.signInConfig(nil, p.Now).Directory
		return []doctor.Step{{Name: name, Outcome: doctor.OK, Found: sanitize.Line(directory, 200) + " can be written"}}
	case signin.ByCertificate:
		step := doctor.Step{Name: "private key", Outcome: doctor.OK, Found: "protected from other users"}
		if found, do := doctor.Exposed(config.settings.CertificatePath, true, false); found != "" && !strings.Contains(found, "symbolic link") {
			step.Outcome, step.Found, step.Do = doctor.Warning, found, do
		}
		return []doctor.Step{step}
	default:
		return nil
	}
}

// storeStep checks that reports can be stored, and what is stored.
func (p Program) storeStep(ctx context.Context) doctor.Step {
	const name = "store"
	path, err := p.storePath()
	if err != nil {
		return doctor.Failed(name, err)
	}
	if path == "" {
		return doctor.Failed(name, errNoHome)
	}
	shared := p.Getenv(storeVariable) != "" // and may belong to the account that fetches
	if err := doctor.CheckDirectory(filepath.Dir(path)); err != nil && !shared {
		return doctor.Failed(name, err)
	}
	for _, checked := range []string{filepath.Dir(path), path} {
		if found, do := doctor.Exposed(checked, checked == path && !shared, shared); found != "" {
			return doctor.Step{Name: name, Outcome: doctor.Warning, Found: found, Do: do}
		}
	}
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return doctor.Step{Name: name, Outcome: doctor.OK, Found: sanitize.Line(path, 200) + " does not exist yet; the first report creates it"}
	}
	return p.storedStep(ctx, name, path, shared)
}

// storedStep opens the store and checks what is in it.
func (p Program) storedStep(ctx context.Context, name, path string, shared bool) doctor.Step {
	opened, err := p.openStore(ctx, path)
	if err != nil {
		return doctor.Failed(name, err)
	}
	defer func() { _ = opened.Close() }()
	if err := opened.Check(ctx); err != nil {
		return doctor.Failed(name, err)
	}
	tenants, err := opened.Tenants(ctx)
	if err != nil {
		return doctor.Failed(name, err)
	}
	step := doctor.Step{
		Name: name, Outcome: doctor.OK,
		Found: fmt.Sprintf("%s has data of %s", sanitize.Line(path, 200), plural(len(tenants), "tenant")),
	}
	damaged, err := opened.Damaged()
	switch notes := opened.TakeNotes(); {
	case err != nil:
		return doctor.Failed(name, err)
	case len(notes) > 0:
		step.Outcome, step.Found = doctor.Warning, strings.Join(notes, "; ")
	case opened.ReadOnly() != nil && !shared:
		return doctor.Failed(name, opened.ReadOnly())
	case opened.ReadOnly() != nil:
		step.Found += ", and is read only"
	case len(damaged) > 0:
		step.Outcome, step.Found = doctor.Warning, fmt.Sprintf("%s beside %s", plural(len(damaged), "damaged store"), sanitize.Line(path, 200))
	}
	if len(damaged) > 0 {
		step.Do = "Run `peerdash store recover " + sanitize.Line(damaged[len(damaged)-1], 200) +
			"` to merge what can be read of it, and remove the file when you no longer need it."
	}
	return step
}

func plural(count int, noun string) string {
	if count == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", count, noun)
}

// terminalStep says what the dashboard can draw with.
func (p Program) terminalStep() doctor.Step {
	const name = "terminal"
	if !isTerminal(p.Output) {
		return doctor.Step{Name: name, Outcome: doctor.OK, Found: "standard output is not a terminal; only the dashboard needs one"}
	}
	width, height, err := term.GetSize(p.Output.Fd())
	if err != nil {
		return doctor.Failed(name, problem.New(problem.Error{
			What: "The terminal does not report its size", Why: err.Error(), Do: "Set it with `stty rows 24 cols 80`.", Err: err,
		}))
	}
	detected := theme.Detect(p.Getenv, true)
	step := doctor.Step{Name: name, Outcome: doctor.OK, Found: fmt.Sprintf("TERM=%s, %d×%d, %s, %s",
		sanitize.Line(p.Getenv("TERM"), 50), width, height, tierNames[detected.Tier], glyphNames[detected.Glyphs])}
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
	theme.Unicode: "UTF-8", theme.Neutral: "UTF-8 with East Asian widths", theme.Console: "the console's font", theme.ASCII: "ASCII only",
}
