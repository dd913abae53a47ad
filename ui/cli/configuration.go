package cli

import (
	"cmp"
	"crypto/x509"
	"strings"

	"peerdash/graphapi/reports"
	"peerdash/graphapi/signin"
)

// The variables of the environment, in the order in which they are shown.
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
	authorityHostVariable       = "AZURE_AUTHORITY_HOST"
	storeVariable               = "PEERDASH_STORE"
)

// configuration is which Graph is used, with which sign-in, and where its answers are stored.
type configuration struct {
	settings signin.Settings
	// roots are those of Graph and of the sign-in.
	roots
	// trust are the certificate authorities to trust; nil means the system's.
	trust *x509.CertPool
	// stateDirectory is where tokens are stored, storePath the file in which reports are stored; "" stores none.
	stateDirectory, storePath string
	// origin is the origin of reports that are fetched with this configuration.
	origin reports.Origin
	// unlimited reports whether Graph does not limit requests.
	unlimited bool
}

// configure reads the configuration from the environment and the flags, which win.
func (p Program) configure(flags signInFlags) (configuration, error) {
	roots, err := p.chooseRoots(flags.cloud)
	if err != nil {
		return configuration{}, err
	}
	storePath, err := p.storePath()
	if err != nil {
		return configuration{}, err
	}
	return configuration{
		settings: signin.Settings{
			Tenant:              cmp.Or(flags.tenant, p.Getenv(tenantVariable)),
			ClientID:            cmp.Or(flags.clientID, p.Getenv(clientIDVariable)),
			ClientSecret:        p.Getenv(clientSecretVariable),
			CertificatePath:     p.Getenv(certificatePathVariable),
			CertificatePassword: p.Getenv(certificatePasswordVariable),
			FederatedTokenFile:  p.Getenv(federatedTokenFileVariable),
			AccessToken:         strings.TrimSpace(p.Getenv(accessTokenVariable)),
		},
		roots:          roots,
		stateDirectory: p.StateDirectory,
		storePath:      storePath,
		origin:         reports.FromGraph,
	}, nil
}

// ofTenant is the configuration of a command that uses no token. A named tenant then takes precedence over that of a ready token.
func (c configuration) ofTenant(named string) configuration {
	if named != "" {
		c.settings.AccessToken = ""
	}
	return c
}
