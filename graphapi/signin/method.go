package signin

import (
	"fmt"
	"strings"
)

// Method is a way of signing in.
type Method int

// The methods, in order of preference: the first whose setting is set is used, and ByDeviceCode if none is.
const (
	ByReadyToken Method = iota
	BySecret
	ByCertificate
	ByFederatedToken
	ByDeviceCode
)

// methods are the names of the methods and the settings that choose them.
var methods = [...]struct {
	name, variable string
	value          func(Settings) string
}{
	ByReadyToken:     {"ready token", "PEERDASH_ACCESS_TOKEN", func(s Settings) string { return s.AccessToken }},
	BySecret:         {"client secret", "AZURE_CLIENT_SECRET", func(s Settings) string { return s.ClientSecret }},
	ByCertificate:    {"certificate", "AZURE_CLIENT_CERTIFICATE_PATH", func(s Settings) string { return s.CertificatePath }},
	ByFederatedToken: {"federated token", "AZURE_FEDERATED_TOKEN_FILE", func(s Settings) string { return s.FederatedTokenFile }},
	ByDeviceCode:     {"device code", "", func(Settings) string { return "" }},
}

// String is the method's name.
func (m Method) String() string { return methods[m].name }

// Choose returns the method for the settings, and the reason in one line. The order is: ready token, client secret,
// certificate, federated token file, and without any of them the device code.
func Choose(settings Settings) (method Method, why string) {
	method = ByDeviceCode
	var given []string
	for candidate, row := range methods {
		if row.value(settings) == "" {
			continue
		}
		if len(given) == 0 {
			method = Method(candidate)
		}
		given = append(given, row.variable)
	}
	switch len(given) {
	case 0:
		return method, "no secret, certificate, federated token file or ready token is set"
	case 1:
		return method, given[0] + " is set"
	default:
		return method, fmt.Sprintf("%s is set, and wins over %s", given[0], strings.Join(given[1:], " and "))
	}
}
