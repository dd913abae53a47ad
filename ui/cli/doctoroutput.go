package cli

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/term"

	"peerdash/graphapi/doctor"
	"peerdash/ui/row"
)

// writeStepsText writes the steps as aligned columns, wrapped to the terminal, and a summary.
func (p Program) writeStepsText(steps []doctor.Step) error {
	var text strings.Builder
	columns := stepColumns{width: p.outputWidth()}
	for _, step := range steps {
		columns.name = max(columns.name, utf8.RuneCountInString(step.Name))
	}
	for _, step := range steps {
		columns.write(&text, string(step.Outcome), step.Name, step.Found)
		if step.Do != "" {
			columns.write(&text, "", "", "-> "+step.Do)
		}
		if step.Reference != "" {
			fmt.Fprintf(&text, "%s%s\n", columns.margin(step.Reference), step.Reference)
		}
	}
	text.WriteString("\n" + summary(steps) + "\n")
	_, err := p.Output.WriteString(text.String())
	return err
}

// outputWidth is the width of the terminal at standard output; 0 if that is not a terminal, so that lines are not wrapped.
func (p Program) outputWidth() int {
	if !isTerminal(p.Output) {
		return 0
	}
	width, _, err := term.GetSize(p.Output.Fd())
	if err != nil || width <= 0 {
		const usual = 80
		return usual
	}
	return width
}

// stepColumns are the width of a step's name and the width of a line, which is 0 if lines are not wrapped.
type stepColumns struct{ name, width int }

const outcomeColumn = 8

func (c stepColumns) indent() int { return outcomeColumn + 1 + c.name + 2 }

// narrowText is the least width of a text column. A narrower terminal gets the text below the name.
const narrowText = 30

func (c stepColumns) write(text *strings.Builder, outcome, name, found string) {
	head := fmt.Sprintf("%-*s %-*s  ", outcomeColumn, outcome, c.name, name)
	indent := c.indent()
	if c.width > 0 && c.width-indent < narrowText {
		if name != "" {
			text.WriteString(strings.TrimRight(head, " ") + "\n")
		}
		indent, head = 2, "  "
	}
	lines := []string{found}
	if c.width > 0 {
		lines = row.WrapAt(found, c.width-indent, "/")
	}
	for i, line := range lines {
		if i > 0 {
			head = strings.Repeat(" ", indent)
		}
		text.WriteString(strings.TrimRight(head+line, " ") + "\n")
	}
}

// margin indents an id that is never broken: by the text column where it fits.
func (c stepColumns) margin(reference string) string {
	if c.width > 0 && c.indent()+utf8.RuneCountInString(reference) > c.width {
		return ""
	}
	return strings.Repeat(" ", c.indent())
}

// summary counts what was found and names the steps to look at.
func summary(steps []doctor.Step) string {
	named := map[doctor.Outcome][]string{}
	for _, step := range steps {
		named[step.Outcome] = append(named[step.Outcome], step.Name)
	}
	var parts []string
	for _, outcome := range []struct {
		doctor.Outcome
		noun string
	}{{doctor.Failure, "failure"}, {doctor.Warning, "warning"}} {
		if names := named[outcome.Outcome]; len(names) > 0 {
			parts = append(parts, plural(len(names), outcome.noun)+" ("+strings.Join(names, ", ")+")")
		}
	}
	if len(parts) == 0 {
		return fmt.Sprintf("All %d steps are ok.", len(steps))
	}
	return strings.Join(parts, ", ") + "; " + fmt.Sprintf("%d of %d steps are ok.", len(named[doctor.OK]), len(steps))
}

func (p Program) writeStepsJSON(steps []doctor.Step) error {
	return p.Output.writeJSON(struct {
		Steps []doctor.Step `json:"steps"`
	}{steps})
}
