package reports

import (
	"context"
	"strings"

	"peerdash/graphapi/problem"
	"peerdash/graphapi/store"
)

// OnlyTenant is the only tenant with stored reports from the Graph root. The error is a *problem.Error: of Kind NotStored if
// there is none, of Kind Configuration if there are several, which it lists.
func OnlyTenant(ctx context.Context, stored *store.Store, graphRoot string) (store.Tenant, error) {
	all, err := stored.Tenants(ctx)
	if err != nil {
		return store.Tenant{}, err
	}
	var found []store.TenantInfo
	for _, info := range all {
		if info.IsOf(graphRoot) {
			found = append(found, info)
		}
	}
	switch len(found) {
	case 1:
		return found[0].Tenant(), nil
	case 0:
		return store.Tenant{}, problem.New(problem.Error{
			Kind: problem.NotStored, What: "No stored data for any tenant", Remedies: []problem.Remedy{problem.ReadFromGraph},
		})
	default:
		return store.Tenant{}, severalTenants(found)
	}
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
