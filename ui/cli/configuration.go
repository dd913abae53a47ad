package cli

import (
	"crypto/x509"
	"net/url"

	"peerdash/graphapi"
	"peerdash/graphapi/signin"
	"peerdash/graphapi/source"
	"peerdash/graphapi/transport"
)

// The variables of the environment, in the order in which they are told.
const (
	tenantVariable              = "AZURE_TENANT_ID"
	clientIDVariable            = "AZURE_CLIENT_ID"
	clientSecretVariable        = "AZURE_CLIENT_SECRET"
	certificatePathVariable     = "AZURE_CLIENT_CERTIFICATE_PATH"
	certificatePasswordVariable = "AZURE_CLIENT_CERTIFICATE_PASSWORD"
	federatedTokenFileVariable  = "AZURE_FEDERATED_TOKEN_FILE"
	accessTokenVariable         = "PEERDASH_ACCESS_TOKEN"
	graphURLVariable            = "PEERDASH_GRAPH_URL"
	loginURLVariable            = "PEERDASH_LOGIN_URL"
)

// defaultLoginRoot is Microsoft's sign-in in the global cloud.
const defaultLoginRoot = "https://login.microsoftonline.com"

// configuration says which Graph is asked, by which sign-in, and what is kept of its answers.
type configuration struct {
	settings             signin.Settings
	graphRoot, loginRoot *url.URL
	// trust are the certificate authorities to trust; nil means the system's.
	trust *x509.CertPool
	// stateDirectory is where reports and tokens are kept; "" keeps nothing.
	stateDirectory string
	// origin is what a report fetched with this configuration says of where it came from.
	origin source.Origin
}

// configure reads the configuration from the environment and the flags, which win.
func (p Program) configure(flags signInFlags) (configuration, error) {
	graphRoot, err := p.root(graphURLVariable, graphapi.DefaultRoot)
	if err != nil {
		return configuration{}, err
	}
	loginRoot, err := p.root(loginURLVariable, defaultLoginRoot)
	if err != nil {
		return configuration{}, err
	}
	return configuration{
		settings: signin.Settings{
			Tenant:              firstSet(flags.tenant, p.Getenv(tenantVariable)),
			ClientID:            firstSet(flags.clientID, p.Getenv(clientIDVariable)),
			ClientSecret:        p.Getenv(clientSecretVariable),
			CertificatePath:     p.Getenv(certificatePathVariable),
			CertificatePassword: p.Getenv(certificatePasswordVariable),
			FederatedTokenFile:  p.Getenv(federatedTokenFileVariable),
			AccessToken:         p.Getenv(accessTokenVariable),
		},
		graphRoot:      graphRoot,
		loginRoot:      loginRoot,
		stateDirectory: p.StateDirectory,
		origin:         source.FromGraph,
	}, nil
}

func (p Program) root(variable, usual string) (*url.URL, error) {
	return transport.ParseRoot(firstSet(p.Getenv(variable), usual), usual)
}

func firstSet(values ...string) string {
	for _, value := range values {
		if value != "" {
			return value
		}
	}
	return ""
}
