package reports

import (
	"context"
	"strings"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
)

// OnlyTenant is the only tenant with stored reports from the Graph root. The error is a *problem.Error: of Kind NotStored if
// there is none, with those of other roots, of Kind Configuration if there are several, which it lists.
func OnlyTenant(ctx context.Context, stored *store.Store, graphRoot string) (store.TenantInfo, error) {
	all, err := stored.Tenants(ctx)
	if err != nil {
		return store.TenantInfo{}, err
	}
	var found []store.TenantInfo
	for _, info := range all {
		if info.IsOf(graphRoot) {
			found = append(found, info)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return store.TenantInfo{}, severalTenants(found)
	case len(all) > 0:
		return store.TenantInfo{}, otherRoots(graphRoot, all)
	default:
		return store.TenantInfo{}, problem.New(problem.Error{
			Kind: problem.NotStored, What: "No stored data for any tenant", Remedies: []problem.Remedy{problem.ReadFromGraph},
		})
	}
}

// otherRoots is the error if reports of other Graph roots are all that is stored.
func otherRoots(graphRoot string, found []store.TenantInfo) error {
	texts := make([]string, len(found))
	for i, info := range found {
		texts[i] = info.Label() + " of " + info.GraphRoot
	}
	return problem.New(problem.Error{
		Kind:     problem.NotStored,
		What:     "No stored data for any tenant of " + graphRoot,
		Why:      "There is data of " + strings.Join(texts, ", ") + ".",
		Remedies: []problem.Remedy{problem.NameGraph},
	})
}

func severalTenants(found []store.TenantInfo) error {
	labels := make([]string, len(found))
	for i, info := range found {
		labels[i] = info.Label()
	}
	return problem.New(problem.Error{
		Kind:     problem.Configuration,
		What:     "Reports of several tenants are stored",
		Why:      strings.Join(labels, ", "),
		Remedies: []problem.Remedy{problem.NameTenant},
	})
}
