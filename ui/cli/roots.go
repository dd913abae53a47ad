package cli

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"peerdash/graphapi/cloud"
	"peerdash/graphapi/doctor"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/transport"
	"peerdash/model"
)

// roots are the addresses of Graph and of the sign-in, and the settings that chose them.
type roots struct {
	cloud                cloud.Cloud
	graphRoot, loginRoot *url.URL
	// cloudOrigin, graphOrigin and loginOrigin name the flag or the variable that set each, or say "default".
	cloudOrigin, graphOrigin, loginOrigin string
}

const defaultOrigin = "default"

// chooseRoots chooses the cloud: that of --cloud, else that of AZURE_AUTHORITY_HOST, else the global one. The variables
// for a single root win over the cloud's.
func (p Program) chooseRoots(named cloud.Name) (roots, error) {
	chosen := roots{cloud: cloud.Named(named), cloudOrigin: defaultOrigin}
	if named != "" {
		chosen.cloudOrigin = "--cloud"
	}
	chosen.graphOrigin, chosen.loginOrigin = chosen.cloudOrigin, chosen.cloudOrigin
	if err := chosen.setLoginRoot(p, named == ""); err != nil {
		return roots{}, err
	}
	var err error
	address := chosen.cloud.GraphRoot
	if own := strings.TrimSpace(p.Getenv(graphURLVariable)); own != "" {
		address, chosen.graphOrigin = own, "$"+graphURLVariable
	}
	chosen.graphRoot, err = transport.ParseRoot(graphURLVariable, address, chosen.cloud.GraphRoot)
	return chosen, err
}

// setLoginRoot sets the sign-in root, and the cloud where AZURE_AUTHORITY_HOST may choose it.
func (r *roots) setLoginRoot(p Program, authorityChooses bool) (err error) {
	authority := strings.TrimSpace(p.Getenv(authorityHostVariable))
	variable, address := loginURLVariable, strings.TrimSpace(p.Getenv(loginURLVariable))
	if address == "" && authority != "" && authorityChooses {
		variable, address = authorityHostVariable, withScheme(authority)
	}
	if address == "" {
		r.loginRoot, err = url.Parse(r.cloud.LoginRoot)
		return err
	}
	r.loginOrigin = "$" + variable
	r.loginRoot, err = transport.ParseRoot(variable, address, r.cloud.LoginRoot)
	if err != nil || variable != authorityHostVariable {
		return err
	}
	if known, ok := cloud.OfLoginRoot(r.loginRoot); ok {
		r.cloud, r.cloudOrigin, r.graphOrigin = known, r.loginOrigin, r.loginOrigin
	}
	return nil
}

// withScheme adds the scheme that AZURE_AUTHORITY_HOST may lack.
func withScheme(host string) string {
	if strings.Contains(host, "://") {
		return host
	}
	return "https://" + host
}

// isOwnGraph reports whether a Graph root was set that no cloud was named for, so that its cloud is unknown.
func (r roots) isOwnGraph() bool {
	return r.cloudOrigin == defaultOrigin && r.graphOrigin != defaultOrigin
}

// cloudStep says which cloud is used, which reports Microsoft documents there, and whether the one to check is among them.
func cloudStep(r roots, report *model.Definition) doctor.Step {
	step := doctor.Step{Name: "cloud", Outcome: doctor.OK}
	if r.isOwnGraph() {
		step.Found = "unknown: " + r.graphOrigin + " sets the Graph root"
		return step
	}
	titles := r.cloud.Documented()
	last := len(titles) - 1
	step.Found = fmt.Sprintf("%s (%s): Microsoft documents the %s and %s reports in %s",
		r.cloud.Name, r.cloudOrigin, strings.Join(titles[:last], ", "), titles[last], r.cloud.Version())
	if !r.documents(report) {
		step.Outcome = doctor.Warning
		step.Found += ", but not " + report.Name
		step.Do = "The report is requested anyway; if Graph refuses, only Microsoft can make it available in the " + r.cloud.Title + "."
	}
	return step
}

// documents reports whether Microsoft documents a report in the cloud.
func (r roots) documents(report *model.Definition) bool {
	return r.cloud.Documents(string(report.Function))
}

// undocumented says that Microsoft does not document the report in the cloud, if that may be why Graph refused it; otherwise it is
// "".
func (w wording) undocumented(failure *problem.Error) string {
	if w.graphRoot == nil || w.report == nil || w.documents(w.report) || failure.Host != transport.Host(w.graphRoot) {
		return ""
	}
	switch failure.Status {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusNotImplemented:
	default:
		return ""
	}
	return "Microsoft does not document " + w.report.Name + " in the " + w.cloud.Title + ", so Graph may never have it."
}

// joinSentences puts two sentences into one line; either may be empty.
func joinSentences(first, second string) string { return strings.TrimSpace(first + " " + second) }
