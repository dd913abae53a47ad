package cli

import (
	"context"
	"errors"

	"peerdash/graphapi/doctor"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
	"peerdash/model"
	"peerdash/ui"
)

// remedies words what the reader can do with the commands and flags of peerdash.
var remedies = map[problem.Remedy]string{
	problem.SignInAgain:     "Run `peerdash login`.",
	problem.GetPermission:   "Ask an administrator for them, then run `peerdash login`.",
	problem.AllowMoreTime:   "Allow more time with a longer --timeout.",
	problem.NameTenant:      "Use --tenant to name the tenant.",
	problem.NameClient:      "Use --client-id to name the app.",
	problem.ReadFromGraph:   "Run without --offline to fetch it from Graph.",
	problem.ReadStored:      "Use --offline to show stored data.",
	problem.ReadAllStored:   "Use --period all to show every stored day.",
	problem.TryDemo:         "Run `peerdash demo` to try it without any configuration.",
	problem.ChooseCloud:     "Use --cloud to name the tenant's cloud: global, usgov, usgov-dod or china.",
	problem.ImportOlder:     "For earlier days, import older reports with `peerdash import`.",
	problem.NameGraph:       "Use --cloud or PEERDASH_GRAPH_URL to name the Graph that the data comes from.",
	problem.NameOtherReport: "Use --report to name the report that the file holds, or leave it out.",
	problem.ShowStore:       "Run `peerdash store` to list stored data, imports and damaged stores.",
}

// viewerRemedies words the remedies that only the administrator has if viewers use the program with --restricted.
var viewerRemedies = map[problem.Remedy]string{
	problem.SignInAgain:   "Ask the administrator of this host to sign in again.",
	problem.GetPermission: "Ask the administrator of this host for them.",
	problem.NameTenant:    "Use `print` or `reports` with --tenant to name the tenant.",
	problem.NameClient:    "Ask the administrator of this host to complete the configuration.",
	problem.ReadFromGraph: "Ask the administrator of this host to fetch it.",
	problem.TryDemo:       "",
	problem.ChooseCloud:   "Ask the administrator of this host to name the tenant's cloud.",
	problem.ImportOlder:   "For earlier days, ask the administrator of this host to import older reports.",
	problem.NameGraph:     "Ask the administrator of this host to name the Graph that the data comes from.",
	problem.ShowStore:     "Use `reports` to list stored data.",
}

// wording puts remedies into words for a program that signs in by the method, at the roots.
type wording struct {
	method signin.Method
	roots
	// claims are those of the token that is used, false if none can be read; nil if there is no sign-in.
	claims func() (signin.Claims, bool)
	// isForViewers reports whether viewers who can change nothing on this host read the remedies.
	isForViewers bool
	// report is the one that was requested; nil if none was.
	report *model.Definition
}

// about is the wording for errors of a report.
func (w wording) about(report *model.Definition) wording {
	w.report = report
	return w
}

// unknownMethod words remedies for commands that make no sign-in.
var unknownMethod = wording{method: signin.ByDeviceCode}

// localWording words remedies for a command that makes no sign-in.
func (p Program) localWording() wording {
	words := unknownMethod
	words.isForViewers = p.restricted
	return words
}

// wordingOf words remedies for a command that signs in with signIn, which may be nil, at the roots.
func (p Program) wordingOf(signIn *signin.SignIn, roots roots) wording {
	words := p.localWording()
	words.roots = roots
	if signIn != nil {
		words.method, words.claims = signIn.Method(), signIn.Claims
	}
	return words
}

// remedy returns the remedy in words, which depends on the method of the sign-in.
func (w wording) remedy(remedy problem.Remedy) string {
	words, isAnothers := viewerRemedies[remedy]
	switch {
	case w.isForViewers && isAnothers:
		return words
	case remedy == problem.GetPermission:
		return w.permission()
	case remedy != problem.SignInAgain || w.method == signin.ByDeviceCode:
		return remedies[remedy]
	case w.method == signin.ByReadyToken:
		return "Set a new " + accessTokenVariable + "."
	default:
		return "The token is new, so check that Graph and the sign-in belong to one cloud; `peerdash doctor` shows both."
	}
}

