package cli_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

const (
	oneTenant     = "11111111-1111-1111-1111-111111111111"
	anotherTenant = "22222222-2222-2222-2222-222222222222"
)

// tokenOf is what a ready token of the tenant looks like.
func tokenOf(tenant string) string {
	encode := base64.RawURLEncoding.EncodeToString
	return encode([]byte(`{"alg":"RS256"}`)) + "." + encode(fmt.Appendf(nil, `{"tid":%q}`, tenant)) + ".c2ln"
}

const oneDay = header + "2021-06-20,2021-06-19,7,1,1,1,1,1\n"

func TestNamedTenantCountsMoreThanAReadyToken(t *testing.T) {
	box := newSandbox(t).with("PEERDASH_ACCESS_TOKEN=" + tokenOf(oneTenant))
	printAll := []string{"print", "--offline", "--period", "all"}
	box.runWith(t, oneDay, "import", "--tenant", anotherTenant, "-").wantExit(t, 0)
	box.run(t, printAll...).wantExit(t, 4)
	box.run(t, append(printAll, "--tenant", anotherTenant)...).wantExit(t, 0)
	box.runWith(t, oneDay, "import", "-").wantExit(t, 0)
	box.run(t, printAll...).wantExit(t, 0)
	box.run(t, append(printAll, "--tenant", "fabrikam.com")...).wantExit(t, 4)
}

func TestConfiguredNameAndReadyTokenAreOneTenant(t *testing.T) {
	box := newSandbox(t)
	byName := box.with("AZURE_TENANT_ID=contoso.com")
	byName.with("PEERDASH_ACCESS_TOKEN="+tokenOf(oneTenant)).runWith(t, oneDay, "import", "-").wantExit(t, 0)
	byName.run(t, "print", "--offline", "--period", "all").wantExit(t, 0)
	box.run(t, "print", "--offline", "--period", "all", "--tenant", oneTenant).wantExit(t, 0)
	info := box.run(t, "store", "info")
	for _, want := range []string{"1 tenant\n", "contoso.com", oneTenant} {
		if !strings.Contains(info.output, want) {
			t.Errorf("store info does not show %q:\n%s", want, info.output)
		}
	}
	byName.with("PEERDASH_ACCESS_TOKEN="+tokenOf(anotherTenant)).runWith(t, oneDay, "import", "-").wantExit(t, 0)
	if info := box.run(t, "store", "info"); !strings.Contains(info.output, "2 tenants\n") {
		t.Errorf("two tenants are not separate:\n%s", info.output)
	}
}

func TestForgottenTenantIsForgottenOfEveryGraph(t *testing.T) {
	box := newSandbox(t)
	for _, root := range []string{"https://graph.microsoft.com/v1.0", "https://graph.microsoft.com/beta"} {
		box.with("PEERDASH_GRAPH_URL="+root).runWith(t, oneDay, "import", "--tenant", "contoso.com", "-").wantExit(t, 0)
	}
	box.run(t, "store", "forget", "--tenant", "contoso.com", "--yes").wantExit(t, 0)
	if info := box.run(t, "store", "info"); !strings.Contains(info.output, "0 tenants") {
		t.Errorf("something is left:\n%s", info.output)
	}
}
