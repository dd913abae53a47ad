package signin

import (
	"fmt"
	"log/slog"
	"strings"
	"unicode"

	"peerdash/graphapi/problem"
)

// Settings are what the environment and the flags say of the sign-in. Printed or logged, they show no secret.
type Settings struct {
	// Tenant is a GUID, a domain, or "common" or "organizations".
	Tenant, ClientID                     string
	ClientSecret                         string
	CertificatePath, CertificatePassword string
	FederatedTokenFile                   string
	// AccessToken is a ready bearer token; it wins over all else.
	AccessToken string
}

// String names the tenant, the client and the files, and of the secrets only whether they are set.
func (s Settings) String() string {
	secret := func(value string) string {
		if value == "" {
			return "not set"
		}
		return "set"
	}
	return fmt.Sprintf("tenant %q, client id %q, client secret %s, certificate %q with password %s, federated token file %q, "+
		"access token %s", s.Tenant, s.ClientID, secret(s.ClientSecret), s.CertificatePath,
		secret(s.CertificatePassword), s.FederatedTokenFile, secret(s.AccessToken))
}

// GoString is String, so that %#v shows no secret either.
func (s Settings) GoString() string { return s.String() }

// LogValue is String, so that a log shows no secret.
func (s Settings) LogValue() slog.Value { return slog.StringValue(s.String()) }

// checkIdentity makes sure that the tenant and the client id are there and can stand in an address.
func (s Settings) checkIdentity(method Method) error {
	var missing []string
	for _, setting := range []struct{ variable, value string }{
		{"AZURE_TENANT_ID", s.Tenant}, {"AZURE_CLIENT_ID", s.ClientID},
	} {
		if setting.value == "" {
			missing = append(missing, setting.variable)
		} else if !oneName(setting.value) {
			return problem.New(problem.Error{
				Kind: problem.Configuration,
				What: fmt.Sprintf("%s is not an id or a domain: %s", setting.variable, setting.value),
				Why:  "It becomes part of an address, so it holds letters, digits, dots and hyphens alone.",
				Do:   "Copy the GUID from the app registration's overview page in the Azure portal.",
			})
		}
	}
	if len(missing) > 0 {
		return notConfigured(missing)
	}
	if method != ByDeviceCode && manyTenants(s.Tenant) {
		return problem.New(problem.Error{
			Kind: problem.Configuration,
			What: fmt.Sprintf("AZURE_TENANT_ID is %s, and an application signs in to one tenant", s.Tenant),
			Do:   "Set AZURE_TENANT_ID to the tenant's GUID or domain.",
		})
	}
	return nil
}

func notConfigured(missing []string) error {
	verb := "is"
	if len(missing) > 1 {
		verb = "are"
	}
	return problem.New(problem.Error{
		Kind: problem.Configuration,
		What: fmt.Sprintf("The sign-in is not configured: %s %s not set", strings.Join(missing, " and "), verb),
		Why: "peerdash needs AZURE_TENANT_ID and AZURE_CLIENT_ID (or --tenant and --client-id), and of an application one of " +
			"AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH and AZURE_FEDERATED_TOKEN_FILE; or PEERDASH_ACCESS_TOKEN alone.",
		Do: "Set " + strings.Join(missing, " and ") + ", or look around with `peerdash demo`, which needs none.",
	})
}

// manyTenants reports whether a tenant is one of the names that stand for the user's own tenant.
func manyTenants(tenant string) bool {
	return strings.EqualFold(tenant, "common") || strings.EqualFold(tenant, "organizations")
}

// oneName reports whether a value can be one segment of an address without being escaped.
func oneName(value string) bool {
	if strings.Trim(value, ".") == "" {
		return false
	}
	return !strings.ContainsFunc(value, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-._", r)
	})
}

// isToken reports whether a value can stand in an Authorization header: visible ASCII characters, at least one.
func isToken(value string) bool {
	return value != "" && !strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' })
}
