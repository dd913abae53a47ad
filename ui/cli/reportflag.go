package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"peerdash/model"
)

// reportFlag is the flag --report. Its value is the name of a report of the catalogue or a function of Graph.
type reportFlag struct{ parsedFlag[*model.Definition] }

const reportFlagName = "report"

// registerReport adds --report, whose default is what target points to; nil means no report.
func registerReport(flags *pflag.FlagSet, target **model.Definition, usage string) {
	flags.Var(reportFlag{parsedFlag[*model.Definition]{target: target, kind: "name", parse: parseReport, show: reportName}},
		reportFlagName, usage)
}

func parseReport(text string) (*model.Definition, error) {
	if definition, ok := model.Find(text); ok {
		return definition, nil
	}
	return nil, hint(strings.TrimSpace(didYouMean(alternatives(similarReports(text))) + " Run `peerdash reports` to list the reports."))
}

func reportName(definition *model.Definition) string {
	if definition == nil {
		return ""
	}
	return definition.Name
}

// reportNames lists the names of reports.
func reportNames(definitions []*model.Definition) string {
	var names []string
	for _, definition := range definitions {
		names = append(names, definition.Name)
	}
	return strings.Join(names, ", ")
}

// similarReports are the names that a mistyped one may mean: the nearest name or function, or else those that contain it.
func similarReports(text string) []string {
	var names, functions, containing []string
	for _, definition := range model.Catalogue() {
		names = append(names, definition.Name)
		functions = append(functions, string(definition.Function))
		if strings.Contains(definition.Name, strings.ToLower(text)) {
			containing = append(containing, definition.Name)
		}
	}
	if found := nearest(text, append(names, functions...)); found != "" {
		return []string{found}
	}
	const most = 6
	if len(containing) > most || text == "" {
		return nil
	}
	return containing
}

// Complete lists what the shell completes of a typed name: the names of the reports, and Graph's functions if it begins like one.
func (reportFlag) Complete(typed string) []cobra.Completion {
	var names []cobra.Completion
	for _, definition := range model.Catalogue() {
		names = append(names, cobra.CompletionWithDesc(definition.Name, definition.Title))
	}
	if typed == "" || !strings.HasPrefix("get", typed[:min(len(typed), len("get"))]) {
		return names
	}
	for _, function := range model.Functions() {
		names = append(names, cobra.CompletionWithDesc(string(function), function.Definitions()[0].Title))
	}
	return names
}
