package signin

import (
	"fmt"
	"strings"
	"unicode"

	"peerdash/graphapi/problem"
)

// Settings configure the sign-in. They come from the environment and the flags, and show no secret when printed.
type Settings struct {
	// Tenant is a GUID, a domain, or "common" or "organizations".
	Tenant, ClientID                     string
	ClientSecret                         string
	CertificatePath, CertificatePassword string
	FederatedTokenFile                   string
	// AccessToken is a ready bearer token; it takes precedence over all other settings.
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

// fields are the settings with the variables that name them.
func (s *Settings) fields() []field {
	return []field{
		{"AZURE_TENANT_ID", &s.Tenant}, {"AZURE_CLIENT_ID", &s.ClientID}, {"AZURE_CLIENT_SECRET", &s.ClientSecret},
		{"AZURE_CLIENT_CERTIFICATE_PATH", &s.CertificatePath},
		{"AZURE_CLIENT_CERTIFICATE_PASSWORD", &s.CertificatePassword},
		{"AZURE_FEDERATED_TOKEN_FILE", &s.FederatedTokenFile}, {"PEERDASH_ACCESS_TOKEN", &s.AccessToken},
	}
}

type field struct {
	variable string
	value    *string
}

// trimmed are the settings without white space around the values, such as the line break of a file.
func (s Settings) trimmed() Settings {
	for _, field := range s.fields() {
		*field.value = strings.TrimSpace(*field.value)
	}
	return s
}

// check checks that what the method needs is set and can be used.
func (s Settings) check(method Method) error {
	if err := s.checkIdentity(method); err != nil {
		return err
	}
	switch method {
	case BySecret:
		return checkSecret(s.ClientSecret)
	case ByCertificate:
		return checkPath("AZURE_CLIENT_CERTIFICATE_PATH", s.CertificatePath)
	case ByFederatedToken:
		return checkPath("AZURE_FEDERATED_TOKEN_FILE", s.FederatedTokenFile)
	default:
		return nil
	}
}

// checkPath finds quotes around the path of a file. Without it, the file would only be missing.
func checkPath(variable, path string) error {
	if hasQuotes(path) {
		return quotedValue(variable, path)
	}
	return nil
}

func quotedValue(variable, value string) error {
	return problem.New(problem.Error{
		Kind: problem.Configuration,
		What: fmt.Sprintf("%s has quotes around it: %s", variable, value),
		Do:   "Set it to the value alone, without quotes.",
	})
}

// checkSecret finds characters that no client secret has. Microsoft would only answer that the secret is wrong.
func checkSecret(secret string) error {
	what := ""
	switch {
	case hasQuotes(secret):
		what = "has quotes around it"
	case strings.ContainsFunc(secret, unicode.IsSpace):
		what = "has a blank or a line break in it"
	default:
		return nil
	}
	return problem.New(problem.Error{
		Kind: problem.Configuration,
		What: "AZURE_CLIENT_SECRET " + what,
		Do:   "Set it to the secret's value alone, without quotes, blanks or line breaks.",
	})
}

// hasQuotes reports whether a value begins or ends with a quote, for example from an env file that is not read by a shell.
func hasQuotes(value string) bool { return strings.Trim(value, "\"'") != value }

// checkIdentity checks that the tenant and the client id are set and can be part of an address.
func (s Settings) checkIdentity(method Method) error {
	var missing []string
	var remedies []problem.Remedy
	for _, setting := range []struct {
		variable, value string
		remedy          problem.Remedy
	}{
		{"AZURE_TENANT_ID", s.Tenant, problem.NameTenant}, {"AZURE_CLIENT_ID", s.ClientID, problem.NameClient},
	} {
		if setting.value == "" {
			missing, remedies = append(missing, setting.variable), append(remedies, setting.remedy)
		} else if hasQuotes(setting.value) {
			return quotedValue(setting.variable, setting.value)
		} else if !oneName(setting.value) {
			return problem.New(problem.Error{
				Kind: problem.Configuration,
				What: fmt.Sprintf("%s is not an id or a domain: %s", setting.variable, setting.value),
				Why:  "It becomes part of an address: only letters, digits, dots and hyphens are allowed.",
				Do:   "Copy the GUID from the app's Overview page in the Microsoft Entra admin center.",
			})
		}
	}
	if len(missing) > 0 {
		return notConfigured(missing, remedies)
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

func notConfigured(missing []string, remedies []problem.Remedy) error {
	verb := "is"
	if len(missing) > 1 {
		verb = "are"
	}
	return problem.New(problem.Error{
		Kind: problem.Configuration,
		What: fmt.Sprintf("The sign-in is not configured: %s %s not set", strings.Join(missing, " and "), verb),
		Why: "peerdash needs a tenant and a client id; an application also needs AZURE_CLIENT_SECRET, " +
			"AZURE_CLIENT_CERTIFICATE_PATH or AZURE_FEDERATED_TOKEN_FILE. PEERDASH_ACCESS_TOKEN alone is enough.",
		Remedies: append(remedies, problem.TryDemo),
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

// isToken reports whether a value can be sent in an Authorization header: visible ASCII characters, at least one.
func isToken(value string) bool {
	return value != "" && !strings.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' })
}