// permission words GetPermission. It distinguishes a token that lacks the permission from one that has it but was refused.
func (w wording) permission() string {
	var claims signin.Claims
	if w.claims != nil {
		claims, _ = w.claims()
	}
	switch {
	case claims.HasReportRole():
		return "This token has the permission. A new permission can take an hour to take effect; if the error persists, it is an error of Graph."
	case claims.HasReportPermission():
		return "This token has the permission, so check the role; a new one can take an hour to take effect."
	case w.method == signin.ByDeviceCode:
		return remedies[problem.GetPermission]
	default:
		return "Ask an administrator for it; the next token will have it."
	}
}

// word returns the error with the remedies of its problem in words. An error without remedies is returned as it is.
func (w wording) word(err error) error {
	var failure *problem.Error
	if !errors.As(err, &failure) {
		return err
	}
	undocumented := w.undocumented(failure)
	if len(failure.Remedies) == 0 && undocumented == "" {
		return err
	}
	worded := *failure
	worded.Do = w.append(joinSentences(undocumented, failure.Do), failure.Remedies, failure.StoredAge)
	worded.Remedies, worded.Err = nil, err
	return &worded
}

// append returns the text with each remedy in words after it. storedAge is the StoredAge of the problem.
func (w wording) append(text string, named []problem.Remedy, storedAge string) string {
	for _, remedy := range named {
		words := w.remedy(remedy)
		if remedy == problem.ReadStored && storedAge != "" {
			words = "Use --offline to show the report that was fetched " + storedAge + "."
		}
		text = joinSentences(text, words)
	}
	return text
}

// steps puts the remedies of each step into words.
func (w wording) steps(steps []doctor.Step) []doctor.Step {
	for i := range steps {
		steps[i].Do, steps[i].Remedies = w.append(steps[i].Do, steps[i].Remedies, ""), nil
	}
	return steps
}

// wordedReports is a reportSource that words the remedies of its errors.
type wordedReports struct {
	reportSource
	wording
}

// Stored implements reportSource.
func (r wordedReports) Stored(
	ctx context.Context, report *model.Definition, period model.Period,
) (reports.Reading, error) {
	reading, err := r.reportSource.Stored(ctx, report, period)
	return reading, r.about(report).word(err)
}

// Fetch implements reportSource.
func (r wordedReports) Fetch(
	ctx context.Context, report *model.Definition, period model.Period, reason reports.Reason,
) (reports.Reading, error) {
	reading, err := r.reportSource.Fetch(ctx, report, period, reason)
	return reading, r.about(report).word(err)
}

// Report implements reportSource.
func (r wordedReports) Report(
	ctx context.Context, report *model.Definition, period model.Period,
) (reports.Reading, error) {
	reading, err := r.reportSource.Report(ctx, report, period)
	return reading, r.about(report).word(err)
}

// Revisions implements reportSource.
func (r wordedReports) Revisions(ctx context.Context, report *model.Definition) ([]model.Day, error) {
	days, err := r.reportSource.Revisions(ctx, report)
	return days, r.word(err)
}

// wordedSignIn is the dashboard's sign-in. It words the remedies of its errors.
type wordedSignIn struct {
	ui.SignIn
	wording
}

// RequestCode implements ui.SignIn.
func (s wordedSignIn) RequestCode(ctx context.Context) (signin.DeviceCode, error) {
	code, err := s.SignIn.RequestCode(ctx)
	return code, s.word(err)
}

// AwaitSignIn implements ui.SignIn.
func (s wordedSignIn) AwaitSignIn(ctx context.Context, code signin.DeviceCode, polled func(error)) error {
	return s.word(s.SignIn.AwaitSignIn(ctx, code, polled))
}
