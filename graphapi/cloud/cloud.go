// Package cloud lists the national clouds of Microsoft 365: where each has Microsoft Graph and its sign-in, and which
// reports Microsoft documents there.
package cloud

import (
	"net/url"
	"slices"
	"strings"
)

// Name names a cloud on the command line.
type Name string

// The names of the clouds.
const (
	Global   Name = "global"
	USGov    Name = "usgov"     // US Government L4
	USGovDoD Name = "usgov-dod" // US Government L5 (DoD)
	China    Name = "china"     // operated by 21Vianet
)

// Cloud is one national cloud. Its roots are those of https://learn.microsoft.com/en-us/graph/deployments.
type Cloud struct {
	Name Name
	// Title is the cloud's name in a sentence, after "in the".
	Title string
	// GraphRoot is the root of Graph with the version that documents reports in this cloud.
	GraphRoot string
	// LoginRoot is the root of the sign-in.
	LoginRoot string
	// DocumentsSkype reports whether Microsoft documents the Skype for Business reports in this cloud.
	DocumentsSkype bool
	// otherLoginHosts are further hosts of the sign-in, which Azure's own tools use.
	otherLoginHosts []string
}

// all lists the clouds, the default one first. Reports are documented in v1.0 for the global cloud alone.
var all = [...]Cloud{
	{
		Name: Global, Title: "global cloud", DocumentsSkype: true,
		GraphRoot: "https://graph.microsoft.com/v1.0", LoginRoot: "https://login.microsoftonline.com",
	},
	{
		Name: USGov, Title: "US Government L4 cloud",
		GraphRoot: "https://graph.microsoft.us/beta", LoginRoot: "https://login.microsoftonline.us",
	},
	{
		Name: USGovDoD, Title: "US Government L5 (DoD) cloud",
		GraphRoot: "https://dod-graph.microsoft.us/beta", LoginRoot: "https://login.microsoftonline.us",
	},
	{
		Name: China, Title: "China cloud (21Vianet)", DocumentsSkype: true,
		GraphRoot: "https://microsoftgraph.chinacloudapi.cn/beta", LoginRoot: "https://login.partner.microsoftonline.cn",
		otherLoginHosts: []string{"login.chinacloudapi.cn"},
	},
}

// Names lists the clouds' names, the default one first.
func Names() []Name {
	names := make([]Name, len(all))
	for i, cloud := range all {
		names[i] = cloud.Name
	}
	return names
}

// Named returns the cloud with the name, or the global cloud if there is none.
func Named(name Name) Cloud {
	for _, cloud := range all {
		if cloud.Name == name {
			return cloud
		}
	}
	return all[0]
}

// OfLoginRoot returns the cloud that signs in at the root; ok is false if the root belongs to none. L4 and L5 of the
// US Government share a root, which stands for L4.
func OfLoginRoot(root *url.URL) (cloud Cloud, ok bool) {
	for _, cloud := range all {
		if slices.Contains(cloud.loginHosts(), strings.ToLower(root.Hostname())) {
			return cloud, true
		}
	}
	return Cloud{}, false
}

func (c Cloud) loginHosts() []string {
	return append([]string{strings.TrimPrefix(c.LoginRoot, "https://")}, c.otherLoginHosts...)
}

// Version is the version of Graph that is used in the cloud: "v1.0" or "beta".
func (c Cloud) Version() string { return c.GraphRoot[strings.LastIndex(c.GraphRoot, "/")+1:] }
