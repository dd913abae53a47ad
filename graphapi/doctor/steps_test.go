package doctor

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

const (
	configured = "11111111-2222-3333-4444-555555555555"
	another    = "99999999-2222-3333-4444-555555555555"
)

// unsigned is a token with these claims.
func unsigned(claims string) *oauth2.Token {
	encode := base64.RawURLEncoding.EncodeToString
	return &oauth2.Token{AccessToken: encode([]byte(`{"alg":"RS256"}`)) + "." + encode([]byte(claims)) + ".c2lnbmF0dXJl"}
}

func TestClaimsThatAreWorthAWarning(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	const good = `{"tid":"` + configured + `","roles":["Reports.Read.All"],"exp":1800003600}`
	for name, test := range map[string]struct {
		claims, tenant string
		want           Outcome
		found          string
	}{
		"as it should be":   {good, configured, OK, "valid for 60 more minutes"},
		"named by a domain": {good, "contoso.onmicrosoft.com", OK, ""},
		"no tenant named":   {good, "", OK, ""},
		"other letters":     {good, strings.ToUpper(configured), OK, ""},
		"another tenant":    {good, another, Warning, "another tenant"},
		"expired":           {`{"roles":["Reports.Read.All"],"exp":1799999999}`, "", Warning, "expired"},
		"no permission":     {`{"scp":"User.Read","exp":1800003600}`, "", Warning, "without Reports.Read.All"},
	} {
		t.Run(name, func(t *testing.T) {
			config := Config{Tenant: test.tenant, Now: func() time.Time { return now }}
			step := permissionStep(config, unsigned(test.claims))
			if step.Outcome != test.want || !strings.Contains(step.Found, test.found) || (test.want == Warning) != (step.Do != "") {
				t.Errorf("got %+v, want %s with %q", step, test.want, test.found)
			}
		})
	}
}
