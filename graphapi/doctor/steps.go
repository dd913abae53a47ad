package doctor

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"peerdash/graphapi"
	"peerdash/graphapi/guid"
	"peerdash/graphapi/problem"
	"peerdash/graphapi/sanitize"
	"peerdash/graphapi/signin"
	"peerdash/graphapi/transport"
	"peerdash/model"
)

// tolerableSkew is how far this computer's clock may be from a server's: Microsoft's sign-in allows five minutes.
const tolerableSkew = 5 * time.Minute

func proxyStep(config Config) Step {
	const name = "proxy"
	roots := []*url.URL{config.GraphRoot}
	if config.UsesLoginRoot {
		roots = append(roots, config.LoginRoot)
	}
	var ways []string
	for _, root := range roots {
		proxy, err := config.Proxy(&http.Request{URL: root})
		switch {
		case err != nil:
			return Failed(name, problem.New(problem.Error{
				Kind: problem.Configuration,
				What: "The proxy's address is not a URL",
				Do:   "Set HTTPS_PROXY to an address like http://proxy.contoso.com:8080.",
			}))
		case proxy == nil:
			ways = append(ways, transport.Host(root)+" directly")
		default:
			ways = append(ways, fmt.Sprintf("%s through %s", transport.Host(root), transport.Host(proxy)))
		}
	}
	return Step{Name: name, Outcome: OK, Found: strings.Join(ways, ", ")}
}

// certificatesStep checks the file of trusted authorities that the environment names. A fault is a warning only: reachStep
// shows whether the certificates are trusted.
func certificatesStep() Step {
	step := Step{Name: "certificates", Outcome: OK, Found: "the authorities that this computer trusts"}
	path := os.Getenv("SSL_CERT_FILE")
	if path == "" {
		return step
	}
	step.Found = "the authorities in " + sanitize.Line(path, 200) + " (SSL_CERT_FILE)"
	if why, do := transport.TrustFileFault(); why != "" {
		step.Outcome, step.Found, step.Do = Warning, sanitize.Line(why, 400), sanitize.Line(do, 400)
	}
	return step
}

// reachStep requests the root itself. Any answer proves that name, route and certificate are valid.
func reachStep(ctx context.Context, config Config, name string, root *url.URL) Step {
	if ctx.Err() != nil {
		return skipped(name)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, root.String(), nil)
	if err != nil {
		return Failed(name, err)
	}
	began := config.Now()
	answer, err := transport.NewSender(config.Transport, config.Now).Once().Send(request)
	if err != nil {
		return Failed(name, err)
	}
	took := config.Now().Sub(began).Round(time.Millisecond)
	step := Step{Name: name, Outcome: OK, Found: fmt.Sprintf("%s answered after %v", transport.Host(root), took)}
	if root.Scheme == "https" {
		step.Found += ", and its certificate is trusted"
	}
	date, err := http.ParseTime(answer.Header.Get("Date"))
	if err != nil {
		return step
	}
	skew := config.Now().Sub(date).Round(time.Second)
	if skew.Abs() > tolerableSkew {
		step.Outcome = Warning
		step.Found += fmt.Sprintf("; this computer's clock is %v %s", skew.Abs(), aheadOrBehind(skew))
		step.Do = "Set the clock: tokens and assertions are refused when it is off by more than five minutes."
	} else {
		step.Found += "; the clocks agree"
	}
	return step
}

func aheadOrBehind(skew time.Duration) string {
	if skew > 0 {
		return "ahead of the server's"
	}
	return "behind the server's"
}

func signInStep(ctx context.Context, config Config) (*oauth2.Token, Step) {
	const name = "sign-in"
	if ctx.Err() != nil {
		return nil, skipped(name)
	}
	token, err := config.SignIn.Token(ctx)
	if err != nil {
		return nil, Failed(name, err)
	}
	step := Step{Name: name, Outcome: OK, Found: "by " + config.Method}
	for _, note := range config.SignIn.Notes() {
		if note != signin.PermissionNote { // permissionStep reports it
			step.Outcome = Warning
			step.Found += "; " + note
		}
	}
	return token, step
}

func permissionStep(config Config, token *oauth2.Token) Step {
	const name = "token"
	if token == nil {
		return skipped(name)
	}
	claims, ok := signin.ParseClaims(token.AccessToken)
	if !ok {
		return Step{Name: name, Outcome: OK, Found: "opaque: its permissions are not known before Graph is called"}
	}
	step := Step{Name: name, Outcome: OK, Found: describe(claims, config.Now())}
	warn := func(found, do string) {
		step.Outcome = Warning
		step.Found += "; " + found
		step.Do = strings.TrimSpace(step.Do + " " + do)
	}
	if !claims.HasReportPermission() {
		warn("without "+signin.ReportPermission, "Ask an administrator to add the permission "+signin.ReportPermission+
			" to the app and grant consent; then get a new token.")
	}
	if !claims.Expires.IsZero() && !claims.Expires.After(config.Now()) {
		warn("expired by this computer's clock", "Get a new token, or set this computer's clock.")
	}
	if guid.Is(config.Tenant) && claims.TenantID != "" && !strings.EqualFold(claims.TenantID, config.Tenant) {
		warn("issued for another tenant than the configured one", "The report will be that of the token's tenant.")
	}
	return step
}

func describe(claims signin.Claims, now time.Time) string {
	var parts []string
	for _, part := range []struct{ label, value string }{
		{"tenant", claims.TenantID},
		{"app", claims.AppID},
		{"user", claims.UserPrincipalName},
		{"scopes", strings.Join(claims.Scopes, " ")},
		{"roles", strings.Join(claims.Roles, " ")},
	} {
		if part.value != "" {
			parts = append(parts, part.label+" "+part.value)
		}
	}
	if !claims.Expires.IsZero() {
		left := claims.Expires.Sub(now).Round(time.Minute)
		if left > 0 {
			parts = append(parts, fmt.Sprintf("valid for %d more minutes", int(left.Minutes())))
		} else {
			parts = append(parts, "expired at "+claims.Expires.Format(time.RFC3339))
		}
	}
	return strings.Join(parts, ", ")
}

func csvStep(name string, answer graphapi.Answer, config Config) Step {
	report, err := answer.Report(config.Report)
	if err != nil {
		return Failed(name, err)
	}
	if report.IsEmpty() {
		return Step{
			Name: name, Outcome: Warning, Found: report.Definition.Name + ": no days",
			Do: "Graph has no data of this report for the tenant; this is not an error.",
		}
	}
	age := model.DateOf(config.Now().UTC()) - report.RefreshDate
	return Step{Name: name, Outcome: OK, Found: fmt.Sprintf(
		"%s: %d days, data to %s (%d days ago)", report.Definition.Name, len(report.Days()), report.RefreshDate, age)}
}
