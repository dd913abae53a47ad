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
	// undocumented are the reports that Microsoft does not document in this cloud.
	undocumented []family
	// otherLoginHosts are further hosts of the sign-in, which Azure's own tools use.
	otherLoginHosts []string
}

// family is a group of reports that Microsoft documents in the same clouds.
type family struct {
	// title is the group's name before "reports".
	title string
	// prefix begins the names of its functions.
	prefix string
}

var skype = family{title: "Skype for Business", prefix: "getSkypeForBusiness"}

// families are all groups, in the order of the catalogue.
var families = []family{
	skype,
	{title: "Teams", prefix: "getTeams"},
	{title: "active-user", prefix: "getOffice365"},
	{title: "email", prefix: "getEmail"},
}

// all lists the clouds, the default one first. Reports are documented in v1.0 for the global cloud alone.
var all = [...]Cloud{
	{
		Name: Global, Title: "global cloud",
		GraphRoot: "https://graph.microsoft.com/v1.0", LoginRoot: "https://login.microsoftonline.com",
	},
	{
		Name: USGov, Title: "US Government L4 cloud", undocumented: []family{skype},
		GraphRoot: "https://graph.microsoft.us/beta", LoginRoot: "https://login.microsoftonline.us",
	},
	{
		Name: USGovDoD, Title: "US Government L5 (DoD) cloud", undocumented: []family{skype},
		GraphRoot: "https://dod-graph.microsoft.us/beta", LoginRoot: "https://login.microsoftonline.us",
	},
	{
		Name: China, Title: "China cloud (21Vianet)",
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

// Documents reports whether Microsoft documents the reports of a function of Graph in the cloud.
func (c Cloud) Documents(function string) bool {
	return !slices.ContainsFunc(c.undocumented, func(f family) bool { return strings.HasPrefix(function, f.prefix) })
}

// Documented names the groups of reports that Microsoft documents in the cloud, such as "Teams", "active-user".
func (c Cloud) Documented() []string {
	var titles []string
	for _, family := range families {
		if c.Documents(family.prefix) {
			titles = append(titles, family.title)
		}
	}
	return titles
}

// Version is the version of Graph that is used in the cloud: "v1.0" or "beta".
func (c Cloud) Version() string { return c.GraphRoot[strings.LastIndex(c.GraphRoot, "/")+1:] }
